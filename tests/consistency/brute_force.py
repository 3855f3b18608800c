"""Linearizability from its definition (Herlihy and Wing, 1990), for histories of a few operations.

Some order of all that was answered and any of what is pending keeps to that of operations of which
one had its answer before the other was called, and the object would have answered so, one after the
other.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, permutations
from typing import Any

from edgeproof.consistency import History, Model, Operation


def is_linearizable(model: Model[Any], history: History) -> bool:
    """Whether each object of the history has some order that explains its answers."""
    return all(is_explained(model, part, [model.initial]) for part in model.partition(history))


def is_explained(model: Model[Any], history: History, states: Sequence[Any]) -> bool:
    """Whether some order explains every answer, from one of those states."""
    return any(
        keeps_to_real_time(order) and states_after(model, order, states)
        for order in orders(history)
    )


def orders(history: History) -> Iterator[History]:
    """Every order of all that was answered and any of what is pending."""
    answered = [one for one in history if not one.is_pending]
    pending = [one for one in history if one.is_pending]
    subsets = (combinations(pending, size) for size in range(len(pending) + 1))
    for took_effect in chain.from_iterable(subsets):
        yield from permutations([*answered, *took_effect])


def keeps_to_real_time(order: Sequence[Operation]) -> bool:
    """Whether nothing comes before what precedes it."""
    return not any(later.precedes(earlier) for earlier, later in combinations(order, 2))


def states_after(model: Model[Any], order: History, states: Sequence[Any]) -> set[Any]:
    """The states in which an object may be after that order: none if it would answer otherwise."""
    possible = set(states)
    for operation in order:
        possible = {after for state in possible for after in model.step(state, operation)}
    return possible
