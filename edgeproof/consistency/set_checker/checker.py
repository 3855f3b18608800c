"""The fast set checker: elements of a long history that do not behave like those of a set.

An element must be given once, keep its text, and live once (see `lives`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from edgeproof.consistency.set_checker.history import SetHistory, Span
from edgeproof.consistency.set_checker.intervals import wrong_lives
from edgeproof.consistency.set_checker.origins import ElementOrigin, origins_of
from edgeproof.consistency.set_checker.violations import (
    SetVerdict,
    Violation,
    ViolationKind,
    first_of_each_kind,
    in_milliseconds,
)


def check_set(history: SetHistory, *, most_of_a_kind: int = 10) -> SetVerdict:
    """What is wrong with the elements for which the run is responsible.

    Each kind of violation is counted at most once per element, and only the first few of a kind are
    shown. Takes O(n log n) for n operations and listed elements.
    """
    origins = list(origins_of(history))
    early = {violation.element: violation for violation in _seen_early(history, origins)}
    # An element that was there before it was added has no life to compare the rest with.
    others = [origin for origin in origins if origin.element not in early]
    found = [
        *_given_again(history),
        *_listed_twice(history, origins),
        *_text_changed(history, origins),
        *early.values(),
        *wrong_lives(history, others),
    ]
    return SetVerdict(
        judged=len(origins) + len({element for element, _ in history.given_again}),
        lists=len(history.listings),
        violations=first_of_each_kind(found, most_of_a_kind),
        counts=Counter(violation.kind for violation in found),
    )


def _given_again(history: SetHistory) -> Iterator[Violation]:
    """Elements that several adds were given."""
    again: dict[int, list[Span]] = {}
    for element, add in history.given_again:
        again.setdefault(element, [history.add_of(element)]).append(add)
    for element, adds in again.items():
        yield Violation(
            kind=ViolationKind.DUPLICATED,
            element=element,
            seen=f"given by {len(adds)} adds",
            operations=tuple(sorted(adds, key=lambda add: add.called_ns)[:2]),
        )


def _listed_twice(history: SetHistory, origins: Iterable[ElementOrigin]) -> Iterator[Violation]:
    """Elements that a list shows twice."""
    for origin in origins:
        place = history.listings.first_twice(origin.element)
        if place is not None:
            yield Violation(
                kind=ViolationKind.DUPLICATED,
                element=origin.element,
                seen="twice in one list",
                operations=(history.list_at(place),),
            )


def _text_changed(history: SetHistory, origins: Iterable[ElementOrigin]) -> Iterator[Violation]:
    """Elements that a list shows with a different text from the one that they were added with."""
    for origin in origins:
        for shown in history.listings.texts(origin.element):
            if shown.text_digest != origin.text_digest:
                list_ = history.list_at(shown.place)
                yield Violation(
                    kind=ViolationKind.TEXT_CHANGED,
                    element=origin.element,
                    seen="in a list with a different text from the one added",
                    operations=(list_,) if origin.add is None else (origin.add, list_),
                )
                break


def _seen_early(history: SetHistory, origins: Iterable[ElementOrigin]) -> Iterator[Violation]:
    """Elements in a list that returned before their add was called, or that nobody added."""
    for origin in origins:
        showing = history.first_showing(origin.element)
        if showing is not None and origin.add is None:
            yield _early(origin, "in a list, though nobody can have added it", showing)
        elif showing is not None and origin.add is not None and showing.precedes(origin.add):
            ahead = in_milliseconds(origin.add.called_ns - showing.over_ns)
            seen = f"in a list that had returned {ahead} before its add was called"
            yield _early(origin, seen, showing, origin.add)


def _early(origin: ElementOrigin, seen: str, *operations: Span) -> Violation:
    return Violation(
        kind=ViolationKind.SEEN_EARLY,
        element=origin.element,
        seen=seen,
        operations=operations,
    )
