"""What is wrong with a set: kinds of violation, each with the operations that show it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from edgeproof.consistency.set_checker.history import Span


class ViolationKind(StrEnum):
    """What happened to an element that cannot happen to an element of a set."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    RESURRECTED = "resurrected"
    SEEN_EARLY = "seen before it was added"
    TEXT_CHANGED = "text changed"


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """One element that misbehaves, what was seen of it, and the operations that show it.

    The operations are in the order in which the sentence mentions them.
    """

    kind: ViolationKind
    element: int
    seen: str
    operations: tuple[Span, ...]

    @property
    def time_ns(self) -> int:
        """When it could be known at the earliest."""
        return max(
            operation.called_ns if operation.returned_ns is None else operation.returned_ns
            for operation in self.operations
        )


class SetVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of checking a set's history.

    `violations` are the first of each kind, in the order of time; `counts` is the number of
    elements affected by each kind. `judged` is the number of elements that were judged, in that
    many `lists`: a verdict about none says nothing.
    """

    judged: int
    lists: int
    violations: tuple[Violation, ...] = ()
    counts: Mapping[ViolationKind, int] = {}


def first_of_each_kind(violations: Iterable[Violation], most: int) -> tuple[Violation, ...]:
    """The earliest of each kind, at most this many, in the order of time."""
    kept: list[Violation] = []
    counts = dict.fromkeys(ViolationKind, 0)
    for violation in sorted(violations, key=lambda violation: violation.time_ns):
        counts[violation.kind] += 1
        if counts[violation.kind] <= most:
            kept.append(violation)
    return tuple(kept)


def in_milliseconds(duration_ns: int) -> str:
    """A duration, as it is written in sentences."""
    return f"{duration_ns / 1e6:.3f} ms"
