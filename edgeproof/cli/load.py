"""`edgeproof load`."""

import inspect
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from edgeproof.cli.delivery import EXIT_CODES, deliver
from edgeproof.cli.options import AsJson, Out, Posts, Redis, RedisBinary, Target, Token, duration_s
from edgeproof.deployments import Secret
from edgeproof.extras import require_load_packages
from edgeproof.reporting import parse_slo
from edgeproof.reporting.load_progress import LoadProgress
from edgeproof.reporting.load_terminal import print_load
from edgeproof.reporting.terminal import Terminal


def load(  # noqa: PLR0913  (the options of a command are its arguments)
    target: Target = None,
    *,
    posts: Posts = None,
    redis: Redis = None,
    token: Token = None,
    worker: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run this worker in the embedded stack and load it."),
    ] = None,
    redis_binary: RedisBinary = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What is done, see --list-scenarios; unless told, readers-and-writers, or the one "
            "of --scenario-file.",
        ),
    ] = None,
    scenario_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A Python file with scenarios of your own."),
    ] = None,
    list_scenarios: Annotated[
        bool, typer.Option("--list-scenarios", help="List the scenarios, and do nothing else.")
    ] = False,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="R",
            min=0.1,
            help="So many steps a second, whatever became of those before (the open model); 100 "
            "unless told.",
        ),
    ] = None,
    users: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="So many users instead, each of whom waits for its answers (the closed model).",
        ),
    ] = None,
    duration: Annotated[
        float,
        typer.Option(metavar="D", parser=duration_s, help="How long is measured: 30, 30s or 5m."),
    ] = 30.0,
    ramp: Annotated[
        float,
        typer.Option(
            metavar="D",
            parser=duration_s,
            help="How long it takes to rise to the rate, or to all the users, before the warm-up.",
        ),
    ] = 0.0,
    warm_up: Annotated[
        float,
        typer.Option(
            metavar="D", parser=duration_s, help="How long is loaded before that, not measured."
        ),
    ] = 2.0,
    arrivals: Annotated[
        Literal["poisson", "constant"],
        typer.Option(help="Independent of each other, or at even distances."),
    ] = "poisson",
    connections: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Connections at once at the most; 1,024 unless told."
        ),
    ] = None,
    slo: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLO",
            help="An objective to meet: 'p99<250ms', 'errors<0.1%', 'rate>=500/s', or of one step "
            "'create p99<250ms'; repeatable.",
        ),
    ] = None,
    find_capacity: Annotated[
        bool,
        typer.Option(
            "--find-capacity",
            help="Look for the highest rate that meets every objective: from --rate on doubled "
            "until one is missed twice, then narrowed down to 5%.",
        ),
    ] = False,
    max_rate: Annotated[
        float, typer.Option(metavar="R", min=0.1, help="The highest rate that is tried.")
    ] = 100_000.0,
    trial: Annotated[
        float,
        typer.Option(
            metavar="D", parser=duration_s, help="How long each rate of a search is measured."
        ),
    ] = 10.0,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", help="Draw the same arrivals as the run of that seed."),
    ] = None,
    out: Out = None,
    as_json_: AsJson = False,
) -> None:
    """Load a deployment, check every answer meanwhile, and say how fast and how right it was.

    With no target and no URL it starts a stack of its own on this machine, loads that, and leaves
    nothing running. Response times count from when a request was due, so that a stall shows.
    Whatever it makes in a deployment it removes again.
    """
    # The engine is the extra `load`: the other commands must not need it.
    require_load_packages()
    from edgeproof.load import LoadOptions, load_and_judge  # noqa: PLC0415  (the extra `load`)

    if list_scenarios:
        Terminal().print(_scenario_table(scenario_file))
        return
    options = LoadOptions(
        target=target,
        posts=posts,
        redis=redis,
        token=Secret(token) if token else None,
        worker=worker,
        redis_binary=redis_binary,
        scenario=scenario,
        scenario_file=scenario_file,
        rate_per_s=rate,
        users=users,
        duration_s=duration,
        ramp_s=ramp,
        warm_up_s=warm_up,
        arrivals=arrivals,
        connections=connections,
        seed=seed,
        slos=tuple(parse_slo(one) for one in slo or ()),
        finds_capacity=find_capacity,
        trial_s=trial,
        most_rate_per_s=max_rate,
    )
    console = Terminal(stderr=as_json_)
    with LoadProgress(console) as progress:
        result = load_and_judge(options, progress)
    print_load(result, console)
    deliver(result, out, is_json=as_json_)
    raise typer.Exit(EXIT_CODES[result.verdict])


def _scenario_table(file: Path | None) -> Table:
    from edgeproof.load import scenarios_in  # noqa: PLC0415  (the extra `load`)

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("scenario", "interface", "what is done"):
        table.add_column(name)
    for name, kind in scenarios_in(str(file) if file else None).items():
        table.add_row(name, kind.interface, inspect.getdoc(kind))
    return table
