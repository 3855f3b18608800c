"""Models: what an object would answer if its operations came one after the other."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from edgeproof.consistency.history import Operation

State = TypeVar("State", bound=Hashable)

History = Sequence[Operation]


def _whole(history: History) -> list[History]:
    return [history]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Generic[State]):
    """A sequential object, as pure functions of state and operation.

    `initial` is its state before the history. `step` gives the states in which it may be after the
    operation: none if it could not have answered what it was seen to answer, and several where the
    specification leaves a choice. What a pending operation would have answered nobody knows, so for
    one it looks at the call alone. `is_read` says of an operation that it changed nothing, whatever
    the state was: by its call, or by its answer (SADD answered 0). `describe` puts a state into
    words. `partition` parts a history into those of objects that have nothing to do with each
    other: linearizability is local (Herlihy and Wing, 1990), so each of them is checked by itself.
    """

    name: str
    initial: State
    step: Callable[[State, Operation], Sequence[State]]
    is_read: Callable[[Operation], bool]
    describe: Callable[[State], str]
    partition: Callable[[History], list[History]] = _whole


def answering(
    apply: Callable[[State, Operation], tuple[State, Any]],
) -> Callable[[State, Operation], Sequence[State]]:
    """The `step` of an object that has one answer to every call.

    `apply` gives the state afterwards and that answer.
    """

    def step(state: State, operation: Operation) -> Sequence[State]:
        after, answer = apply(state, operation)
        is_possible = operation.is_pending or operation.result == answer
        return (after,) if is_possible else ()

    return step
