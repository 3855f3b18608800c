"""The closed model: a number of virtual users, each of whom waits for its answers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final

from edgeproof.load.engine.steps import Steps
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.direct_task import DirectTask
from edgeproof.load.wire.failures import UNANSWERED, Failure

PAUSE_S: Final = 0.1
"""The shortest time that a user waits after a failure that came at once."""

_Sleep = Callable[[float], Awaitable[None]]


class ClosedModel:
    """Keeps a number of users at work: each takes a step, thinks, and takes the next."""

    def __init__(
        self,
        steps: Steps,
        new_user: Callable[[], User],
        think_s: tuple[float, float],
        sleep: _Sleep = asyncio.sleep,
    ) -> None:
        self._steps = steps
        self._new_user = new_user
        self._think_s = think_s
        self._sleep = sleep
        self._lives: dict[User, asyncio.Task[None]] = {}
        self._staying: list[User] = []
        self._thinking: set[User] = set()

    @property
    def in_flight(self) -> int:
        """How many users are waiting for an answer."""
        return len(self._lives) - len(self._thinking)

    def retarget(self, users: float) -> None:
        """Let users come or go until there are that many; those who go finish their step first."""
        while len(self._staying) < round(users):
            user = self._new_user()
            self._staying.append(user)
            self._lives[user] = DirectTask(partial(self._live, user)).task
        while len(self._staying) > round(users):
            user = self._staying.pop()
            user.is_leaving = True
            if user in self._thinking:
                self._lives[user].cancel()

    async def drain(self, limit_s: float) -> None:
        """Let all users go, and wait until they have; after the limit, their steps are cut off."""
        self.retarget(0)
        await end_all(self._lives.values(), limit_s)

    async def _live(self, user: User, direct: DirectTask) -> None:
        user.task = direct
        steps, thinks = self._steps, self._think_s[1] > 0
        try:
            while not user.is_leaving:
                failure = await steps.take(user)
                if thinks or failure is not None:
                    await self._think(user, failure)
        finally:
            del self._lives[user]

    async def _think(self, user: User, failure: Failure | None) -> None:
        """Let a user wait as its scenario says, and at least a little if the engine would spin."""
        think_s = user.luck.uniform(*self._think_s)
        if failure is not None and failure.kind in UNANSWERED:
            think_s = max(think_s, PAUSE_S)
        if not think_s or user.is_leaving:
            return
        self._thinking.add(user)
        try:
            await self._sleep(think_s)
        finally:
            self._thinking.discard(user)


async def end_all(tasks: Iterable[asyncio.Task[None]], limit_s: float) -> None:
    """Wait for tasks to end by themselves; after the limit, end them."""
    waiting = list(tasks)
    if not waiting:
        return
    _, late = await asyncio.wait(waiting, timeout=limit_s)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
