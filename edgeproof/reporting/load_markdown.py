"""A load run as lines of Markdown."""

from collections.abc import Iterator, Mapping
from typing import Final

from edgeproof.reporting.escaping import code, in_line, table
from edgeproof.reporting.load_document import LoadResult, LoadViolation, SloResult, StepResult

PERCENTILES: Final = {"50": "p50", "90": "p90", "99": "p99", "99.9": "p99.9", "100": "most"}
MOST_VIOLATIONS: Final = 10


def load_lines(run: LoadResult) -> Iterator[str]:
    """What was asked of the deployment, how each step did, and which objectives it met."""
    yield from (f"### Load: {code(run.scenario)}, {asked_of(run)}", "")
    yield (
        f"{run.achieved_rate:,.1f} requests/s ended well over {run.duration_s:g} s "
        f"(after {run.warm_up_s:g} s of warm-up); response times in ms."
    )
    yield ""
    if run.generator.saturated:
        yield from (_saturated(run), "")
    head = ["step", "count", "errors", *PERCENTILES.values()]
    yield from (*table(head, map(_row, run.steps)), "")
    yield from _listed("Objectives", [_slo(one) for one in run.slo])
    yield from _listed("Violations", list(_violations(run.violations)))
    yield from _listed("Notes", [in_line(note) for note in run.notes])


def asked_of(run: LoadResult) -> str:
    """The model and how much of it: arrivals a second, or users."""
    if run.model == "open":
        return f"{run.target_rate or 0:g} requests/s (open model)"
    return f"{run.users or 0:g} users (closed model)"


def _saturated(run: LoadResult) -> str:
    return (
        f"⚠️ **The load generator fell behind** (p99 of its lag: {run.generator.lag_ms_p99:.1f} ms):"
        " these times say more of it than of the deployment."
    )


def _row(step: StepResult) -> list[str]:
    times = [_time(step.percentiles_ms, key) for key in PERCENTILES]
    return [code(step.name), f"{step.count:,}", f"{step.errors:,}", *times]


def _time(percentiles_ms: Mapping[str, float], key: str) -> str:
    return f"{percentiles_ms[key]:,.1f}" if key in percentiles_ms else "·"


def _slo(slo: SloResult) -> str:
    sign, word = ("✅", "met") if slo.is_met else ("❌", "missed")
    seen = "no sample" if slo.seen is None else f"seen {slo.seen:.4g}"
    reason = f"; {in_line(slo.reason)}" if slo.reason else ""
    return f"{sign} {code(slo.slo)} {word}: {seen}{reason}"


def _violations(violations: list[LoadViolation]) -> Iterator[str]:
    for one in violations[:MOST_VIOLATIONS]:
        often = f" ({one.count:,} of this kind)" if one.count > 1 else ""
        yield f"❌ {in_line(one.kind)}, {code(one.subject)}: {in_line(one.seen)}{often}"
    if len(violations) > MOST_VIOLATIONS:
        yield f"and {len(violations) - MOST_VIOLATIONS} more"


def _listed(name: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from (f"**{name}**", "", *(f"- {line}" for line in lines), "")
