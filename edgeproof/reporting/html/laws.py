"""The laws as the page lists them: in groups, with those that need a look first."""

from collections.abc import Sequence
from typing import Final

import msgspec

from edgeproof.laws import Outcome
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
