"""Guarantees: what must explain the history of overlapping clients."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from msgspec.structs import replace

from edgeproof.consistency import (
    Linearizable,
    Model,
    Operation,
    Window,
    check_linearizable,
    in_order,
    is_linearizable,
)
from edgeproof.laws import Undecided

_History = tuple[Operation, ...]

LONGEST_LAG_S = 5.0
"""If a read does not show a write by then, the write is called lost, not late."""

LAG_LIMIT_S = 2.0
"""How long to look for an order in which reads lag: there are many more of those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """Some order of the operations explains all answers, according to `model`.

    If it `is_timed` (linearizable), an operation that was answered before another was called comes
    before it; otherwise (serializable) any order will do. Reads may show the state up to `lag_s`
    before.
    """

    model: Model[Any]
    is_timed: bool = True
    lag_s: float = 0.0

    def window(self, history: _History) -> Window[Any] | None:
        """The shortest stretch of the history that no order explains, if reads never lag.

        Raises Undecided if the search for an order took too long.
        """
        verdict = check_linearizable(self.model, self._in_time(history))
        if verdict.answer is Linearizable.UNKNOWN:
            raise Undecided("the search for an order that explains the answers took too long")
        return verdict.window and _with_times_of(history, verdict.window)

    def lag_ns(self, history: _History, most_s: float) -> int | None:
        """The shortest lag of reads with which some order explains all; None if that is too long.

        The lag is `most_s`, or a half, a quarter, … of that.
        """
        lags_ns = (round(most_s * 1e9 / part) for part in (1, 2, 4, 8, 16, 32, 64) if most_s)
        explaining = takewhile(lambda lag_ns: self._explains(history, lag_ns), lags_ns)
        return min(explaining, default=None)

    def _explains(self, history: _History, lag_ns: int) -> bool:
        lagging = in_order(
            replace(one, called_ns=one.called_ns - lag_ns) if self.model.is_read(one) else one
            for one in self._in_time(history)
        )
        return is_linearizable(self.model, lagging, limit_s=LAG_LIMIT_S)

    def _in_time(self, history: _History) -> _History:
        """The history; unless it `is_timed`, no operation comes before any other."""
        return history if self.is_timed else in_order(_all_under_way(history))


def _all_under_way(history: _History) -> Iterable[Operation]:
    last_ns = max((one.returned_ns or one.called_ns for one in history), default=0)
    return (one if one.is_pending else replace(one, returned_ns=last_ns) for one in history)


def _with_times_of(history: _History, window: Window[Any]) -> Window[Any]:
    """The window, with the times at which its operations were really answered."""
    returned_ns = {(one.client, one.called_ns): one.returned_ns for one in history}
    operations = (
        one if one.is_pending else replace(one, returned_ns=returned_ns[one.client, one.called_ns])
        for one in window.operations
    )
    return dataclasses.replace(window, operations=tuple(operations))
