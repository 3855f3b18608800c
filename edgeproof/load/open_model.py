"""The open model: arrivals at a rate, which wait for nobody's answer."""

import math
from collections.abc import Callable
from time import monotonic_ns
from typing import TYPE_CHECKING, Final

from edgeproof.load.alarm import Alarm
from edgeproof.load.closed_model import end_all
from edgeproof.load.direct_task import DirectTask
from edgeproof.load.failures import Failure, FailureKind
from edgeproof.load.histogram import Batch
from edgeproof.load.schedule import Arrivals
from edgeproof.load.steps import Steps
from edgeproof.load.user import User

if TYPE_CHECKING:
    import asyncio

AT_ONCE: Final = 200
"""Arrivals started before connections are looked at again, when the engine is behind."""

REST_NS: Final = 200_000
"""The shortest time between two looks at the schedule: it costs less than it delays."""

MOST_WAITING: Final = 100_000


class OpenModel:
    """Starts a step when it is due, whatever became of those before.

    `lag` has how late each was started. Beyond so many that wait, arrivals are dropped, and fail.
    """

    def __init__(
        self,
        steps: Steps,
        new_user: Callable[[], User],
        arrivals: Arrivals,
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._steps = steps
        self._new_user = new_user
        self._arrivals = arrivals
        self._most_waiting = most_waiting
        self._begun_ns = monotonic_ns()
        self._free: list[User] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm = Alarm(self._start_due)
        self.lag = Batch()
        self._set_alarm()

    @property
    def in_flight(self) -> int:
        """How many arrivals wait for an answer, or for a connection."""
        return len(self._tasks)

    def retarget(self, rate_per_s: float) -> None:
        """From now on so many arrivals a second."""
        self._arrivals.retarget((monotonic_ns() - self._begun_ns) / 1e9, rate_per_s)
        self._set_alarm()

    async def drain(self, limit_s: float) -> None:
        """Start no more, and wait for those under way; after the limit they are cut off."""
        self._alarm.close()
        await end_all(self._tasks, limit_s)

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
        user = self._free.pop() if self._free else self._new_user()
        if len(self._tasks) >= self._most_waiting:
            user.begin("arrival", due_ns)
            user.fail(Failure(FailureKind.DROPPED, f"{self._most_waiting:,} waited already"))
            self._free.append(user)
            return
        user.task = DirectTask(self._arrive(user, due_ns))
        task = user.task.task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _arrive(self, user: User, due_ns: int) -> None:
        await self._steps.take(user, due_ns)
        self._free.append(user)
