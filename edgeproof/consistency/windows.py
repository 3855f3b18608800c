"""Windows: the shortest stretch of a history in which it already is impossible."""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic

from msgspec.structs import replace

from edgeproof.consistency.history import Operation
from edgeproof.consistency.model import History, Model, State
from edgeproof.consistency.search import Deadline, Search, TimeIsUp

MOST_STATES = 16
"""From more states than that a person cannot start to think."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Generic[State]):
    """A few operations that no order explains, whichever of `states` the object was in before.

    `operations` are in the order of their calls; what had its answer only after the window is
    pending in it. `impossible` is the place of the one that fits nowhere: without its answer
    `order` (places as well) explains all the others. What is pending is in the order if it took
    effect there; so is the impossible one, if others saw its effect.
    """

    states: tuple[State, ...]
    operations: tuple[Operation, ...]
    impossible: int
    order: tuple[int, ...]


def shortest_window(
    model: Model[State], history: History, hint: Sequence[int], deadline: Deadline
) -> Window[State]:
    """The shortest impossible window of a history that is not linearizable.

    `hint` is the longest order that the search has found: where it ends there is likely a reason.

    It ends with the first answer that is one too many, and begins as late as possible at a moment
    when nothing was under way. Reads that are not needed are left out, which may show a later such
    moment; to leave out anything else would need a reason to think that it changed nothing. Past
    the deadline it is as short as it has become by then, and `order` explains as much as was found.
    """
    narrowing = _Narrowing(model, history, deadline)
    with suppress(TimeIsUp):
        narrowing.end_at_the_first_impossible_answer(hint)
        narrowing.begin_at_the_last_pause()
        narrowing.leave_out_reads()
        narrowing.begin_at_the_last_pause()
    return narrowing.window()


class _Narrowing(Generic[State]):
    """What is left of a history, as places in it."""

    def __init__(self, model: Model[State], history: History, deadline: Deadline) -> None:
        self._model = model
        self._history = history
        self._deadline = deadline
        answered = [place for place, one in enumerate(history) if not one.is_pending]
        self._by_return = sorted(answered, key=lambda place: history[place].returned_ns or 0)
        self._states: tuple[State, ...] = (model.initial,)
        self._order: tuple[int, ...] = ()
        self._end_with(len(answered))

    def _end_with(self, count: int) -> None:
        """With so many answers it is impossible."""
        self._count = count
        self._impossible = self._by_return[count - 1]
        self._operations = self._cut(count)
        self._left = [
            place
            for place, one in enumerate(self._operations)
            if not (one.is_pending and self._model.is_read(one))
        ]

    def _cut(self, count: int) -> list[Operation]:
        """The history up to the last of so many answers: what is answered later is pending."""
        known = set(self._by_return[:count])
        end_ns = self._history[self._by_return[count - 1]].returned_ns or 0
        return [
            one if place in known else replace(one, returned_ns=None)
            for place, one in enumerate(self._history)
            if one.called_ns <= end_ns
        ]

    def end_at_the_first_impossible_answer(self, hint: Sequence[int]) -> None:
        """By bisection: what is impossible does not become possible by what comes after it."""
        guesses = self._guesses(hint)
        possible = 0
        while possible + 1 < self._count:
            middle = (possible + self._count) // 2
            count = next((one for one in guesses if possible < one < self._count), middle)
            search = self._search(self._cut(count))
            if search.is_possible():
                possible, self._order = count, search.order
            else:
                self._end_with(count)

    def _guesses(self, hint: Sequence[int]) -> Sequence[int]:
        """How many answers there are up to the first that the longest order lacks, and before."""
        ordered = set(hint)
        lacking = (count for count, one in enumerate(self._by_return) if one not in ordered)
        count = next(lacking, 0)
        return count + 1, count

    def begin_at_the_last_pause(self) -> None:
        """What came before a pause matters only by the states it can have left."""
        left, begin = self._left, 0
        for pause in _pauses([self._operations[place] for place in left]):
            before = self._search([self._operations[place] for place in left[begin:pause]])
            states = tuple(islice(before.final_states(), MOST_STATES + 1))
            if len(states) <= MOST_STATES:
                begin, self._states, self._left = pause, states, left[pause:]

    def leave_out_reads(self) -> None:
        """By halves, then quarters, and so on down to single ones."""
        reads = [place for place in self._left if self._is_needless(place)]
        size = len(reads)
        while size:
            needed = []
            for first in range(0, len(reads), size):
                chunk = reads[first : first + size]
                out = set(chunk)
                rest = [place for place in self._left if place not in out]
                if self._search([self._operations[place] for place in rest]).is_possible():
                    needed += chunk
                else:
                    self._left = rest
            reads = needed
            size //= 2

    def window(self) -> Window[State]:
        """What is left."""
        places = {place: number for number, place in enumerate(self._left)}
        return Window(
            states=self._states,
            operations=tuple(self._operations[place] for place in self._left),
            impossible=places[self._impossible],
            order=tuple(places[place] for place in self._order if place in places),
        )

    def _is_needless(self, place: int) -> bool:
        return place != self._impossible and self._model.is_read(self._operations[place])

    def _search(self, history: History) -> Search[State]:
        return Search(self._model, history, self._states, self._deadline)


def _pauses(history: History) -> list[int]:
    """The places before which nothing was under way."""
    pauses = []
    last_return_ns: float = -math.inf
    for place, operation in enumerate(history):
        if place and last_return_ns < operation.called_ns:
            pauses.append(place)
        returned_ns = math.inf if operation.returned_ns is None else operation.returned_ns
        last_return_ns = max(last_return_ns, returned_ns)
    return pauses
