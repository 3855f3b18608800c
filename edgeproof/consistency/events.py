"""The calls and returns of a history in order of time, as the search goes through them."""

from itertools import pairwise

from edgeproof.consistency.history import moments
from edgeproof.consistency.model import History


class Events:
    """Calls and returns of answered operations, as a doubly linked list (like Porcupine's).

    The call of the operation at `place` is the event 2 * place, its return is the next one. Pending
    operations are not in the list: their events are linked to themselves.
    """

    def __init__(self, history: History) -> None:
        self._returns_ns = [one.returned_ns or 0 for one in history]
        # Odd, as returns are: every walk through the list ends there.
        self._head = 2 * len(history) + 1
        answered = (
            2 * place + is_answer
            for _, is_answer, place in moments(history)
            if not history[place].is_pending
        )
        chain = [self._head, *answered, self._head]
        self._next = list(range(self._head + 1))
        self._previous = list(range(self._head + 1))
        for one, other in pairwise(chain):
            self._next[one] = other
            self._previous[other] = one

    def callable(self) -> list[int]:
        """The places of the operations in the list that no other one in it precedes."""
        places = []
        event = self._next[self._head]
        while not event & 1:
            places.append(event >> 1)
            event = self._next[event]
        return places

    def first_return_ns(self) -> int:
        """When the first operation of the list returned; there must be one."""
        event = self._next[self._head]
        while not event & 1:
            event = self._next[event]
        return self._returns_ns[event >> 1]

    def lift(self, place: int) -> None:
        """Take an operation out of the list."""
        for event in (2 * place, 2 * place + 1):
            before, after = self._previous[event], self._next[event]
            self._next[before] = after
            self._previous[after] = before

    def put_back(self, place: int) -> None:
        """Undo the last `lift`, which was of that operation."""
        for event in (2 * place + 1, 2 * place):
            self._next[self._previous[event]] = event
            self._previous[self._next[event]] = event
