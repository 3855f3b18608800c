"""A comparison in words, as tables that a terminal, Markdown and HTML all show."""

from collections import defaultdict
from typing import Final

import msgspec

from edgeproof.laws import Outcome
from edgeproof.reporting.comparison.bootstrap import FEWEST
from edgeproof.reporting.comparison.compare import Comparison, ConsistencyChange, LawChange
from edgeproof.reporting.comparison.effect import Effect
from edgeproof.reporting.comparison.load import LoadComparison, Measure, can_conclude
from edgeproof.reporting.comparison.samples import Basis
from edgeproof.reporting.consistency import level_words
from edgeproof.reporting.load.words import milliseconds
from edgeproof.reporting.summary import some_of
from edgeproof.reporting.wording import plural

_ABSENT: Final = "·"


class ComparisonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its first cell is a name, and `effect` is what it amounts to."""

    cells: list[str]
    effect: Effect


class WordTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table with a title and a head, and notes below it."""

    title: str
    head: list[str]
    rows: list[ComparisonRow]
    notes: list[str] = []


def verdict_words(comparison: Comparison) -> str:
    """The verdict and what it is about, in one line."""
    old, new = ", ".join(comparison.old), ", ".join(comparison.new)
    about = new if old == new else f"{new}, against {old}"
    compared = [plural(comparison.laws_compared, "law")] if comparison.laws_compared else []
    loads = sum(map(can_conclude, comparison.loads))
    compared += [plural(loads, "load")] if loads else []
    return f"{about}: {' and '.join(compared) or 'nothing'} compared"


def comparison_tables(comparison: Comparison) -> list[WordTable]:
    """What changed, one table per kind of thing; for load, also what did not change."""
    tables = [_laws(comparison.laws)] if comparison.laws else []
    if comparison.consistency:
        rows = [_consistency(one) for one in comparison.consistency]
        tables.append(WordTable(title="Consistency", head=["interface", "old", "new"], rows=rows))
    return [*tables, *map(_load, comparison.loads)]


def _laws(changes: list[LawChange]) -> WordTable:
    """A row for each law that is better, worse or broken; a few words for the others."""
    told = [one for one in changes if one.effect is not Effect.NONE or one.new is Outcome.BROKEN]
    rest: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        if change not in told:
            rest[change.kind].append(change.id)
    return WordTable(
        title="Laws",
        head=["law", "level", "old", "new", "change"],
        rows=[_law(one) for one in told],
        notes=[f"{kind}: {plural(len(ids), 'law')} ({some_of(ids)})" for kind, ids in rest.items()],
    )


def _law(change: LawChange) -> ComparisonRow:
    known = " (known deviation)" if change.is_excused else ""
    cells = [change.id, change.level, change.old or _ABSENT, change.new or _ABSENT]
    return ComparisonRow(cells=[*cells, f"{change.kind}{known}"], effect=change.effect)


def _consistency(change: ConsistencyChange) -> ComparisonRow:
    levels = map(level_words, (change.old, change.new))
    return ComparisonRow(cells=[change.interface, *levels], effect=change.effect)


def _load(load: LoadComparison) -> WordTable:
    return WordTable(
        title=f"Load: {load.scenario}, {load.asked}, on {load.target}",
        head=["step", "figure", "old", "new", "difference", f"{load.confidence:.0%} interval", ""],
        rows=[*map(_measure, load.measures), *_promises(load)],
        notes=[_basis(load)] if load.measures else [],
    )


def _basis(load: LoadComparison) -> str:
    rests = f"Intervals are over {load.basis}; their confidence is for all of them together."
    if load.basis == Basis.RUNS.words:
        return rests
    return (
        f"{rests} They do not show how runs differ, so a difference of less than a third cannot be "
        f"told from chance. Give {FEWEST} or more runs per side."
    )


def _measure(one: Measure) -> ComparisonRow:
    difference = one.new - one.old
    part = f" ({difference / one.old:+.1%})" if one.old else ""
    figures = [milliseconds(one.old), milliseconds(one.new)]
    interval = one.interval
    between = f"{_signed(interval.low)} to {_signed(interval.high)}" if interval else _ABSENT
    said = one.effect.value if interval else _ABSENT
    cells = [one.step, one.name, *figures, f"{_signed(difference)} {one.unit}{part}"]
    return ComparisonRow(cells=[*cells, between, said], effect=one.effect)


def _signed(difference: float) -> str:
    """With about three digits, like times and rates."""
    return f"{'-' if difference < 0 else '+'}{milliseconds(abs(difference))}"


def _promises(load: LoadComparison) -> list[ComparisonRow]:
    """Objectives that only one side met, and violations if there are any."""
    rows = [_promise("objective", slo, "met", "missed", Effect.WORSE) for slo in load.newly_missed]
    rows += [_promise("objective", slo, "missed", "met", Effect.BETTER) for slo in load.newly_met]
    old, new = load.violations
    if old or new:
        effect = load.violations_effect
        rows.append(_promise("violations", "", f"{old:,}", f"{new:,}", effect))
    return rows


def _promise(kind: str, what: str, old: str, new: str, effect: Effect) -> ComparisonRow:
    return ComparisonRow(
        cells=[kind, what, old, new, _ABSENT, _ABSENT, effect.value], effect=effect
    )
