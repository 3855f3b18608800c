"""Origins: the elements that the run is responsible for, and the add that each came from."""

from collections.abc import Iterator
from typing import NamedTuple

from edgeproof.consistency.set_checker.history import FOREIGN, SetHistory, Span


class ElementOrigin(NamedTuple):
    """An element of the run's own, the text that it was added with, and its add.

    If no answer named the element, its text tells which adds it may have come from. Then
    `earliest_ns` is the time of the first of these calls. `add` is the one that remains for it when
    elements with the same text are assigned to adds in the order in which they were first listed;
    None if none remains.
    """

    element: int
    text_digest: int
    add: Span | None
    earliest_ns: int


def origins_of(history: SetHistory) -> Iterator[ElementOrigin]:
    """All elements that the run is responsible for, except those that were given to several adds.

    Nobody can say what else should be expected of those.
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
    """By their text's digest, the run's own elements that no answer named, in the order seen."""
    unnamed: dict[int, list[int]] = {}
    for element in history.listings.elements():
        if not history.is_added(element):
            digests = (shown.text_digest for shown in history.listings.texts(element))
            own = next((digest for digest in digests if digest != FOREIGN), FOREIGN)
            if own != FOREIGN:
                unnamed.setdefault(own, []).append(element)
    return unnamed
