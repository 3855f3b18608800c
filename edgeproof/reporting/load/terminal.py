"""The summary of a load on a terminal."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from edgeproof.defaults import WRONG_ANSWER
from edgeproof.reporting.document import Result
from edgeproof.reporting.head import servers_line
from edgeproof.reporting.load.verdict import reason_of_load
from edgeproof.reporting.load.words import (
    asked_for,
    capacity_words,
    milliseconds,
    rate_words,
    seen_words,
)
from edgeproof.reporting.load_document import (
    Capacity,
    LoadResult,
    LoadViolation,
    SloResult,
    StepResult,
)
from edgeproof.reporting.terminal import VERDICT_STYLES
from edgeproof.reporting.wording import plural

SHOWN_OF_A_KIND: Final = 3
"""Violations of a kind that a terminal shows; the result document has ten."""

COLUMNS: Final = {"p50": "50", "p90": "90", "p99": "99", "p99.9": "99.9", "max": "100"}


def print_load(result: Result, console: Console) -> None:
    """Print each violation with its operations, the figures of each step, and the verdict."""
    for load in result.load:
        _print_violations(load.violations, console)
        if load.capacity is not None:
            _print_capacity(load.capacity, console)
        _print_steps(load, console)
        _print_errors(load, console)
        _print_slos(load.slo, console)
        for note in load.notes:
            console.print(Text(note, style="yellow"), soft_wrap=True)
        _print_verdict(result, load, console)


def _print_violations(violations: Sequence[LoadViolation], console: Console) -> None:
    by_kind: dict[str, list[LoadViolation]] = defaultdict(list)
    for violation in violations:
        by_kind[violation.kind].append(violation)
    for kind, found in by_kind.items():
        total = sum if kind == WRONG_ANSWER else max
        count = total(one.count for one in found)
        heading = f"[bold red]violated[/]  {escape(kind)}  [dim]{count:,} in all[/]"
        console.rule(heading, align="left")
        for violation in found[:SHOWN_OF_A_KIND]:
            _print_violation(violation, console)
        more = len(found) - SHOWN_OF_A_KIND
        if more > 0:
            console.print(Text(f"and {more} more like it", style="dim"))
        console.print()


def _print_violation(violation: LoadViolation, console: Console) -> None:
    times = f" ({violation.count:,} times)" if violation.kind == WRONG_ANSWER else ""
    console.print(Text.assemble((violation.subject, "bold"), f": {violation.seen}", (times, "dim")))
    for operation in violation.operations:
        console.print(Text(f"  {operation}"), soft_wrap=True)


def _print_steps(load: LoadResult, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("step, in ms")
    for name in ("count", "errors", "min", *COLUMNS, "service p99"):
        table.add_column(name, justify="right")
    for step in load.steps:
        table.add_row(step.name, *_cells(step))
    if load.total is not None:
        table.add_section()
        table.add_row("all", *_cells(load.total))
    console.print(table)


def _cells(step: StepResult) -> list[str]:
    least_ms = step.min_ms if step.percentiles_ms else None
    return [
        f"{step.count:,}",
        f"[bold red]{step.errors:,}[/]" if step.errors else "[dim]·[/]",
        milliseconds(least_ms),
        *(milliseconds(step.percentiles_ms.get(key)) for key in COLUMNS.values()),
        milliseconds(step.service_percentiles_ms.get("99")),
    ]


def _print_errors(load: LoadResult, console: Console) -> None:
    for step in load.steps:
        for name, count in sorted(step.errors_by_name.items(), key=lambda item: -item[1]):
            console.print(
                Text.assemble((f"{count:,} ", "bold red"), f"{step.name}: {name}"),
                soft_wrap=True,
            )


def _print_slos(slos: Sequence[SloResult], console: Console) -> None:
    for slo in slos:
        word = ("met     ", "green") if slo.is_met else ("missed  ", "bold red")
        seen = f"  {seen_words(slo)}"
        why = f": {slo.reason}" if slo.reason else ""
        console.print(Text.assemble(word, slo.slo, (seen + why, "dim")), soft_wrap=True)


def _print_capacity(capacity: Capacity, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("rate tried", "achieved", "p50", "p99", "errors", "objectives"):
        table.add_column(name, justify="right")
    for one in capacity.tried:
        became = "[green]met[/]" if one.is_met else "[bold red]missed[/]"
        table.add_row(
            rate_words(one.target_rate),
            rate_words(one.achieved_rate),
            *(milliseconds(one.percentiles_ms.get(key)) for key in ("50", "99")),
            f"{one.errors:,}" if one.errors else "[dim]·[/]",
            "[yellow]generator saturated[/]" if one.saturated else became,
        )
    console.print(table)
    console.print()


def _print_verdict(result: Result, load: LoadResult, console: Console) -> None:
    style = VERDICT_STYLES[result.verdict]
    console.print()
    console.print(
        f"[{style}]{result.verdict.upper()}[/]  {escape(reason_of_load(load))}", highlight=False
    )
    if load.capacity is not None:
        console.print(Text(f"capacity  {capacity_words(load.capacity)}"))
    console.print(Text(_generator_line(load), style="yellow" if load.generator.saturated else ""))
    servers = servers_line(result)
    if servers:
        console.print(Text(servers, style="dim"))
    console.print(Text(_summary_line(result, load), style="dim"))


def _generator_line(load: LoadResult) -> str:
    generator = load.generator
    line = (
        f"generator  {milliseconds(generator.lag_ms_p99)} ms late (p99), "
        f"{generator.cpu_us_per_request:.0f} µs of CPU per request"
    )
    return (
        f"{line}; SATURATED: lower the rate, or run the load from another machine"
        if generator.saturated
        else line
    )


def _summary_line(result: Result, load: LoadResult) -> str:
    asked = asked_for(load.model, load.target_rate or load.users or 0.0)
    parts = [
        result.target.name,
        load.scenario,
        f"{rate_words(load.achieved_rate)} of {asked} requested"
        if load.model == "open"
        else f"{rate_words(load.achieved_rate)} from {asked}",
        f"{round(load.duration_s, 1):g} s measured after {load.warm_up_s:g} s of warm-up",
        f"seed {result.seed}",
        f"{load.made:,} made, {load.left:,} left",
    ]
    if load.lists != load.lists_judged:
        parts.append(f"{load.lists_judged:,} of {plural(load.lists, 'list')} judged")
    return " · ".join(parts)
