"""Observations: which list was the first to show an element, or not to show it, after a time."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from edgeproof.consistency.set_checker.history import SetHistory, Span


class Question(NamedTuple):
    """An element, and the time after which a list must be called to count."""

    element: int
    after_ns: int


class Observations:
    """Finds the lists that tell of elements, for many elements at once.

    Takes O((lists + questions + changes between lists) log lists) for all of them together.
    """

    def __init__(self, history: SetHistory) -> None:
        self._history = history
        called_ns = history.listings.called_ns
        self._by_call = sorted(range(len(called_ns)), key=called_ns.__getitem__)

    def first_showing(self, questions: Sequence[Question]) -> list[Span | None]:
        """For each question, the first list to return that shows the element, if there is one."""
        return self._first(questions, is_shown=True)

    def first_without(self, questions: Sequence[Question]) -> list[Span | None]:
        """For each question, the first list to return that does not show it, if there is one."""
        return self._first(questions, is_shown=False)

    def _first(self, questions: Sequence[Question], *, is_shown: bool) -> list[Span | None]:
        answers: list[Span | None] = [None] * len(questions)
        later = _LaterLists(self._history.listings.called_ns, self._by_call)
        # In the order of their times, so that lists are only ever dropped as time moves on.
        for number in sorted(range(len(questions)), key=lambda number: questions[number].after_ns):
            element, after_ns = questions[number]
            later.leave_out_until(after_ns)
            place = later.first(self._history.listings.turns(element), is_shown=is_shown)
            answers[number] = None if place is None else self._history.list_at(place)
        return answers


class _LaterLists:
    """The lists that were called after a moving time, in the order of their return.

    Lists do not return in the order of their calls, so the dropped ones are anywhere among the
    others. Each place points to itself or, if its list was dropped, towards the next that was not
    (disjoint sets, with path halving; Tarjan and van Leeuwen, 1984).
    """

    def __init__(self, called_ns: Sequence[int], by_call: Sequence[int]) -> None:
        self._called_ns = called_ns
        self._still_in = iter(by_call)
        self._next_out = next(self._still_in, None)
        self._next = list(range(len(by_call) + 1))

    def leave_out_until(self, time_ns: int) -> None:
        """Drop the lists that were called at that time or before it."""
        place = self._next_out
        while place is not None and self._called_ns[place] <= time_ns:
            self._next[place] = place + 1
            place = next(self._still_in, None)
        self._next_out = place

    def first(self, turns: Sequence[int], *, is_shown: bool) -> int | None:
        """The first that shows the element, or does not; `turns` are when it came and went."""
        place = self._from(0)
        while place < len(self._called_ns):
            turn = bisect_right(turns, place)
            if turn % 2 == is_shown:
                return place
            place = self._from(turns[turn]) if turn < len(turns) else len(self._called_ns)
        return None

    def _from(self, place: int) -> int:
        """The first that was not dropped, from that place on."""
        following = self._next
        while following[place] != place:
            following[place] = following[following[place]]
            place = following[place]
        return place
