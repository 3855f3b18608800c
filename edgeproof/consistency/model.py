"""Models: what an object would answer if its operations came one after the other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from edgeproof.consistency.history import Operation

Thing = TypeVar("Thing", bound=Hashable)
State = TypeVar("State", bound=Hashable)

History = Sequence[Operation]


def _whole(history: History) -> list[History]:
    return [history]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Generic[State]):
    """A sequential object, as pure functions of state and operation.

    `initial` is its state before the history. `step` gives the possible states after the operation:
    none if the operation could not have been answered like this, and several where the
    specification leaves a choice. Nobody knows what a pending operation would have answered, so
    `step` looks only at its call. `is_read` says whether an operation changed nothing, whatever the
    state was: by its call, or by its answer (SADD answered 0). `describe` puts a state into words.
    `partition` splits a history into those of independent objects: linearizability is local
    (Herlihy and Wing, 1990), so each of them is checked by itself.
    """

    initial: State
    step: Callable[[State, Operation], Sequence[State]]
    is_read: Callable[[Operation], bool]
    describe: Callable[[State], str]
    partition: Callable[[History], list[History]] = _whole


def grouped(history: History, thing: Callable[[Operation], Hashable]) -> list[History]:
    """A history split by the one thing that each operation is about."""
    parts: dict[Hashable, list[Operation]] = defaultdict(list)
    for operation in history:
        parts[thing(operation)].append(operation)
    return list(parts.values())


def split(
    history: History, things: Iterable[Thing], about: Callable[[Operation, Thing], Operation | None]
) -> list[History]:
    """A history split by things, when an operation may be about several.

    `about` is the part of an operation that concerns one of them, None if there is none.
    """
    return [
        [part for one in history if (part := about(one, thing)) is not None] for thing in things
    ]


def answering(
    apply: Callable[[State, Operation], tuple[State, Any]],
) -> Callable[[State, Operation], Sequence[State]]:
    """The `step` of an object that has one answer to every call.

    `apply` gives the state after the call, and that answer.
    """

    def step(state: State, operation: Operation) -> Sequence[State]:
        after, answer = apply(state, operation)
        is_possible = operation.is_pending or operation.result == answer
        return (after,) if is_possible else ()

    return step
