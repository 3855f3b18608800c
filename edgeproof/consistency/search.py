"""The search for an order in which a history could have happened one operation after the other.

Wing and Gong's search (1993): any operation that no other one precedes may be the first; try each,
and go on with the rest. With Lowe's memory (2017): what has been done and the state it led to
decide all that follows, so no such pair is entered twice.
"""

import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic

from edgeproof.consistency.events import Events
from edgeproof.consistency.model import History, Model, State

Clock = Callable[[], float]
"""Monotonic seconds."""

STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 512

STEPS_REMEMBERED = 2**16

Move = tuple[int, State, tuple[State, ...]]
"""A place, the state after its operation, and, if that is pending, the state without it."""


class TimeIsUp(Exception):  # noqa: N818  (nothing went wrong: there is just no answer)
    """The search was given up before it found an answer."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to give up; `at` is in the seconds of `clock`."""

    at: float
    clock: Clock

    @classmethod
    def after(cls, seconds: float, clock: Clock = time.monotonic) -> "Deadline":
        """A deadline this many seconds from now."""
        return cls(clock() + seconds, clock)

    def check(self) -> None:
        """Raise TimeIsUp if it has passed."""
        if self.clock() > self.at:
            raise TimeIsUp


class Search(Generic[State]):
    """A search of one history, from any of several states.

    `order` is the longest order found, as places in the history. A pending operation is in it only
    if it made a difference to the next one.
    """

    def __init__(
        self, model: Model[State], history: History, states: Sequence[State], deadline: Deadline
    ) -> None:
        # If much overlaps, the same question comes up in many orders.
        self._after = lru_cache(STEPS_REMEMBERED)(
            lambda state, place: model.step(state, history[place])
        )
        self._history = history
        self._states = states
        self._deadline = deadline
        self._events = Events(history)
        self._is_read = [model.is_read(one) for one in history]
        # A read that had no answer says nothing.
        self._pending = [
            place
            for place, one in enumerate(history)
            if one.is_pending and not self._is_read[place]
        ]
        self._twins = _twins(history, self._pending)
        self.order: tuple[int, ...] = ()

    def is_possible(self) -> bool:
        """Whether some order explains every answer. Raises TimeIsUp."""
        return any(True for _ in self._explanations())

    def final_states(self) -> Iterator[State]:
        """Each state in which the history may have left the object.

        States that only result from a pending operation that may as well come later are left out.
        Raises TimeIsUp.
        """
        seen: set[State] = set()
        for state in self._explanations():
            if state not in seen:
                seen.add(state)
                yield state

    def _explanations(self) -> Iterator[State]:
        """The state after each order of all that was answered.

        Depth first, without recursion: a history has more operations than Python has stack frames.
        """
        progress = _Progress(self._history, self._pending)
        steps = 0
        for initial in self._states:
            if progress.is_complete:
                yield initial
            path = [self._moves(initial, (), progress)]
            while path:
                steps += 1
                if steps % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0:
                    self._deadline.check()
                move = next(path[-1], None)
                if move is None:
                    path.pop()
                    self._step_back(progress)
                    continue
                place, state, without = move
                if not progress.enters(place, state):
                    continue
                self._events.lift(place)
                path.append(self._moves(state, without, progress))
                if progress.is_complete:
                    self.order = progress.order
                    yield state

    def _step_back(self, progress: "_Progress") -> None:
        if len(progress.path) > len(self.order):
            self.order = progress.order
        if progress.path:
            self._events.put_back(progress.path[-1])
            progress.step_back()

    def _moves(
        self, state: State, without: tuple[State, ...], progress: "_Progress"
    ) -> Iterator[Move[State]]:
        """What may come next: every operation called before the first of the rest returned.

        A read that fits now may as well come now as later, so if there is one, no other choice
        needs to be tried. Pending ones come last: most of them took effect soon or never.

        `without` is the state without the pending operation that came last, if one did. An
        operation that leads to the same state from there and from here is no reason for having put
        the pending one into the order: otherwise all subsets of the pending ones that nobody saw
        would be tried.
        """
        if progress.is_complete:
            return  # Pending operations may come after all that, or never.
        callable_now = self._events.callable()
        reads = (place for place in callable_now if self._is_read[place])
        if (read := next((one for one in reads if self._after(state, one)), None)) is not None:
            yield read, state, ()
            return
        for place in callable_now:
            if not self._is_read[place]:
                for after in self._after(state, place):
                    if not (without and self._leads_to(after, without, place)):
                        yield place, after, ()
        for place in self._callable_pending(progress) if self._pending else ():
            for after in self._after(state, place):
                if not self._leads_to(after, without, place):
                    yield place, after, (state,)

    def _leads_to(self, after: State, states: tuple[State, ...], place: int) -> bool:
        return any(after in self._after(state, place) for state in states)

    def _callable_pending(self, progress: "_Progress") -> Iterator[int]:
        """Pending operations that are not in order yet; of twins, the first."""
        limit_ns = self._events.first_return_ns()
        for place in self._pending:
            if self._history[place].called_ns > limit_ns:
                return
            twin = self._twins.get(place)
            if not progress.has_done(place) and (twin is None or progress.has_done(twin)):
                yield place


def _twins(history: History, pending: Sequence[int]) -> dict[int, int]:
    """For each pending operation, the last one before it that would do the same."""
    twins: dict[int, int] = {}
    last: dict[Hashable, int] = {}
    for place in pending:
        one = history[place]
        # The result of a pending POST matters: it is the id that was found for it.
        effect = (one.call, one.arguments, repr(one.result))
        if effect in last:
            twins[place] = last[effect]
        last[effect] = place
    return twins


class _Progress:
    """The operations that have been put in order, and what has been tried before.

    Of the answered operations, in order of their calls, all before `base` are done; the bits of
    `done` say which of the others are. (One integer for the whole history would be as long as the
    history, in each of the remembered pairs.)
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
            if done & 1:
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
