"""A load run as lines of Markdown."""

from collections.abc import Iterator
from typing import Final

from edgeproof.reporting.escaping import code, in_line, table
from edgeproof.reporting.load.terminal import COLUMNS
from edgeproof.reporting.load.words import (
    asked_for,
    capacity_words,
    milliseconds,
    rate_words,
    seen_words,
)
from edgeproof.reporting.load_document import LoadResult, LoadViolation, SloResult, StepResult

MOST_VIOLATIONS: Final = 10


def load_lines(run: LoadResult) -> Iterator[str]:
    """What was asked of the deployment, how each step did, and which objectives were met."""
    asked = asked_for(run.model, run.target_rate or run.users or 0.0)
    yield from (f"### Load: {code(run.scenario)}, {asked}", "")
    yield (
        f"{rate_words(run.achieved_rate)} ended well, over {run.duration_s:.0f} s after "
        f"{run.warm_up_s:g} s of warm-up ({run.model} model). Response times in ms:"
    )
    rows = [_row(code(step.name), step) for step in run.steps]
    rows += [_row("all", run.total)] if run.total else []
    yield from ("", *table(["step", "count", "errors", *COLUMNS], rows), "")
    if run.generator.saturated:
        yield from (_saturated(run), "")
    if run.capacity is not None:
        yield from (in_line(f"capacity  {capacity_words(run.capacity)}"), "")
    yield from _listed("Objectives", [_slo(one) for one in run.slo])
    yield from _listed("Violations", list(_violations(run.violations)))
    yield from _listed("Notes", [in_line(note) for note in run.notes])


def _saturated(run: LoadResult) -> str:
    return (
        "⚠️ **The load generator fell behind** "
        f"({milliseconds(run.generator.lag_ms_p99)} ms late at p99): these times reflect "
        "the generator rather than the deployment."
    )


def _row(name: str, step: StepResult) -> list[str]:
    times = [milliseconds(step.percentiles_ms.get(key)) for key in COLUMNS.values()]
    return [name, f"{step.count:,}", f"{step.errors:,}", *times]


def _slo(slo: SloResult) -> str:
    sign, word = ("✅", "met") if slo.is_met else ("❌", "missed")
    reason = f"; {in_line(slo.reason)}" if slo.reason else ""
    return f"{sign} {code(slo.slo)} {word}: {in_line(seen_words(slo))}{reason}"


def _violations(violations: list[LoadViolation]) -> Iterator[str]:
    for one in violations[:MOST_VIOLATIONS]:
        often = f" ({one.count:,} of this kind)" if one.count > 1 else ""
        yield f"❌ {in_line(one.kind)}, {code(one.subject)}: {in_line(one.seen)}{often}"
    if len(violations) > MOST_VIOLATIONS:
        yield f"and {len(violations) - MOST_VIOLATIONS} more"


def _listed(name: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from (f"**{name}**", "", *(f"- {line}" for line in lines), "")
