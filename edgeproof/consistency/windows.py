"""Windows: the shortest stretch of a history that is impossible by itself."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic

from msgspec.structs import replace

from edgeproof.consistency.history import Operation
from edgeproof.consistency.model import History, Model, State
from edgeproof.consistency.search import Deadline, Search, TimeIsUp

MOST_STATES = 16
"""With more states than that, a person cannot start to think."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Generic[State]):
    """A few operations that no order explains, whichever of `states` the object was in before.

    `operations` are in the order of their calls. An operation that was under way when the window
    begins, or that had its answer only after the window's end, is pending in it. `impossible` is
    the place of the operation that fits nowhere: without its answer, `order` (also places) explains
    all the others. A pending operation is in the order if it took effect there; so is the
    impossible one, if others saw its effect.
    """

    states: tuple[State, ...]
    operations: tuple[Operation, ...]
    impossible: int
    order: tuple[int, ...]


def shortest_window(
    model: Model[State], history: History, hint: Sequence[int], deadline: Deadline
) -> Window[State]:
    """The shortest impossible window of a history that is not linearizable.

    `hint` is the longest order that the search has found: it probably ends near the reason.

    The window ends with the first answer that is one too many. It begins late: when nothing was
    under way, or when it is impossible whichever of the operations under way had taken effect.
    Reads that are not needed are left out; leaving out anything else would need a reason to think
    that it changed nothing. After the deadline, the window is as short as it has become by then,
    and `order` explains as much as was found.
    """
    narrowing = _Narrowing(model, history, deadline)
    with suppress(TimeIsUp):
        narrowing.end_at_the_first_impossible_answer(hint)
        narrowing.begin_at_the_last_pause()
        narrowing.begin_while_others_are_under_way()
        narrowing.leave_out_reads()
        # Those reads may have been all that was under way.
        narrowing.begin_at_the_last_pause()
    return narrowing.window()


Stretch = Mapping[int, Operation]
"""Some operations of a history, by their places in it and in the order of their calls."""


