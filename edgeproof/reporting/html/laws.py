"""The laws as the page lists them: in groups, with those that need a look first."""

from collections.abc import Sequence
from typing import Final

import msgspec

from edgeproof.laws import SUITES, Outcome
from edgeproof.reporting.document import LEFT_OUT, LawResult

_ORDER: Final = (
    Outcome.BROKEN,
    Outcome.INCONCLUSIVE,
    Outcome.UNSUPPORTED,
    Outcome.HELD,
    Outcome.UNTESTED,
)

_MEANINGS: Final = {
    Outcome.BROKEN: "The deployment did not do what the law says.",
    Outcome.INCONCLUSIVE: "Tried, without a clear result.",
    Outcome.UNSUPPORTED: "The deployment honestly lacks that part of the interface.",
    Outcome.HELD: "Tried, and nothing was found against it.",
    Outcome.UNTESTED: "This run had no means to try it, or was told not to try it.",
}


class LawGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The laws with one outcome; `is_open`: whether the page shows them at first."""

    outcome: Outcome
    meaning: str
    laws: list[LawResult]
    is_open: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many laws have each outcome, and what they cost, by suite and in total."""

    suites: list[str]
    by_outcome: dict[Outcome, list[int]]
    requests: list[int]
    seconds: list[float]


def law_groups(laws: Sequence[LawResult]) -> list[LawGroup]:
    """All laws, grouped by outcome; those that decide the verdict come first in each group."""
    has_faults = any(law.outcome is Outcome.BROKEN for law in laws)
    closed = {Outcome.UNTESTED, *([Outcome.HELD] if has_faults else [])}
    groups = ((outcome, [law for law in laws if law.outcome is outcome]) for outcome in _ORDER)
    return [
        LawGroup(
            outcome=outcome,
            meaning=_MEANINGS[outcome],
            laws=sorted(found, key=_urgency),
            is_open=outcome not in closed,
        )
        for outcome, found in groups
        if found
    ]


def _urgency(law: LawResult) -> tuple[bool, bool, bool]:
    return law.is_excused, law.level != "MUST", law.reason == LEFT_OUT


def counts_by_suite(laws: Sequence[LawResult]) -> Counts:
    """The counts of each suite that has laws, and of all of them."""
    by_suite = {suite: [law for law in laws if law.suite == suite] for suite in SUITES}
    columns = {**{suite: own for suite, own in by_suite.items() if own}, "all": laws}
    return Counts(
        suites=list(columns),
        by_outcome={
            outcome: [sum(law.outcome is outcome for law in own) for own in columns.values()]
            for outcome in _ORDER
        },
        requests=[sum(law.requests for law in own) for own in columns.values()],
        seconds=[sum(law.seconds for law in own) for own in columns.values()],
    )
