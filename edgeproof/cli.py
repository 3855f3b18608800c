"""The commands. They read options, call the library and print; there is no logic of their own here.

Exit codes: 0 every MUST law that was judged held; 1 a law is broken; 2 the command line or the
configuration is wrong; 3 nothing could be said; 130 interrupted, after cleaning up.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.table import Table

from edgeproof import __version__
from edgeproof.clients import parse_budget
from edgeproof.conformance.check import check as run_check
from edgeproof.conformance.listening import ProgressListener
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import Deployment, Secret
from edgeproof.errors import EdgeproofError
from edgeproof.laws import SUITES, Law, all_laws, as_markdown
from edgeproof.reporting import Result, Verdict, as_json
from edgeproof.reporting.progress import LiveProgress
from edgeproof.reporting.terminal import Terminal, print_result

EXIT_CODES: dict[Verdict, int] = {"pass": 0, "fail": 1, "inconclusive": 3}
INTERRUPTED = 130
TOKEN_ENV = "UPSTASH_REDIS_REST_TOKEN"  # noqa: S105  (the name of a variable)

app = typer.Typer(
    name="edgeproof",
    help="Proves that an edge API and the Redis-over-HTTP database under it behave.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _suites(values: list[str]) -> list[str]:
    for value in values:
        if value not in SUITES:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(SUITES)}")
    return values


Suites = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="posts|rest|redis", help="Only this suite; repeatable."),
]


@app.command()
def check(  # noqa: PLR0913  (the options of a command are its arguments)
    target: Annotated[
        str | None,
        typer.Argument(help="A name from [tool.edgeproof.targets] in the nearest pyproject.toml."),
    ] = None,
    *,
    posts: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The collection: https://blog.example.com/posts."),
    ] = None,
    redis: Annotated[
        str | None, typer.Option(metavar="URL", help="The root of the Redis REST API.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(help=f"Its token; better in ${TOKEN_ENV}, out of the shell's history."),
    ] = None,
    read_only_token: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Its read-only token, if it has one.")
    ] = None,
    worker: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run this worker in the embedded stack and check it."),
    ] = None,
    suite: Suites = None,
    law: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only these laws, like 'posts.create.*'; repeatable."),
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Not these laws; repeatable.")
    ] = None,
    profile: Annotated[
        Profile, typer.Option(help="How hard to try: about 4,000 or 8,000 requests, or many more.")
    ] = Profile.STANDARD,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Draw the same values as the run of that seed.")
    ] = None,
    settle: Annotated[
        float | None,
        typer.Option(metavar="S", min=0, help="Seconds that a read may lag behind a write."),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="SHOULD laws decide the verdict as well, and outdated deviations."
        ),
    ] = False,
    require: Annotated[
        str,
        typer.Option(
            metavar="CAPABILITIES",
            help="What must not be lacking: 'upstash' for all, or a list like 'pipeline,base64'.",
        ),
    ] = "",
    budget: Annotated[
        str,
        typer.Option(
            metavar="N",
            help="Send no more than this: commands (5000), bytes of bodies (20MB), or 5000,20MB.",
        ),
    ] = "",
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="R",
            min=0.1,
            help="Requests a second at the most; 100 unless told, and no limit on this machine.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Try laws in so many processes at once; 8 unless told where an answer takes "
            "over 20 ms, else 1.",
        ),
    ] = None,
    probe_isolation: Annotated[
        bool,
        typer.Option(
            "--probe-isolation",
            help="Dare what may harm others on a shared deployment: values of 1 MiB, dangerous "
            "names. Always done on the embedded stack.",
        ),
    ] = False,
    deviations: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Laws that are known to be broken (TOML): they are tried, and don't decide the "
            "verdict until their entry expires.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write result.json into this folder.")
    ] = None,
    as_json_: Annotated[
        bool, typer.Option("--json", help="Print the result document on standard output.")
    ] = False,
) -> None:
    """Check a deployment against the laws, and say which hold.

    With no target and no URL it starts a stack of its own on this machine (a real Redis, a Redis
    REST endpoint, workerd with the worker), checks that, and leaves nothing running. Whatever it
    makes in a deployment it removes again.
    """
    settings = CheckSettings(
        today=datetime.now(UTC).date(),
        target=target,
        posts=posts,
        redis=redis,
        token=Secret(token) if token else None,
        read_only_token=Secret(read_only_token) if read_only_token else None,
        worker=worker,
        suites=tuple(_suites(suite or [])),
        laws=tuple(law or ()),
        skips=tuple(skip or ()),
        profile=profile,
        seed=seed,
        settle_s=settle,
        is_strict=strict,
        require=require,
        budget=parse_budget(budget),
        rate_per_s=rate,
        jobs=jobs,
        may_probe_isolation=probe_isolation,
        deviations=deviations,
    )
    console = Terminal(stderr=as_json_)
    with LiveProgress(console) as progress:
        result = run_check(settings, ProgressListener(progress))
    print_result(result, console)
    _deliver(result, out, is_json=as_json_)
    raise typer.Exit(EXIT_CODES[result.verdict])


def _deliver(result: Result, folder: Path | None, *, is_json: bool) -> None:
    document = as_json(result)
    if is_json:
        sys.stdout.buffer.write(document)
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "result.json").write_bytes(document)
        except OSError as error:
            raise EdgeproofError(f"the result cannot be written to {folder}", str(error)) from None


@app.command()
def laws(
    *,
    suite: Suites = None,
    json_: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown tables.")] = False,
) -> None:
    """List the laws: their ids, levels, sentences and sources."""
    chosen = [law for law in all_laws().values() if law.suite in (_suites(suite or []) or SUITES)]
    if json_:
        typer.echo(msgspec.json.format(msgspec.json.encode(chosen), indent=2).decode())
    elif markdown:
        typer.echo(as_markdown(chosen), nl=False)
    else:
        Terminal().print(_law_table(chosen))


def _law_table(chosen: list[Law]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("law", no_wrap=True)
    table.add_column("level")
    table.add_column("statement")
    for law in chosen:
        table.add_row(law.id, law.level, law.statement)
    return table


@app.command()
def up(
    *,
    worker: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The worker to run, not the reference.")
    ] = None,
    redis_server: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Put the REST endpoint in front of this Redis (redis://…)."
        ),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="One line of JSON when ready, and no request log.")
    ] = False,
) -> None:
    """Run the embedded stack until Ctrl-C: /posts in workerd, a Redis REST endpoint, a Redis.

    Prints where it is as shell exports to paste, then the log of requests.
    """
    # The stack is the extra `local`: the other commands must not need it.
    from edgeproof.stack import RunningStack  # noqa: PLC0415

    stack = RunningStack.start(worker=worker, redis_server_url=redis_server, request_log=not json_)
    with stack:
        show = _as_line if json_ else _as_exports
        typer.echo(show(stack.deployment))
        sys.stdout.flush()
        ended = stack.wait()
    raise ended.as_unavailable()


def _addresses(deployment: Deployment) -> dict[str, str]:
    return {
        "posts_url": deployment.posts_url or "",
        "redis_url": deployment.redis_url or "",
        "token": _revealed(deployment.token),
        "read_only_token": _revealed(deployment.read_only_token),
    }


def _revealed(token: Secret | None) -> str:
    """The token in clear: `up` may show that of its own stack, and nobody else's is ever here."""
    return token.reveal() if token else ""