class _Narrowing(Generic[State]):
    def __init__(self, model: Model[State], history: History, deadline: Deadline) -> None:
        self._model = model
        self._deadline = deadline
        self._states: tuple[State, ...] = (model.initial,)
        self._order: tuple[int, ...] = ()
        whole = dict(enumerate(history))
        self._keep(_up_to(whole, _answers(whole)))

    def _keep(self, stretch: Stretch) -> None:
        """Keep this stretch, without unanswered reads, which say nothing."""
        is_read = self._model.is_read
        self._left: Stretch = {
            place: one for place, one in stretch.items() if not (one.is_pending and is_read(one))
        }

    def end_at_the_first_impossible_answer(self, hint: Sequence[int]) -> None:
        """By bisection: what comes later does not make the impossible possible."""
        answers = _answers(self._left)
        guesses = _guesses(answers, hint)
        possible, impossible = 0, len(answers)
        while possible + 1 < impossible:
            middle = (possible + impossible) // 2
            count = next((one for one in guesses if possible < one < impossible), middle)
            stretch = _up_to(self._left, answers[:count])
            search = self._search(stretch, self._states)
            if search.is_possible():
                places = list(stretch)
                possible, self._order = count, tuple(places[one] for one in search.order)
            else:
                impossible = count
                self._keep(stretch)

    def begin_at_the_last_pause(self) -> None:
        """What came before a pause matters only through the states that it can have left."""
        answers = _answers(self._left)
        begin, states = 0, self._states
        try:
            for pause in _pauses(self._left, answers):
                between = {place: self._left[place] for place in sorted(answers[begin:pause])}
                after = self._states_after(between, states)
                if len(after) <= MOST_STATES:
                    begin, states = pause, after
        finally:
            self._begin_after(answers[:begin], states)

    def begin_while_others_are_under_way(self) -> None:
        """Those are pending then: their answers may result from what came before."""
        while any(self._begins_well_after(answers) for answers in self._beginnings()):
            pass

    def _beginnings(self) -> Iterator[Sequence[int]]:
        """The answers before the impossible call: all, one fewer, three fewer, seven, and so on."""
        answers = _answers(self._left)
        impossible = self._left[answers[-1]]
        earlier = [place for place in answers if self._left[place].precedes(impossible)]
        less = 0
        while less < len(earlier):
            yield earlier[: len(earlier) - less]
            less = 2 * less + 1

    def _begins_well_after(self, answers: Sequence[int]) -> bool:
        """Begin after those answers, if the rest is impossible then."""
        states = self._states_after(_up_to(self._left, answers), self._states)
        is_well = len(states) <= MOST_STATES and not self._is_possible(
            _since(self._left, answers), states
        )
        if is_well:
            self._begin_after(answers, states)
        return is_well

    def _begin_after(self, answers: Sequence[int], states: tuple[State, ...]) -> None:
        self._states = states
        self._keep(_since(self._left, answers))
        before = set(answers)
        ordered = [number for number, place in enumerate(self._order) if place in before]
        self._order = self._order[ordered[-1] + 1 if ordered else 0 :]

    def leave_out_reads(self) -> None:
        """By halves, then quarters, and so on down to single reads."""
        *others, _ = _answers(self._left)
        reads = sorted(place for place in others if self._model.is_read(self._left[place]))
        size = len(reads)
        while size:
            needed = []
            for first in range(0, len(reads), size):
                chunk = reads[first : first + size]
                out = set(chunk)
                rest = {place: one for place, one in self._left.items() if place not in out}
                if self._is_possible(rest, self._states):
                    needed += chunk
                else:
                    self._keep(rest)
            reads = needed
            size //= 2

    def window(self) -> Window[State]:
        """The window that remains."""
        numbers = {place: number for number, place in enumerate(self._left)}
        return Window(
            states=self._states,
            operations=tuple(self._left.values()),
            impossible=numbers[_answers(self._left)[-1]],
            order=tuple(numbers[place] for place in self._order if place in numbers),
        )

    def _search(self, stretch: Stretch, states: Sequence[State]) -> Search[State]:
        return Search(self._model, list(stretch.values()), states, self._deadline)

    def _is_possible(self, stretch: Stretch, states: Sequence[State]) -> bool:
        return self._search(stretch, states).is_possible()

    def _states_after(self, stretch: Stretch, states: Sequence[State]) -> tuple[State, ...]:
        """The states after the stretch: at most as many as a window may have, plus one."""
        return tuple(islice(self._search(stretch, states).final_states(), MOST_STATES + 1))


def _answers(stretch: Stretch) -> list[int]:
    """The answered operations, in the order of their answers."""
    answered = [place for place, one in stretch.items() if not one.is_pending]
    return sorted(answered, key=lambda place: stretch[place].returned_ns or 0)


def _guesses(answers: Sequence[int], hint: Sequence[int]) -> Sequence[int]:
    """The number of answers up to the first one missing in the longest order, and one fewer."""
    ordered = set(hint)
    count = next((count for count, place in enumerate(answers) if place not in ordered), 0)
    return count + 1, count


def _up_to(stretch: Stretch, answers: Sequence[int]) -> Stretch:
    """The stretch up to the last of those answers; other operations called by then are pending."""
    known, end_ns = set(answers), stretch[answers[-1]].returned_ns or 0
    return {
        place: one if place in known else replace(one, returned_ns=None)
        for place, one in stretch.items()
        if one.called_ns <= end_ns
    }


def _since(stretch: Stretch, answers: Sequence[int]) -> Stretch:
    """The stretch after the last of those answers; operations called by then are pending."""
    if not answers:
        return stretch
    known, before = set(answers), _up_to(stretch, answers)
    return {place: before.get(place, one) for place, one in stretch.items() if place not in known}


def _pauses(stretch: Stretch, answers: Sequence[int]) -> list[int]:
    """The numbers of answers after which nothing was under way, except for the last."""
    calls_ns = [one.called_ns for one in stretch.values()]
    return [
        count
        for count, place in enumerate(answers[:-1], start=1)
        if bisect_right(calls_ns, stretch[place].returned_ns or 0) == count
    ]
