"""`edgeproof check`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from edgeproof.cli import completions
from edgeproof.cli.options import (
    LIMITS_PANEL,
    READ_ONLY_TOKEN_ENV,
    TARGET,
    AsJson,
    Out,
    PostsOption,
    Redis,
    TargetArgument,
    Token,
    redis_binary_option,
    suite_option,
)
from edgeproof.conformance.profiles import Profile
from edgeproof.defaults import FAR_S, JOBS_FAR_AWAY, POLITE_RATE_PER_S, REQUESTS
from edgeproof.deployments import Secret
from edgeproof.laws import matching_laws, parse_requirements

TO_TRY: Final = "What to try"


def law_glob(text: str) -> str:
    """The text, if it matches the id of a law. Raises ConfigurationError."""
    matching_laws([text])
    return text


def requirements(text: str) -> str:
    """The text, if it names capabilities. Raises ConfigurationError."""
    parse_requirements(text)
    return text


def limits(text: str) -> str:
    """The text, if it is a budget. Raises ConfigurationError."""
    from edgeproof.clients import parse_budget

    parse_budget(text)
    return text


def check(  # noqa: PLR0913  (the options of a command are its arguments)
    target: TargetArgument = None,
    *,
    posts: PostsOption = None,
    redis: Redis = None,
    token: Token = None,
    read_only_token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            rich_help_panel=TARGET,
            help=f"Its read-only token, if it has one. Better: set ${READ_ONLY_TOKEN_ENV}.",
        ),
    ] = None,
    worker: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=TARGET,
            help="Run this worker in the embedded stack, and check that.",
        ),
    ] = None,
    redis_binary: Annotated[Path | None, redis_binary_option(TARGET)] = None,
    suite: Annotated[list[str] | None, suite_option(TO_TRY)] = None,
    law: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            parser=law_glob,
            autocompletion=completions.known_laws,
            rich_help_panel=TO_TRY,
            help="Only laws whose id matches, like `posts.create.*`; repeatable.",
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            parser=law_glob,
            autocompletion=completions.known_laws,
            rich_help_panel=TO_TRY,
            help="Leave out laws whose id matches; repeatable.",
        ),
    ] = None,
    profile: Annotated[
        Profile,
        typer.Option(
            metavar="PROFILE",
            rich_help_panel=TO_TRY,
            show_default=False,
            help=f"How hard to try: `quick` (about {REQUESTS['quick']:,} requests), `standard` "
            f"({REQUESTS['standard']:,}; the default) or `thorough` (many more).",
        ),
    ] = Profile.STANDARD,
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            rich_help_panel=TO_TRY,
            help="Draw the same values as the run with this seed.",
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            rich_help_panel=TO_TRY,
            show_default=False,
            help="Let SHOULD laws and outdated deviations decide the verdict as well.",
        ),
    ] = False,
    require: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            parser=requirements,
            autocompletion=completions.capabilities,
            rich_help_panel=TO_TRY,
            show_default=False,
            help="Fail if one of these capabilities is missing: `upstash` for all, or a list like "
            "`pipeline,base64`.",
        ),
    ] = "",
    deviations: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=TO_TRY,
            help="Known deviations (TOML): laws that are tried, but do not decide the verdict "
            "until their entry expires.",
        ),
    ] = None,
    probe_isolation: Annotated[
        bool,
        typer.Option(
            rich_help_panel=TO_TRY,
            show_default=False,
            help="Also run tests that may disturb other users of the deployment (values of "
            "1 MiB, dangerous names). Always on for the embedded stack.",
        ),
    ] = False,
    settle: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=0,
            rich_help_panel=LIMITS_PANEL,
            help="How long a read may lag behind a write (default: 0).",
        ),
    ] = None,
    budget: Annotated[
        str,
        typer.Option(
            metavar="MOST",
            parser=limits,
            rich_help_panel=LIMITS_PANEL,
            show_default=False,
            help="Send at most this: commands (`5000`), bytes of bodies (`20MB`), or both "
            "(`5000,20MB`).",
        ),
    ] = "",
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="R",
            min=0.1,
            rich_help_panel=LIMITS_PANEL,
            help=f"At most this many requests per second (default: {POLITE_RATE_PER_S:g}; "
            "unlimited on this machine).",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            rich_help_panel=LIMITS_PANEL,
            help=f"Number of processes that run laws in parallel (default: {JOBS_FAR_AWAY} if an "
            f"answer takes over {FAR_S * 1000:g} ms, else 1).",
        ),
    ] = None,
    out: Out = None,
    as_json_: AsJson = False,
) -> None:
    """Check a deployment against the laws, and say which hold.

    With no target and no URL, it starts a stack of its own on this machine (a real Redis, a Redis
    REST endpoint, workerd with the worker), checks that, and leaves nothing running. Whatever it
    makes in a deployment, it removes again.
    """
    from edgeproof.cli.delivery import EXIT_CODES, deliver
    from edgeproof.clients import parse_budget
    from edgeproof.conformance.check import run_check
    from edgeproof.conformance.listening import ProgressListener
    from edgeproof.conformance.settings import CheckSettings
    from edgeproof.reporting.progress import LiveProgress
    from edgeproof.reporting.terminal import Terminal, print_result

    settings = CheckSettings(
        today=datetime.now(UTC).date(),
        target=target,
        posts=posts,
        redis=redis,
        token=Secret(token) if token else None,
        read_only_token=Secret(read_only_token) if read_only_token else None,
        worker=worker,
        redis_binary=redis_binary,
        suites=tuple(suite or ()),
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
    deliver(result, out, is_json=as_json_)
    raise typer.Exit(EXIT_CODES[result.verdict])
