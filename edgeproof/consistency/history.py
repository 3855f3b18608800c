"""Histories: what overlapping clients called, when, and what they were answered.

A history is a sequence of operations in the order of their calls. It is saved as JSON lines, one
operation per line, so that a long one can be written while it happens and read by other tools.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec


class Operation(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One call by one client, and the closed interval of time in which it took effect.

    `called_ns` and `returned_ns` are monotonic nanoseconds, taken before the request was sent and
    after its answer had come. An operation without an answer (a timeout, a reset, a 5xx) has no
    `returned_ns`: it may have taken effect at any time after its call, or never. `result` is a JSON
    value; its shape depends on the call (see `edgeproof.consistency.models`).

    Raises ValueError if it returned before its call.
    """

    client: int
    call: str
    arguments: tuple[str, ...] = ()
    result: Any = None
    called_ns: int
    returned_ns: int | None = None

    def __post_init__(self) -> None:
        if self.returned_ns is not None and self.returned_ns < self.called_ns:
            raise ValueError(f"{self.call} of client {self.client} returned before its call")

    @property
    def is_pending(self) -> bool:
        """Whether nobody knows if it took effect."""
        return self.returned_ns is None

    def precedes(self, other: "Operation") -> bool:
        """Whether it had its answer before the other was called.

        At the very same nanosecond they overlap. The intervals are closed, because a clock that
        ticks slowly gives the same time to things that happened one after the other, and does not
        tell in which order.
        """
        return self.returned_ns is not None and self.returned_ns < other.called_ns


class Overlap(msgspec.Struct, frozen=True, kw_only=True):
    """How many operations really happened at once.

    The number of operations, how many of them overlapped another one, and the maximum under way at
    one time.
    """

    operations: int = 0
    overlapping: int = 0
    most_at_once: int = 0

    def __add__(self, other: "Overlap") -> "Overlap":
        """The overlap of two independent histories, added up."""
        return Overlap(
            operations=self.operations + other.operations,
            overlapping=self.overlapping + other.overlapping,
            most_at_once=max(self.most_at_once, other.most_at_once),
        )


def in_order(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """The operations as a history: in the order of their calls."""
    return tuple(sorted(operations, key=lambda operation: operation.called_ns))


def moments(history: Sequence[Operation]) -> list[tuple[int, bool, int]]:
    """Each call and each answer in order of time: when, whether an answer, and its place.

    At equal times calls come first: the intervals are closed.
    """
    calls = [(one.called_ns, False, place) for place, one in enumerate(history)]
    answers = [
        (one.returned_ns, True, place)
        for place, one in enumerate(history)
        if one.returned_ns is not None
    ]
    return sorted([*calls, *answers])


def overlap_in(history: Sequence[Operation]) -> Overlap:
    """How many operations of a history really happened at once.

    An operation that never had an answer counts as over when it was called: it must not pass for
    overlap.
    """
    under_way: set[int] = set()
    overlapping: set[int] = set()
    most = 0
    for _, is_answer, place in moments(history):
        if is_answer:
            under_way.discard(place)
            continue
        at_once = under_way | {place}
        most = max(most, len(at_once))
        if under_way:
            overlapping |= at_once
        if not history[place].is_pending:
            under_way = at_once
    return Overlap(operations=len(history), overlapping=len(overlapping), most_at_once=most)
