"""`edgeproof check`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from edgeproof.cli.delivery import EXIT_CODES, deliver
from edgeproof.cli.options import (
    AsJson,
    Out,
    Posts,
    Redis,
    RedisBinary,
    Suites,
    Target,
    Token,
    known_suites,
)
from edgeproof.clients import parse_budget
from edgeproof.conformance.check import check as run_check
from edgeproof.conformance.listening import ProgressListener
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import Secret
from edgeproof.reporting.progress import LiveProgress
from edgeproof.reporting.terminal import Terminal, print_result


def check(  # noqa: PLR0913  (the options of a command are its arguments)
    target: Target = None,
    *,
    posts: Posts = None,
    redis: Redis = None,
    token: Token = None,
    read_only_token: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Its read-only token, if it has one.")
    ] = None,
    worker: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run this worker in the embedded stack and check it."),
    ] = None,
    redis_binary: RedisBinary = None,
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
    out: Out = None,
    as_json_: AsJson = False,
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
        redis_binary=redis_binary,
        suites=tuple(known_suites(suite or [])),
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
