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
    `order` (places as well) explains all the others.
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
    when nothing was under way. Reads that are not needed are left out; to leave out anything else
    would need a reason to think that it changed nothing. Past the deadline it is as short as it has
    become by then.
    """
    narrowing = _Narrowing(model, history, deadline)
    with suppress(TimeIsUp):
        narrowing.end_at_the_first_impossible_answer(hint)
        narrowing.begin_at_the_last_pause()
        narrowing.leave_out_reads()
    return narrowing.window()


class _Narrowing(Generic[State]):
    def __init__(self, model: Model[State], history: History, deadline: Deadline) -> None:
        self._model = model
        self._deadline = deadline
        self._states: tuple[State, ...] = (model.initial,)
        self._history = list(history)
        answered = [one for one in history if not one.is_pending]
        self._by_return = sorted(answered, key=lambda one: one.returned_ns or 0)
        self._impossible = self._by_return[-1]

    def end_at_the_first_impossible_answer(self, hint: Sequence[int]) -> None:
        """By bisection: what is impossible does not become possible by what comes after it."""
        whole = self._history
        possible, impossible = 0, len(self._by_return)
        guesses = self._guesses(hint)
        while possible + 1 < impossible:
            guess = guesses.pop() if guesses else 0
            middle = guess if possible < guess < impossible else (possible + impossible) // 2
            if self._is_possible(_cut(whole, self._by_return[:middle])):
                possible = middle
            else:
                impossible = middle
        self._impossible = self._by_return[impossible - 1]
        cut = _cut(whole, self._by_return[:impossible])
        self._history = [one for one in cut if not (one.is_pending and self._model.is_read(one))]

    def _guesses(self, hint: Sequence[int]) -> list[int]:
        """How many answers there are before and up to the first that the longest order lacks."""
        ordered = {_identity(self._history[place]) for place in hint}
        for count, one in enumerate(self._by_return):
            if _identity(one) not in ordered:
                return [count, count + 1]
        return []

    def begin_at_the_last_pause(self) -> None:
        """What came before a pause matters only by the states it can have left."""
        history, begin = self._history, 0
        for pause in _pauses(history):
            before = Search(self._model, history[begin:pause], self._states, self._deadline)
            states = tuple(islice(before.final_states(), MOST_STATES + 1))
            if len(states) <= MOST_STATES:
                begin, self._states, self._history = pause, states, history[pause:]

    def leave_out_reads(self) -> None:
        """By halves, then quarters, and so on down to single ones."""
        reads = [one for one in self._history if self._is_needless(one)]
        size = len(reads)
        while size:
            for first in range(0, len(reads), size):
                chunk = reads[first : first + size]
                rest = [one for one in self._history if one not in chunk]
                if not self._is_possible(rest):
                    self._history = rest
            reads = [one for one in reads if one in self._history]
            size //= 2

    def window(self) -> Window[State]:
        """What is left."""
        place = self._history.index(self._impossible)
        others = list(self._history)
        others[place] = replace(self._impossible, returned_ns=None)
        search = Search(self._model, others, self._states, self._deadline)
        with suppress(TimeIsUp):
            search.is_possible()
        return Window(
            states=self._states,
            operations=tuple(self._history),
            impossible=place,
            order=tuple(one for one in search.order if one != place),
        )

    def _is_needless(self, operation: Operation) -> bool:
        return operation != self._impossible and self._model.is_read(operation)

    def _is_possible(self, history: History) -> bool:
        return Search(self._model, history, self._states, self._deadline).is_possible()


def _identity(operation: Operation) -> tuple[int, int]:
    """What tells one operation from all others, however much of it is known."""
    return operation.client, operation.called_ns


def _cut(history: History, answered: Sequence[Operation]) -> list[Operation]:
    """The history up to the last of those answers: what is answered later is pending."""
    known = set(map(_identity, answered))
    end_ns = answered[-1].returned_ns or 0
    return [
        one if _identity(one) in known else replace(one, returned_ns=None)
        for one in history
        if one.called_ns <= end_ns
    ]


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
