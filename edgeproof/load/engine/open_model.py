"""The open model: arrivals at a rate, independent of any answers."""

import math
from collections.abc import Callable
from functools import partial
from time import monotonic_ns
from typing import TYPE_CHECKING, Final

from edgeproof.load.engine.alarm import Alarm
from edgeproof.load.engine.closed_model import end_all
from edgeproof.load.engine.steps import Steps
from edgeproof.load.measuring.histogram import Batch
from edgeproof.load.plan.schedule import ArrivalTimes
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.direct_task import DirectTask
from edgeproof.load.wire.failures import Failure, FailureKind

if TYPE_CHECKING:
    import asyncio

AT_ONCE: Final = 200
"""How many arrivals are started before connections are looked at again, if the engine is behind."""

REST_NS: Final = 200_000
"""The shortest time between two looks at the schedule: a look costs less than it delays."""

MOST_WAITING: Final = 100_000


class OpenModel:
    """Starts a step when it is due, regardless of earlier ones.

    `lag` records how late each was started. When too many are waiting, arrivals are dropped, and
    fail. A user that has finished its step waits for the next arrival: starting a new user for each
    one costs more.
    """

    def __init__(
        self,
        steps: Steps,
        new_user: Callable[[], User],
        arrivals: ArrivalTimes,
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._steps = steps
        self._new_user = new_user
        self._arrivals = arrivals
        self._most_waiting = most_waiting
        self._begun_ns = monotonic_ns()
        self._free: list[DirectTask] = []
        self._lives: list[asyncio.Task[None]] = []
        self._refused: User | None = None
        self._is_over = False
        self._alarm = Alarm(self._start_due)
        self.lag = Batch()
        self._set_alarm()

    @property
    def in_flight(self) -> int:
        """How many arrivals are waiting for an answer, or for a connection."""
        return len(self._lives) - len(self._free)

    def retarget(self, rate_per_s: float) -> None:
        """From now on, this many arrivals per second."""
        self._arrivals.retarget((monotonic_ns() - self._begun_ns) / 1e9, rate_per_s)
        self._set_alarm()

    async def drain(self, limit_s: float) -> None:
        """Start no more, and wait for those under way; after the limit they are cut off."""
        self._alarm.close()
        self._is_over = True
        for direct in self._free:
            direct.task.cancel()
        await end_all(self._lives, limit_s)

    def _start_due(self) -> None:
        for _ in range(AT_ONCE):
            due_ns, now_ns = self._next_due_ns(), monotonic_ns()
            if due_ns is None or due_ns > now_ns:
                break
            self.lag.append(now_ns - due_ns)
            self._start(due_ns)
            self._arrivals.advance()
        self._set_alarm()

    def _next_due_ns(self) -> int | None:
        due_s = self._arrivals.due_s
        return None if math.isinf(due_s) else self._begun_ns + int(due_s * 1e9)

    def _set_alarm(self) -> None:
        due_ns = self._next_due_ns()
        if due_ns is not None:
            self._alarm.set(max(due_ns, monotonic_ns() + REST_NS))

    def _start(self, due_ns: int) -> None:
        if self._free:
            self._free.pop().set_result(due_ns)
        elif len(self._lives) < self._most_waiting:
            self._lives.append(DirectTask(partial(self._live, due_ns)).task)
        else:
            self._drop(due_ns)

    def _drop(self, due_ns: int) -> None:
        self._refused = user = self._refused or self._new_user()
        user.begin("arrival", due_ns)
        user.fail(Failure(FailureKind.DROPPED, f"{self._most_waiting:,} were waiting already"))

    async def _live(self, due_ns: int, direct: DirectTask) -> None:
        user = self._new_user()
        user.task = direct
        while True:
            await self._steps.take(user, due_ns)
            if self._is_over:
                return
            self._free.append(direct)
            due_ns = await direct.result()
