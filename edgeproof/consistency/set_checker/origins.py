"""Origins: which elements of a set the run has to answer for, and which add each came from."""

from collections.abc import Iterator
from typing import NamedTuple

from edgeproof.consistency.set_checker.history import FOREIGN, SetHistory, Span


class ElementOrigin(NamedTuple):
    """An element that is the run's own, the text that it was added with, and its add.

    Where no answer named the element, its text tells which adds it may have come from. Then
    `earliest_ns` is when the first of these was called, and `add` the one that is left for it when
    elements of the same text take theirs in the order in which they were first listed, None when
    there is none left.
    """

    element: int
    text_digest: int
    add: Span | None
    earliest_ns: int


def origins_of(history: SetHistory) -> Iterator[ElementOrigin]:
    """All elements that the run has to answer for, but those that were given to several adds.

    What else would be expected of these, nobody can say.
    """
    given_again = {element for element, _ in history.given_again}
    for element in history.added_elements():
        if element not in given_again:
            add = history.add_of(element)
            yield ElementOrigin(element, history.digest_of(element), add, add.called_ns)
    for digest, elements in _unnamed(history).items():
        calls = sorted(history.pending_adds.get(digest, ()))
        adds = [Span("add", called_ns, None) for called_ns in calls]
        for place, element in enumerate(elements):
            # If some choice of adds explains the elements, this one does.
            left = adds[place] if place < len(adds) else None
            yield ElementOrigin(element, digest, left, calls[0] if calls else 0)


def _unnamed(history: SetHistory) -> dict[int, list[int]]:
    """By their text's digest the run's own elements that no answer named, the first seen first."""
    unnamed: dict[int, list[int]] = {}
    for element in history.listings.elements():
        if not history.is_added(element):
            digests = (shown.text_digest for shown in history.listings.texts(element))
            own = next((digest for digest in digests if digest != FOREIGN), FOREIGN)
            if own != FOREIGN:
                unnamed.setdefault(own, []).append(element)
    return unnamed
