"""Lists of a collection, each kept as its difference from the one before it.

Successive lists are nearly the same, so the differences are small, however long and however many
the lists are.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Shown(NamedTuple):
    """A list, by its place among all lists, that showed an element with a text."""

    place: int
    text_digest: int


class Listings:
    """Whole lists of a collection, in the order in which they returned."""

    def __init__(self) -> None:
        self.called_ns = array("q")
        self.returned_ns = array("q")
        self._turns: dict[int, list[int]] = {}
        self._first_digests: dict[int, int] = {}
        self._other_digests: dict[int, dict[int, int]] = {}
        self._twice: dict[int, int] = {}
        self._latest_ns = 0
        self._latest: frozenset[int] | set[int] = frozenset()
        self._latest_elements: Sequence[int] = ()
        self._latest_digests: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.called_ns)

    def add(
        self, called_ns: int, returned_ns: int, elements: Sequence[int], digests: Sequence[int]
    ) -> None:
        """Keep one list: its elements, and the digests of their texts in the same order.

        A list that returned before the one kept last counts as returned with it: a longer interval
        excuses more, never less. Raises ValueError unless there are as many digests as elements.
        """
        if len(elements) != len(digests):
            raise ValueError(f"{len(elements)} elements with {len(digests)} texts")
        returned_ns = max(returned_ns, self._latest_ns)
        self._latest_ns = returned_ns
        self.called_ns.append(called_ns)
        self.returned_ns.append(returned_ns)
        # Most lists repeat the one before: this is the usual case, and costs least.
        if elements != self._latest_elements or digests != self._latest_digests:
            self._keep_changes(elements, digests)

    def elements(self) -> Iterable[int]:
        """All elements that any list shows, in the order of the lists that show them first."""
        return self._turns

    def turns(self, element: int) -> Sequence[int]:
        """The lists at which it appeared and disappeared, in turn; the first one shows it."""
        return self._turns.get(element, ())

    def shows(self, place: int, element: int) -> bool:
        """Whether the list at that place shows it."""
        return bisect_right(self.turns(element), place) % 2 == 1

    def texts(self, element: int) -> list[Shown]:
        """Each text that it was shown with, with the first list that did, in order."""
        if element not in self._turns:
            return []
        others = self._other_digests.get(element, {})
        first = Shown(self._turns[element][0], self._first_digests[element])
        return [first, *(Shown(place, digest) for digest, place in others.items())]

    def first_twice(self, element: int) -> int | None:
        """The first list that shows it twice, if any does."""
        return self._twice.get(element)

    def _keep_changes(self, elements: Sequence[int], digests: Sequence[int]) -> None:
        place, shown = len(self) - 1, set(elements)
        for element in sorted(shown ^ self._latest):
            self._turns.setdefault(element, []).append(place)
        # A new element has no first text yet, and None is not a digest.
        if list(map(self._first_digests.get, elements)) != list(digests):
            self._keep_texts(place, elements, digests)
        if len(shown) != len(elements):
            self._keep_twice(place, elements)
        self._latest = shown
        # Copies: the caller may go on to change the list.
        self._latest_elements, self._latest_digests = elements[:], digests[:]

    def _keep_texts(self, place: int, elements: Sequence[int], digests: Sequence[int]) -> None:
        for element, digest in zip(elements, digests, strict=True):
            if self._first_digests.setdefault(element, digest) != digest:
                self._other_digests.setdefault(element, {}).setdefault(digest, place)

    def _keep_twice(self, place: int, elements: Sequence[int]) -> None:
        seen: set[int] = set()
        for element in elements:
            if element in seen:
                self._twice.setdefault(element, place)
            seen.add(element)
