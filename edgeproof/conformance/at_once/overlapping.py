"""Overlapping clients: they play a program, and their history is judged."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Generic, TypeVar

from hypothesis import Phase, settings

from edgeproof.conformance.at_once.guarantees import Guarantee
from edgeproof.conformance.at_once.replay import FailedRound, Impossible, Study
from edgeproof.conformance.at_once.rounds import Client, Player, Round, in_time, play_together
from edgeproof.conformance.at_once.subjects import Subject
from edgeproof.consistency import Model, overlap_in
from edgeproof.laws import Case, Expectations, Undecided
from edgeproof.strategies.overlapping import Call, ClientPrograms

_Test = TypeVar("_Test", bound=Callable[..., Any])


def kept_as_found(test: _Test) -> _Test:
    """Keep a failure as it was found: Hypothesis would play it again, and call it flaky."""
    return settings(phases=[Phase.generate])(test)


class Clients(Generic[Client]):
    """Several clients like `client`, for one law; `tidy` removes what a round leaves behind."""

    def __init__(self, client: Client, case: Case, *, tidy: Callable[[], Awaitable[None]]) -> None:
        self._client = client
        self._case = case
        self._tidy = tidy
        self._found: Impossible | None = None

    async def expect_linearizable(
        self,
        expect: Expectations,
        model: Model[Any],
        program: ClientPrograms[Call],
        subject: Callable[[Client], Subject],
        *,
        lag_s: float = 0.0,
    ) -> None:
        """Some order of the operations that respects real time explains the clients' answers.

        Reads may show the state up to `lag_s` before. Raises Impossible; raises Undecided if too
        many calls had no answer or the search for an order took too long.
        """
        await self._expect(expect, Guarantee(model=model, lag_s=lag_s), program, subject)

    async def expect_serializable(
        self,
        expect: Expectations,
        model: Model[Any],
        program: ClientPrograms[Call],
        subject: Callable[[Client], Subject],
    ) -> None:
        """Some order of the operations explains the clients' answers, whoever was answered first.

        Raises the same errors as `expect_linearizable`.
        """
        await self._expect(expect, Guarantee(model=model, is_timed=False), program, subject)

    async def _expect(
        self,
        expect: Expectations,
        guarantee: Guarantee,
        program: ClientPrograms[Call],
        subject: Callable[[Client], Subject],
    ) -> None:
        if self._found is None:
            played = await self.play(program, subject)
            expect.case.comparisons += len(played.history)
            found = self._judged(guarantee, played)
            if found is None:
                return
            play = partial(self.play, subject=subject)
            self._found = await Study(guarantee, found, play).conclusion()
            self._has_lagged(self._found.lag_ns)
        self._case.exchanges[:] = in_time(self._found.clients)
        raise self._found

    def _judged(self, guarantee: Guarantee, played: Round[Call]) -> FailedRound[Call] | None:
        """The window that breaks the law; None if reads only lag, and may."""
        window = guarantee.window(played.history)
        if window is None:
            return None
        lag_ns = guarantee.lag_ns(played.history, guarantee.lag_s)
        if lag_ns is None:
            return FailedRound(played=played, window=window)
        self._has_lagged(lag_ns)
        return None

    def _has_lagged(self, lag_ns: int) -> None:
        self._case.settle_ns = max(self._case.settle_ns, lag_ns)

    async def play(
        self, program: ClientPrograms[Call], subject: Callable[[Client], Subject]
    ) -> Round[Call]:
        """Let the clients of the program loose on a fresh subject.

        Raises Broken for an answer that is not valid, Undecided if most calls had no answer.
        """
        worked_on = subject(self._client)
        players = [Player(number, self._client, worked_on) for number in range(len(program))]
        try:
            history = await play_together(players, program)
        finally:
            self._record(players)
            await self._tidy()
        self._case.overlap += overlap_in(history)
        silent = sum(operation.is_pending for operation in history)
        if silent > len(history) / 2:
            raise Undecided(f"{silent} of {len(history)} calls at once had no answer")
        exchanges = tuple(tuple(player.case.exchanges) for player in players)
        return Round(program=program, history=history, exchanges=exchanges)

    def _record(self, players: list[Player[Client]]) -> None:
        """Make the case show this round instead of earlier ones, and count all of them."""
        for player in players:
            self._case.requests += player.case.requests
            self._case.commands += player.case.commands
            self._case.left_out |= player.case.left_out
        self._case.exchanges[:] = in_time(player.case.exchanges for player in players)
