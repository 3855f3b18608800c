"""Histories of a set: elements that are added once, removed, and listed whole.

Recorded while they happen, and compactly enough for a load run's million operations.
"""

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from edgeproof.consistency.set_checker.listings import Listings

FOREIGN: Final = 0
"""The digest of every text without the run's mark: somebody else's text, or a wrong one."""

NEVER_NS: Final = 2**63 - 1
"""Later than every time: the end of an operation without an answer."""


def text_digest(text: str) -> int:
    """A number that stands for a text, never FOREIGN: 64 bits, the same within one process."""
    return hash(text) or 1


class Span(NamedTuple):
    """One operation on the set, `add`, `remove` or `list`, and the closed interval that it took.

    Times are monotonic nanoseconds. Without an answer, `returned_ns` is None.
    """

    call: str
    called_ns: int
    returned_ns: int | None

    @property
    def over_ns(self) -> int:
        """From when on it can no longer take effect."""
        return NEVER_NS if self.returned_ns is None else self.returned_ns

    def precedes(self, other: "Span") -> bool:
        """Whether it was over before the other was called (see `Operation.precedes`)."""
        return self.over_ns < other.called_ns


class Removal(NamedTuple):
    """A remove of an element, and whether its answer said that the element had been there."""

    span: Span
    was_there: bool

    @property
    def may_have_removed(self) -> bool:
        """Whether the element may be gone because of it: its answer does not deny that."""
        return self.was_there or self.span.returned_ns is None


class SetHistory:
    """What clients of one set called, when, and what they were answered.

    Record every add of a text with the run's mark, and every remove; record those still under way
    at the end as pending. The set is blamed for anything that is not recorded here.
    """

    def __init__(self) -> None:
        self.listings = Listings()
        self.pending_adds: dict[int, list[int]] = {}
        self.given_again: list[tuple[int, Span]] = []
        self._adds: dict[int, int] = {}
        self._add_digests = array("q")
        self._add_times = array("q")
        self._removes: dict[int, list[int]] = {}
        self._removes_there = bytearray()
        self._remove_times = array("q")

    def added(self, element: int, text_digest: int, called_ns: int, returned_ns: int) -> None:
        """Record that an add was acknowledged: it gave this element to a text with that digest."""
        if element in self._adds:
            self.given_again.append((element, Span("add", called_ns, returned_ns)))
            return
        self._adds[element] = len(self._add_digests)
        self._add_digests.append(text_digest)
        self._add_times.extend((called_ns, returned_ns))

    def add_pending(self, text_digest: int, called_ns: int) -> None:
        """Record that an add had no answer that names its element."""
        self.pending_adds.setdefault(text_digest, []).append(called_ns)

    def removed(
        self, element: int, called_ns: int, returned_ns: int | None, *, was_there: bool
    ) -> None:
        """Record a remove, and whether it answered that the element had been there.

        A set may also claim to have removed what it never had; only "it was not there" is taken at
        its word.
        """
        self._removes.setdefault(element, []).append(len(self._removes_there))
        self._removes_there.append(was_there)
        self._remove_times.extend((called_ns, NEVER_NS if returned_ns is None else returned_ns))

    def listed(
        self, called_ns: int, returned_ns: int, elements: Sequence[int], digests: Sequence[int]
    ) -> None:
        """Record a list that showed these elements, and texts with these digests in the same order.

        Other people's elements may be included or left out; FOREIGN is the digest of a text without
        the run's mark. Lists are best recorded as they return; they cost least if equal lists have
        the same order and the same type (see `Listings.add`).
        """
        self.listings.add(called_ns, returned_ns, elements, digests)

    @property
    def operations(self) -> int:
        """How many operations it has, including those without an answer."""
        adds = len(self._adds) + len(self.given_again) + sum(map(len, self.pending_adds.values()))
        return adds + len(self._removes_there) + len(self.listings)

    def added_elements(self) -> Sequence[int]:
        """The elements whose add was acknowledged."""
        return tuple(self._adds)

    def is_added(self, element: int) -> bool:
        """Whether an add of it was acknowledged."""
        return element in self._adds

    def add_of(self, element: int) -> Span:
        """The first acknowledged add of that element. Raises KeyError if there is none."""
        place = 2 * self._adds[element]
        return Span("add", self._add_times[place], self._add_times[place + 1])

    def digest_of(self, element: int) -> int:
        """The digest of the text that it was added with. Raises KeyError if it was not added."""
        return self._add_digests[self._adds[element]]

    def removes_of(self, element: int) -> list[Removal]:
        """The removes of that element, in the order in which they were recorded."""
        return [self._remove(place) for place in self._removes.get(element, ())]

    def list_at(self, place: int) -> Span:
        """The list at that place among all lists."""
        return Span("list", self.listings.called_ns[place], self.listings.returned_ns[place])

    def first_showing(self, element: int) -> Span | None:
        """The first list to return that shows it, if any does."""
        turns = self.listings.turns(element)
        return self.list_at(turns[0]) if turns else None

    def _remove(self, place: int) -> Removal:
        called_ns, over_ns = self._remove_times[2 * place], self._remove_times[2 * place + 1]
        returned_ns = None if over_ns == NEVER_NS else over_ns
        return Removal(Span("remove", called_ns, returned_ns), bool(self._removes_there[place]))
