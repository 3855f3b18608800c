"""Clients that overlap: they play a program, and their history is judged.

Such a failure does not come back for certain. So the first one is kept: it is shown whatever
happens afterwards, played again to see how often it comes, and made smaller while it still does.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any, Generic, Protocol, Self, TypeVar

import anyio
from hypothesis import Phase, settings
from msgspec.structs import replace

from edgeproof.clients import at_once
from edgeproof.conformance.reduction import reduced
from edgeproof.conformance.subjects import Lacking, Silence, Subject
from edgeproof.consistency import (
    Answer,
    Model,
    Operation,
    Window,
    check_linearizable,
    in_order,
    is_linearizable,
    overlap_in,
)
from edgeproof.laws import Broken, Case, Exchange, Expectations, NotJudged, Undecided, root_cause
from edgeproof.strategies.overlapping import ClientPrograms, Turn

LONGEST_LAG_S = 5.0
"""What is not there by then is called lost, not late."""

LAG_LIMIT_S = 2.0
"""How long to look for an order in which reads lag: there are far more of them."""

REPEATS = 5
"""How many times a program that failed is played again."""


Test = TypeVar("Test", bound=Callable[..., Any])


def kept_as_found(test: Test) -> Test:
    """Have a failure made smaller here, and not by Hypothesis: it would be called flaky there."""
    return settings(phases=[Phase.generate])(test)


class Recording(Protocol):
    """A client that can act on behalf of another case."""

    def recording(self, case: Case) -> Self:
        """The same client on behalf of that case."""


Client = TypeVar("Client", bound=Recording)
Call = TypeVar("Call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Generic[Call]):
    """A program as it was played once: its history, and the exchanges of each client."""

    program: ClientPrograms[Call]
    history: tuple[Operation, ...]
    exchanges: tuple[tuple[Exchange, ...], ...]


class Impossible(Broken):
    """No order of what overlapping clients did explains what they were answered.

    `window` is the shortest stretch of their history that shows it, `state` says what there was
    before. Of `runs` more rounds of the same program `failed` failed; `clients` has the exchanges
    of each client in the round that is shown.
    """

    def __init__(
        self,
        window: Window[Any],
        state: str,
        clients: tuple[tuple[Exchange, ...], ...],
        *,
        failed: int,
        runs: int,
    ) -> None:
        one = window.operations[window.impossible]
        received = f"{' '.join((one.call, *one.arguments))} answered {one.result!r}"
        super().__init__(
            "what clients at once were answered", received, "an answer that some order explains"
        )
        self.window = window
        self.state = state
        self.clients = clients
        self.failed = failed
        self.runs = runs


class Clients(Generic[Client]):
    """Several clients like `client`, for one law; `tidy` removes what a round has left."""

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
        """Some order explains what the clients of the program are answered.

        Reads may show what there was up to `lag_s` before. Raises Impossible, and Undecided if too
        much had no answer or the search for an order took too long.
        """
        if self._found is not None:
            self._show(self._found)
        played = await self.play(program, subject)
        verdict = check_linearizable(model, played.history)
        expect.case.comparisons += len(played.history)
        if verdict.answer is Answer.UNKNOWN:
            raise Undecided("the search for an order of what was answered took too long")
        if verdict.window is not None and not self._only_lags(model, played.history, lag_s):
            self._found = await self._studied(model, played, verdict.window, subject)
            self._show(self._found)

    async def play(
        self, program: ClientPrograms[Call], subject: Callable[[Client], Subject]
    ) -> Round[Call]:
        """Let the clients of the program loose on a fresh subject.

        Raises Broken for an answer that is none, Undecided if most calls had no answer.
        """
        worked_on = subject(self._client)
        cases = [Case() for _ in program]
        operations: list[Operation] = []
        players = [
            partial(self._play, number, turns, worked_on, cases[number], operations)
            for number, turns in enumerate(program)
        ]
        try:
            await at_once(players)
        finally:
            exchanges = tuple(tuple(case.exchanges) for case in cases)
            self._record(exchanges)
        await self._tidy()
        history = in_order(operations)
        self._case.overlap += overlap_in(history)
        silent = sum(operation.is_pending for operation in history)
        if silent > len(history) / 2:
            raise Undecided(f"{silent} of {len(history)} calls at once had no answer")
        return Round(program=program, history=history, exchanges=exchanges)

    async def _play(
        self,
        number: int,
        turns: list[Turn[Call]],
        subject: Subject,
        case: Case,
        operations: list[Operation],
    ) -> None:
        client = self._client.recording(case)
        for turn in turns:
            if turn.pause_ms:
                await anyio.sleep(turn.pause_ms / 1000)
            call, *arguments = words = subject.words(number, turn.call)
            result, is_answered = None, False
            try:
                result, is_answered = await subject.ask(client, words), True
            except Lacking:
                self._case.left_out.add(f"{call} (the deployment lacks it)")
                continue
            except Silence:
                pass
            exchange = case.exchanges[-1]
            returned_ns = exchange.started_ns + exchange.elapsed_ns
            operations.append(
                Operation(
                    client=number,
                    call=call,
                    arguments=tuple(arguments),
                    result=result,
                    called_ns=exchange.started_ns,
                    returned_ns=returned_ns if is_answered else None,
                )
            )
            if not is_answered:
                # Whoever has no answer does not know how to go on.
                return

    def _record(self, clients: tuple[tuple[Exchange, ...], ...]) -> None:
        """Have the case show this round and no earlier one, and count all."""
        exchanges = [exchange for client in clients for exchange in client]
        self._case.requests += len(exchanges)
        self._case.exchanges[:] = sorted(exchanges, key=lambda exchange: exchange.started_ns)

    def _only_lags(self, model: Model[Any], history: tuple[Operation, ...], most_s: float) -> bool:
        """Whether all is explained if reads show what there was up to so many seconds before."""
        lags_ns = [round(most_s * 1e9 / part) for part in (1, 2, 4, 8, 16, 32, 64) if most_s]
        explaining = list(takewhile(partial(_explains, model, history), lags_ns))
        if explaining:
            self._case.settle_ns = max(self._case.settle_ns, explaining[-1])
        return bool(explaining)

    async def _studied(
        self,
        model: Model[Any],
        first: Round[Call],
        window: Window[Any],
        subject: Callable[[Client], Subject],
    ) -> Impossible:
        """Play it again, and then with less in it; see whether it is only the past that is read."""
        self._only_lags(model, first.history, LONGEST_LAG_S)
        shown: tuple[Round[Call], Window[Any]] = (first, window)
        runs = failed = 0

        async def play_again(
            program: ClientPrograms[Call],
        ) -> tuple[Round[Call], Window[Any]] | None:
            try:
                played = await self.play(program, subject)
            except BaseExceptionGroup as group:
                cause = root_cause(group)
                if isinstance(cause, Broken | Undecided):
                    return None
                raise cause from None
            found = check_linearizable(model, played.history).window
            return None if found is None else (played, found)

        # What was seen stays seen, also if the budget ends here.
        with suppress(NotJudged):
            for _ in range(REPEATS):
                failed += await play_again(first.program) is not None
                runs += 1
            if failed:
                tries = 1 + REPEATS // (2 * failed)
                shown = await reduced(first.program, shown, play_again, tries=tries)
        played, window = shown
        state = " or ".join(map(model.describe, window.states))
        return Impossible(window, state, played.exchanges, failed=failed, runs=runs)

    def _show(self, found: Impossible) -> None:
        exchanges = [exchange for client in found.clients for exchange in client]
        self._case.exchanges[:] = sorted(exchanges, key=lambda exchange: exchange.started_ns)
        raise found


def _explains(model: Model[Any], history: tuple[Operation, ...], lag_ns: int) -> bool:
    """Whether an order is found if each read may show what there was so long before its call."""
    lagging = in_order(
        replace(one, called_ns=one.called_ns - lag_ns) if model.is_read(one) else one
        for one in history
    )
    return is_linearizable(model, lagging, limit_s=LAG_LIMIT_S)