def _as_line(deployment: Deployment) -> str:
    return json.dumps(_addresses(deployment))


def _as_exports(deployment: Deployment) -> str:
    found = _addresses(deployment)
    return "\n".join(
        [
            f"export EDGEPROOF_POSTS_URL={found['posts_url']}",
            f"export UPSTASH_REDIS_REST_URL={found['redis_url']}",
            f"export UPSTASH_REDIS_REST_TOKEN={found['token']}",
            f"export UPSTASH_REDIS_REST_READONLY_TOKEN={found['read_only_token']}",
        ]
    )


@app.callback(invoke_without_command=True)
def version_option(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Proves that an edge API and the Redis-over-HTTP database under it behave."""
    if version:
        typer.echo(f"edgeproof {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; every error a user can mend is one line on standard error."""
    sys.exit(_exit_code(lambda: app(standalone_mode=False)))


def _exit_code(run: Callable[[], Any]) -> int:
    try:
        code = run() or 0
    except EdgeproofError as error:
        return _complain(str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        return _complain("standard output was closed", 1)
    except Exception as error:
        # The command line's own errors; typer keeps their class to itself.
        if not hasattr(error, "format_message"):
            raise
        message = error.format_message()
        return _complain(f"{message} (see --help)", 2) if message else 2
    # An interruption arrives as an exception or, from some versions of typer, as the code.
    if code == INTERRUPTED:
        return _complain("interrupted; what the run had made is removed", INTERRUPTED)
    return code


def _complain(message: str, exit_code: int) -> int:
    typer.echo(f"edgeproof: {message}", err=True)
    return exit_code
