"""Linearizability: whether every operation took effect at one instant within its interval."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from edgeproof.consistency.history import Operation, in_order
from edgeproof.consistency.model import Model, State
from edgeproof.consistency.search import Clock, Deadline, Search, TimeIsUp
from edgeproof.consistency.windows import Window, shortest_window

LIMIT_S = 20.0
"""How long a search may take: most take milliseconds, and none is worth the rest of the run."""


class Linearizable(StrEnum):
    """What a check can conclude."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """The search took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchVerdict(Generic[State]):
    """Whether a history is linearizable; if not, the shortest window that is already impossible."""

    answer: Linearizable
    window: Window[State] | None = None


def check_linearizable(
    model: Model[State],
    history: Sequence[Operation],
    *,
    limit_s: float = LIMIT_S,
    clock: Clock = time.monotonic,
) -> SearchVerdict[State]:
    """Whether one order of its operations explains the answers of a history.

    If one operation had its answer before another was called, the order must keep them in that
    order. *Unknown* only if the search took longer than `limit_s` seconds.
    """
    deadline = Deadline.after(limit_s, clock)
    answer = Linearizable.YES
    for part in model.partition(in_order(history)):
        try:
            search = Search(model, part, [model.initial], deadline)
            if not search.is_possible():
                window = shortest_window(model, part, search.order, Deadline.after(limit_s, clock))
                return SearchVerdict(answer=Linearizable.NO, window=window)
        except TimeIsUp:
            answer = Linearizable.UNKNOWN
    return SearchVerdict(answer=answer)


def is_linearizable(
    model: Model[State],
    history: Sequence[Operation],
    *,
    limit_s: float = LIMIT_S,
    clock: Clock = time.monotonic,
) -> bool:
    """Whether an order is found within the limit, as by `check_linearizable`."""
    deadline = Deadline.after(limit_s, clock)
    try:
        return all(
            Search(model, part, [model.initial], deadline).is_possible()
            for part in model.partition(in_order(history))
        )
    except TimeIsUp:
        return False
