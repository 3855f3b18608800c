"""Rounds: a program, played once by overlapping clients, and the answers they got."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, Self, TypeVar

import anyio

from edgeproof.clients import at_once
from edgeproof.conformance.at_once.subjects import Silence, Subject
from edgeproof.consistency import Operation, in_order
from edgeproof.laws import Case, Exchange, root_cause
from edgeproof.strategies.overlapping import Call, ClientPrograms, Turn, Words


class Recording(Protocol):
    """A client that can act on behalf of another case."""

    def recording(self, case: Case, *, asks_again: bool) -> Self:
        """The same client on behalf of that case; see `Transport.recording`."""


Client = TypeVar("Client", bound=Recording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Generic[Call]):
    """A program that was played once: its history, and the exchanges of each client."""

    program: ClientPrograms[Call]
    history: tuple[Operation, ...]
    exchanges: tuple[tuple[Exchange, ...], ...]


def in_time(clients: Iterable[Iterable[Exchange]]) -> list[Exchange]:
    """The exchanges of all clients, in the order in which they were sent."""
    exchanges = (exchange for client in clients for exchange in client)
    return sorted(exchanges, key=lambda exchange: exchange.started_ns)


class Player(Generic[Client]):
    """One of the overlapping clients: plays its part, with a case and operations of its own."""

    def __init__(self, number: int, client: Client, subject: Subject) -> None:
        self.case = Case()
        self.operations: list[Operation] = []
        self._number = number
        # A request that is sent twice may take effect twice, but is one operation.
        self._client = client.recording(self.case, asks_again=False)
        self._subject = subject

    async def play(self, turns: Iterable[Turn[Any]]) -> None:
        """Take the turns one after the other, up to the first that has no answer."""
        for turn in turns:
            if turn.pause_ms:
                await anyio.sleep(turn.pause_ms / 1000)
            words = self._subject.words(self._number, turn.call)
            try:
                done = await self._subject.ask(self._client, words)
            except Silence:
                self._note(words)
                # Without an answer, a client does not know how to go on.
                return
            self.case.left_out |= {f"{name} (the deployment lacks it)" for name in done.lacking}
            if done.words:
                self._note(done.words, done.result, is_answered=True)

    def _note(self, words: Words, result: object = None, *, is_answered: bool = False) -> None:
        exchange = self.case.exchanges[-1]
        returned_ns = exchange.started_ns + exchange.elapsed_ns
        self.operations.append(
            Operation(
                client=self._number,
                call=words[0],
                arguments=words[1:],
                result=result,
                called_ns=exchange.started_ns,
                returned_ns=returned_ns if is_answered else None,
            )
        )


async def play_together(
    players: list[Player[Client]], program: ClientPrograms[Call]
) -> tuple[Operation, ...]:
    """Let the players of a program loose, and return their history.

    Raises Broken for an answer that is not valid, and whatever ends a law without a judgement.
    """
    parts = [partial(player.play, turns) for player, turns in zip(players, program, strict=True)]
    try:
        await at_once(parts)
    except BaseExceptionGroup as group:
        raise root_cause(group) from None
    return in_order(operation for player in players for operation in player.operations)
