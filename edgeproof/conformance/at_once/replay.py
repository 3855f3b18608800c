"""Studies of failures that no order explains: how often, whether only late, how small.

Such a failure may not come back. So the first one is kept; its program is played again to see how
often it fails, and made smaller while it still does.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic

from edgeproof.conformance.at_once.guarantees import LONGEST_LAG_S, Guarantee
from edgeproof.conformance.at_once.reduction import reductions
from edgeproof.conformance.at_once.rounds import Round
from edgeproof.consistency import Window
from edgeproof.laws import Broken, Exchange, NotJudged, as_shown
from edgeproof.strategies.overlapping import Call, ClientPrograms

REPEATS = 5
"""How many times a program that failed is played again."""


class Impossible(Broken):
    """No order of the overlapping clients' operations explains their answers.

    `window` is the shortest stretch of their history that shows it, `state` is the state before it,
    `clients` has the exchanges of each client. The same program was played `runs` more times, of
    which `failed` failed. Reads that show the past, up to `lag_ns` before, would explain everything
    (0: they would not).
    """

    def __init__(
        self,
        window: Window[Any],
        state: str,
        clients: tuple[tuple[Exchange, ...], ...],
        *,
        failed: int,
        runs: int,
        lag_ns: int,
    ) -> None:
        one = window.operations[window.impossible]
        received = f"{' '.join((one.call, *one.arguments))} answered {as_shown(one.result)}"
        super().__init__(
            "what clients at once were answered", received, "an answer that some order explains"
        )
        self.window = window
        self.state = state
        self.clients = clients
        self.failed = failed
        self.runs = runs
        self.lag_ns = lag_ns


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRound(Generic[Call]):
    """A round, and the window of its history that no order explains."""

    played: Round[Call]
    window: Window[Any]


class Study(Generic[Call]):
    """Plays a program that has failed again, and smaller ones; `play` plays one program once."""

    def __init__(
        self,
        guarantee: Guarantee,
        first: FailedRound[Call],
        play: Callable[[ClientPrograms[Call]], Awaitable[Round[Call]]],
    ) -> None:
        self._guarantee = guarantee
        self._play = play
        self._findings = [first]
        self._smallest = first
        self._runs = 0

    async def conclusion(self) -> Impossible:
        """The conclusion, as an error to raise."""
        # The first failure stands, even if the budget ends here.
        with suppress(NotJudged):
            await self._repeat()
            await self._reduce()
        window = self._smallest.window
        return Impossible(
            window,
            " or ".join(map(self._guarantee.model.describe, window.states)),
            self._smallest.played.exchanges,
            failed=len(self._findings) - 1,
            runs=self._runs,
            lag_ns=self._lag_ns(),
        )

    async def _repeat(self) -> None:
        for _ in range(REPEATS):
            found = await self._found_in(self._smallest.played.program)
            self._runs += 1
            if found is not None:
                self._findings.append(found)

    async def _reduce(self) -> None:
        failed = len(self._findings) - 1
        if not failed:
            return
        tries = 1 + REPEATS // (2 * failed)
        async for found in reductions(self._smallest.played.program, self._found_in, tries=tries):
            self._smallest = found

    async def _found_in(self, program: ClientPrograms[Call]) -> FailedRound[Call] | None:
        """The finding of one more play of the program; None if it did not fail this way."""
        with suppress(Broken):
            played = await self._play(program)
            window = self._guarantee.window(played.history)
            return None if window is None else FailedRound(played=played, window=window)
        return None

    def _lag_ns(self) -> int:
        """The lag of reads that explains every failed round of the program; 0 if none does."""
        lags_ns = []
        for finding in self._findings:
            lag_ns = self._guarantee.lag_ns(finding.played.history, LONGEST_LAG_S)
            if lag_ns is None:
                return 0
            lags_ns.append(lag_ns)
        return max(lags_ns)
