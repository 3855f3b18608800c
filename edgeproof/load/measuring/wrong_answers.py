"""The wrong answers of a run: each is a violation, like what the history shows."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from edgeproof.defaults import WRONG_ANSWER
from edgeproof.deployments import Secret
from edgeproof.load.wire.failures import Failure
from edgeproof.reporting import LoadViolation

MOST: Final = 50
"""Up to this many distinct wrong answers are reported separately, the others by step."""

OTHERS: Final = "other wrong answers"


class _Objection(NamedTuple):
    step: str
    reason: str
    found_as: str


class WrongAnswers:
    """Counts wrong answers by step and reason, and keeps the beginning of the first of each."""

    def __init__(self) -> None:
        self._counts: Counter[_Objection] = Counter()
        self._beginnings: dict[_Objection, str] = {}

    def add(self, step: str, failure: Failure) -> None:
        """Count a wrong answer that a step received."""
        objection = _Objection(step, failure.reason, failure.found_as)
        if objection not in self._counts and len(self._counts) >= MOST:
            objection = _Objection(step, OTHERS, "")
        self._counts[objection] += 1
        self._beginnings.setdefault(objection, failure.beginning)

    def violations(
        self, found: Collection[LoadViolation], token: Secret | None = None
    ) -> Sequence[LoadViolation]:
        """A violation for each that is not among those `found` otherwise; without the token."""
        kinds = {one.kind for one in found}
        return [
            LoadViolation(
                kind=WRONG_ANSWER,
                subject=one.step,
                seen=one.reason,
                count=count,
                operations=_shown(self._beginnings[one], token),
            )
            for one, count in self._counts.items()
            if one.found_as not in kinds
        ]


def _shown(beginning: str, token: Secret | None) -> list[str]:
    if token is not None:
        beginning = beginning.replace(token.reveal(), "…")
    return [f"the first answer: {beginning}"] if beginning else []
