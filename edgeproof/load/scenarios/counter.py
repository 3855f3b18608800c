"""What the answers to INCR of one key must be: each number once, and none lost in the end."""

from collections.abc import Sequence
from typing import Final

from edgeproof.load.wire.failures import wrong
from edgeproof.reporting import LoadViolation

LARGEST: Final = 100_000_000
"""A number beyond what a run can count to is wrong, and takes no memory."""

DUPLICATED: Final = "duplicated"


class Counter:
    """The numbers that INCR of `key` answered; `unanswered` INCRs may have been done."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.acknowledged = 0
        self.unanswered = 0
        self.twice = 0
        self._seen = bytearray()

    def given(self, number: object) -> None:
        """Record an answer to INCR.

        Raises Failure unless it is a number that was not given before.
        """
        self.acknowledged += 1
        if not isinstance(number, int) or not 1 <= number <= LARGEST:
            raise wrong("INCR answered something other than a positive integer within reach")
        if number >= len(self._seen):
            self._seen.extend(bytes(number + 4096 - len(self._seen)))
        if self._seen[number]:
            self.twice += 1
            raise wrong("INCR answered a number that it had answered before", found_as=DUPLICATED)
        self._seen[number] = 1

    def violations(self, last: int) -> Sequence[LoadViolation]:
        """What is wrong if the key holds `last` after the load."""
        most = self.acknowledged + self.unanswered
        sentences = (
            (DUPLICATED, self.twice, f"{self.twice} answers to INCR had been given before"),
            ("lost", self.acknowledged - last, f"{self.acknowledged} INCRs were acknowledged"),
            ("done twice", last - most, f"{most} INCRs were sent"),
        )
        return [
            LoadViolation(
                kind=kind, subject=self.key, seen=f"{seen}; the key holds {last}", count=count
            )
            for kind, count, seen in sentences
            if count > 0
        ]
