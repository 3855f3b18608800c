"""The search for an order in which a history could have happened one operation after the other.

Wing and Gong's search (1993): of the operations that no other one precedes, any may be the first;
try each, and go on with the rest. With Lowe's memory (2017): what has been done and the state it
led to decide all that follows, so no such pair is entered twice. What has been put in order is
lifted out of a linked list of calls and returns, as Porcupine does it.
"""

import math
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic

from edgeproof.consistency.model import History, Model, State

Clock = Callable[[], float]
"""Monotonic seconds."""

STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 256


class TimeIsUp(Exception):  # noqa: N818  (nothing went wrong: there just is no answer)
    """The search was given up before it had an answer."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to give up; `at` in the seconds of `clock`."""

    at: float
    clock: Clock

    @classmethod
    def after(cls, seconds: float, clock: Clock = time.monotonic) -> "Deadline":
        """So many seconds from now."""
        return cls(clock() + seconds, clock)

    def check(self) -> None:
        """Raise TimeIsUp if it has passed."""
        if self.clock() > self.at:
            raise TimeIsUp


class Search(Generic[State]):
    """A search of one history, from any of several states.

    `order` is the longest order found, as places in the history. Of the pending operations it has
    only those that had to take effect.
    """

    def __init__(
        self, model: Model[State], history: History, states: Sequence[State], deadline: Deadline
    ) -> None:
        self._model = model
        self._history = history
        self._states = states
        self._deadline = deadline
        self._events = _Events(history)
        self._is_read = [model.is_read(one) for one in history]
        # A read that had no answer says nothing.
        self._pending = [
            place
            for place, one in enumerate(history)
            if one.is_pending and not self._is_read[place]
        ]
        self._steps_back = 0
        self.order: tuple[int, ...] = ()

    def is_possible(self) -> bool:
        """Whether some order explains every answer. Raises TimeIsUp."""
        return any(True for _ in self._explanations())

    def final_states(self) -> Iterator[State]:
        """Each state in which the history may have left the object. Raises TimeIsUp."""
        seen: set[State] = set()
        for state in self._explanations():
            if state not in seen:
                seen.add(state)
                yield state

    def _explanations(self) -> Iterator[State]:
        """The state after each order of all that was answered.

        Depth first, without recursion: a history has more operations than Python has frames.
        """
        progress = _Progress(self._history, self._pending)
        for initial in self._states:
            if progress.is_complete:
                yield initial
            path = [self._moves(initial, progress)]
            while path:
                for place, state in path[-1]:
                    if progress.enters(place, state):
                        self._events.lift(place)
                        path.append(self._moves(state, progress))
                        if progress.is_complete:
                            self.order = progress.order
                            yield state
                        break
                else:
                    path.pop()
                    self._step_back(progress)

    def _step_back(self, progress: "_Progress") -> None:
        if len(progress.path) > len(self.order):
            self.order = progress.order
        if progress.path:
            self._events.put_back(progress.path[-1])
            progress.step_back()
        self._steps_back += 1
        if self._steps_back % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0:
            self._deadline.check()

    def _moves(self, state: State, progress: "_Progress") -> Iterator[tuple[int, State]]:
        """What may come next: every operation called before the first of the rest returned.

        A read that fits now may as well come now as later, so where there is one, there is no
        other choice to try. Pending ones come last: most of them took effect soon or never, and one
        that is put in order too early spoils all that follows.
        """
        step, is_read, history = self._model.step, self._is_read, self._history
        callable_now = list(self._events.callable())
        for place in callable_now:
            if is_read[place] and step(state, history[place]):
                yield place, state
                return
        for place in callable_now:
            for after in step(state, history[place]):
                yield place, after
        limit_ns = self._events.first_return_ns()
        for place in self._pending:
            if history[place].called_ns > limit_ns:
                break
            if not progress.has_done(place):
                for after in step(state, history[place]):
                    yield place, after


class _Events:
    """The calls and returns of answered operations in order of time, as a doubly linked list.

    The call of the operation at `place` is the event 2 * place, its return the next one.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._head = 2 * len(history)
        times = []
        for place, operation in enumerate(history):
            if operation.returned_ns is not None:
                # At one time calls come first: the intervals are closed.
                times.append((operation.called_ns, 0, 2 * place))
                times.append((operation.returned_ns, 1, 2 * place + 1))
        chain = [self._head, *(event for _, _, event in sorted(times)), self._head]
        self._next = [self._head] * (self._head + 1)
        self._previous = [self._head] * (self._head + 1)
        for one, other in pairwise(chain):
            self._next[one] = other
            self._previous[other] = one

    def callable(self) -> Iterator[int]:
        """The operations that no other one of the list precedes, as places."""
        event = self._next[self._head]
        while not event & 1 and event != self._head:
            yield event >> 1
            event = self._next[event]

    def first_return_ns(self) -> float:
        """When the first operation of the list returned; infinite if there is none."""
        event = self._next[self._head]
        while not event & 1 and event != self._head:
            event = self._next[event]
        returned_ns = None if event == self._head else self._history[event >> 1].returned_ns
        return math.inf if returned_ns is None else returned_ns

    def lift(self, place: int) -> None:
        """Take an operation out; one that is pending is not in the list."""
        if not self._history[place].is_pending:
            for event in (2 * place, 2 * place + 1):
                before, after = self._previous[event], self._next[event]
                self._next[before] = after
                self._previous[after] = before

    def put_back(self, place: int) -> None:
        """Undo the last `lift`, which was of that operation."""
        if not self._history[place].is_pending:
            for event in (2 * place + 1, 2 * place):
                self._next[self._previous[event]] = event
                self._previous[self._next[event]] = event


class _Progress:
    """What has been put in order, and what has been tried before.

    Of the answered operations, in order of their calls, all before `base` are done, and of those
    from there on the bits of `done` say which. (One integer over the whole history would be as
    long as the history, in each of the pairs that are remembered.)
    """

    def __init__(self, history: History, pending: Sequence[int]) -> None:
        answered = [place for place, one in enumerate(history) if not one.is_pending]
        self._rank = {place: rank for rank, place in enumerate(answered)}
        self._bit = {place: 1 << rank for rank, place in enumerate(pending)}
        self._goal = len(answered)
        self._base = 0
        self._done = 0
        self._pending_done = 0
        self._before: list[tuple[int, int, int]] = []
        self._entered: set[Hashable] = set()
        self.path: list[int] = []

    @property
    def is_complete(self) -> bool:
        """Whether all that was answered is in order."""
        return self._base == self._goal

    @property
    def order(self) -> tuple[int, ...]:
        """The places that are in order, from the first to the last."""
        return tuple(self.path)

    def has_done(self, place: int) -> bool:
        """Whether that pending operation is in order."""
        return bool(self._pending_done & self._bit[place])

    def enters(self, place: int, state: Hashable) -> bool:
        """Put an operation next, with the state after it; False if that was tried before."""
        base, done, pending_done = self._base, self._done, self._pending_done
        if place in self._bit:
            pending_done |= self._bit[place]
        else:
            done |= 1 << (self._rank[place] - base)
            trailing_ones = (done ^ (done + 1)).bit_length() - 1
            base, done = base + trailing_ones, done >> trailing_ones
        key = (base, done, pending_done, state)
        if key in self._entered:
            return False
        self._entered.add(key)
        self._before.append((self._base, self._done, self._pending_done))
        self._base, self._done, self._pending_done = base, done, pending_done
        self.path.append(place)
        return True

    def step_back(self) -> None:
        """Take the last operation out of the order."""
        self.path.pop()
        self._base, self._done, self._pending_done = self._before.pop()
