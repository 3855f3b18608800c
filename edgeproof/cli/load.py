"""`edgeproof load`."""

import inspect
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.table import Table

from edgeproof.cli import completions
from edgeproof.cli.options import (
    AsJson,
    Out,
    PostsOption,
    Redis,
    TargetArgument,
    Token,
    duration_s,
    redis_binary_option,
)
from edgeproof.defaults import (
    CAPACITY_PRECISION,
    LEAST_CONNECTIONS,
    LOAD_DURATION_S,
    LOAD_RATE_PER_S,
    LOAD_WARM_UP_S,
    MOST_RATE_PER_S,
    TRIAL_S,
)
from edgeproof.deployments import Secret
from edgeproof.extras import require_load_packages
from edgeproof.options import TARGET

SCENARIO: Final = "Scenario"
LOAD: Final = "Load"
OBJECTIVES: Final = "Objectives"


def objective(text: str) -> str:
    """Return the text if it is a service level objective. Raises ConfigurationError otherwise."""
    from edgeproof.reporting import parse_slo

    return parse_slo(text).text


def load(  # noqa: PLR0913  (the options of a command are its arguments)
    target: TargetArgument = None,
    *,
    posts: PostsOption = None,
    redis: Redis = None,
    token: Token = None,
    worker: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=TARGET,
            help="Run this worker in the embedded stack, and load that.",
        ),
    ] = None,
    redis_binary: Annotated[Path | None, redis_binary_option(TARGET)] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=completions.scenarios,
            rich_help_panel=SCENARIO,
            help="What the load does (default: `readers-and-writers`, or the only scenario of "
            "--scenario-file).",
        ),
    ] = None,
    scenario_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            is_eager=True,  # completion of --scenario reads its names
            rich_help_panel=SCENARIO,
            help="A Python file with scenarios of your own.",
        ),
    ] = None,
    list_scenarios: Annotated[
        bool,
        typer.Option(
            "--list-scenarios",
            rich_help_panel=SCENARIO,
            help="List the scenarios, and do nothing else.",
        ),
    ] = False,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="R",
            min=0.1,
            rich_help_panel=LOAD,
            help="Steps started per second, regardless of earlier ones (open model; default: "
            f"{LOAD_RATE_PER_S:g}).",
        ),
    ] = None,
    users: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            rich_help_panel=LOAD,
            help="Use this many users instead, each of whom waits for its answers (closed model).",
        ),
    ] = None,
    duration: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            parser=duration_s,
            rich_help_panel=LOAD,
            show_default=False,
            help=f"How long to measure: 30, 30s or 5m (default: {LOAD_DURATION_S:g}s).",
        ),
    ] = LOAD_DURATION_S,
    ramp: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            parser=duration_s,
            rich_help_panel=LOAD,
            show_default=False,
            help="How long to rise to the rate, or to all users, before the warm-up (default: 0s).",
        ),
    ] = 0.0,
    warm_up: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            parser=duration_s,
            rich_help_panel=LOAD,
            show_default=False,
            help=f"Warm-up before measuring (default: {LOAD_WARM_UP_S:g}s).",
        ),
    ] = LOAD_WARM_UP_S,
    arrivals: Annotated[
        Literal["poisson", "constant"],
        typer.Option(
            metavar="KIND",
            rich_help_panel=LOAD,
            show_default=False,
            help="Arrivals: `poisson` (random, the default) or `constant` (evenly spaced).",
        ),
    ] = "poisson",
    connections: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            rich_help_panel=LOAD,
            help=f"At most this many connections at once (default: {LEAST_CONNECTIONS:,}, or the "
            "number of users if that is higher).",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            rich_help_panel=LOAD,
            help="Draw the same arrivals as the run with this seed.",
        ),
    ] = None,
    slo: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLO",
            parser=objective,
            rich_help_panel=OBJECTIVES,
            help="An objective to meet: `p99<250ms`, `errors<0.1%`, `rate>=500/s`, or of one step "
            "`create p99<250ms`; repeatable.",
        ),
    ] = None,
    find_capacity: Annotated[
        bool,
        typer.Option(
            rich_help_panel=OBJECTIVES,
            show_default=False,
            help="Find the highest rate that meets every objective: starts at --rate and doubles "
            "until an objective is missed twice, then narrows down to "
            f"{CAPACITY_PRECISION:.0%}.",
        ),
    ] = False,
    max_rate: Annotated[
        float,
        typer.Option(
            metavar="R",
            min=0.1,
            rich_help_panel=OBJECTIVES,
            show_default=False,
            help=f"The highest rate to try (default: {MOST_RATE_PER_S:,.0f}).",
        ),
    ] = MOST_RATE_PER_S,
    trial: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            parser=duration_s,
            rich_help_panel=OBJECTIVES,
            show_default=False,
            help=f"How long to measure each rate of a search (default: {TRIAL_S:g}s).",
        ),
    ] = TRIAL_S,
    out: Out = None,
    as_json_: AsJson = False,
) -> None:
    """Load-test a deployment, check every answer, and report speed and correctness.

    Without a target or a URL, it starts a stack of its own on this machine, loads that, and leaves
    nothing running. Response times count from when a request was due, so that a stall shows. It
    removes whatever it makes in a deployment.
    """
    # The engine is the extra `load`: the other commands must not need it.
    require_load_packages()
    from edgeproof.cli.delivery import EXIT_CODES, deliver
    from edgeproof.load import LoadOptions, load_and_judge
    from edgeproof.reporting import parse_slo
    from edgeproof.reporting.load.progress import LoadProgress
    from edgeproof.reporting.load.terminal import print_load
    from edgeproof.reporting.terminal import Terminal

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
    from edgeproof.load import scenarios_in

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("scenario", "interface", "what is done"):
        table.add_column(name)
    for name, kind in scenarios_in(str(file) if file else None).items():
        table.add_row(name, kind.interface, inspect.getdoc(kind))
    return table
