"""The meter: what a run may send to a deployment, how fast, and what it has sent."""

import time
from collections.abc import Awaitable, Callable

import anyio

from edgeproof.budget import UNBOUNDED, Budget
from edgeproof.laws import Undecided, Untested


class Meter:
    """Counts what a run sends, spreads it over time, and stops the run when its budget is spent."""

    def __init__(
        self,
        budget: Budget = UNBOUNDED,
        *,
        rate_per_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        """`rate_per_s` is the maximum number of requests per second, None if unlimited."""
        self.budget = budget
        self.rate_per_s = rate_per_s
        self.requests = 0
        self.commands = 0
        self.bytes = 0
        self.is_interrupted = False
        self.distrusts_kept_connections = False
        """Whether one was closed under a request whose effect is therefore unknown."""
        self._clock = clock
        self._sleep = sleep
        self._next_turn_s = 0.0

    async def turn(self, commands: int = 1) -> None:
        """Count one request with that many commands, and wait until it may be sent.

        Raises the same errors as `spend`.
        """
        self.spend(commands)
        if self.rate_per_s is None:
            return
        now_s = self._clock()
        turn_s = max(now_s, self._next_turn_s)
        self._next_turn_s = turn_s + 1 / self.rate_per_s
        if turn_s > now_s:
            await self._sleep(turn_s - now_s)

    def spend(self, commands: int = 1) -> None:
        """Count one request with that many commands.

        Raises Untested once the budget is spent, Undecided after an interruption. Either ends the
        running law's body, so that it cleans up and the run can finish in good order.
        """
        if self.is_interrupted:
            raise Undecided("interrupted")
        most, most_bytes = self.budget.commands, self.budget.bytes
        if most is not None and self.commands + commands > most:
            raise Untested(f"the budget of {self.budget} is spent")
        if most_bytes is not None and self.bytes >= most_bytes:
            raise Untested(f"the budget of {self.budget} is spent")
        self.requests += 1
        self.commands += commands

    def carried(self, count: int) -> None:
        """Count the bytes of a request's body or of an answer's."""
        self.bytes += count

    def was_never_sent(self) -> None:
        """Take back the last request: nobody was there to receive it."""
        self.requests -= 1

    def unlimited(self) -> "Meter":
        """A meter for what must be sent in any case: it counts here, and never refuses."""
        return _Unlimited(self)

    def take_over(self, requests: int, commands: int, count: int) -> None:
        """Add what another process has sent to the figures; this refuses nothing."""
        self.requests += requests
        self.commands += commands
        self.bytes += count

    def rest(self, workers: int) -> Budget:
        """The share of what is left for each of that many processes, at least one of each."""

        def share(most: int | None, spent: int) -> int | None:
            return None if most is None else max(1, (most - spent) // workers)

        return Budget(
            commands=share(self.budget.commands, self.commands),
            bytes=share(self.budget.bytes, self.bytes),
        )


class _Unlimited(Meter):
    """Cleaning up and asking whether a server lives is counted, and paced, but never refused."""

    def __init__(self, counted: Meter) -> None:
        super().__init__(rate_per_s=counted.rate_per_s)
        self._counted = counted

    def spend(self, commands: int = 1) -> None:
        """Count one request with that many commands."""
        self._counted.requests += 1
        self._counted.commands += commands

    def carried(self, count: int) -> None:
        """Count the bytes of a request's body or of an answer's."""
        self._counted.carried(count)

    def was_never_sent(self) -> None:
        """Take back the last request: nobody was there to receive it."""
        self._counted.was_never_sent()
