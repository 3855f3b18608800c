"""What is wrong with a set: kinds of violation, each with what shows it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from edgeproof.consistency.set_checker.history import Span


class ViolationKind(StrEnum):
    """What happened to an element that cannot happen to one of a set."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    RESURRECTED = "resurrected"
    SEEN_EARLY = "seen before it was added"
    TEXT_CHANGED = "text changed"


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """One element that does not behave, what was seen of it, and the operations that show it.

    The operations are in the order in which what they show is told.
    """

    kind: ViolationKind
    element: int
    seen: str
    operations: tuple[Span, ...]

    @property
    def time_ns(self) -> int:
        """From when on it could be known."""
        return max(
            operation.called_ns if operation.returned_ns is None else operation.returned_ns
            for operation in self.operations
        )


class SetVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of a set's history came to.

    `violations` are the first of each kind, in the order of time, `counts` how many elements each
    kind befell. `judged` is how many elements there were to judge, in how many `lists`: a verdict
    over none says nothing.
    """

    judged: int
    lists: int
    violations: tuple[Violation, ...] = ()
    counts: Mapping[ViolationKind, int] = {}


def first_of_each_kind(violations: Iterable[Violation], most: int) -> tuple[Violation, ...]:
    """At most so many of each kind, the earliest, in the order of time."""
    kept: list[Violation] = []
    counts = dict.fromkeys(ViolationKind, 0)
    for violation in sorted(violations, key=lambda violation: violation.time_ns):
        counts[violation.kind] += 1
        if counts[violation.kind] <= most:
            kept.append(violation)
    return tuple(kept)


def in_milliseconds(duration_ns: int) -> str:
    """A duration as sentences tell it."""
    return f"{duration_ns / 1e6:.3f} ms"
