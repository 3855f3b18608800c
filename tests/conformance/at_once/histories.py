"""Clients that overlap on an object in this process: every step takes a tick of their own clock."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from anyio.lowlevel import checkpoint

from edgeproof.conformance.at_once.subjects import Done
from edgeproof.laws import Case, Exchange, SentRequest
from edgeproof.strategies import ClientPrograms, Turn, Words

TICK_NS = 1_000_000


class Client:
    """Sends nothing anywhere, and records when it would have."""

    def __init__(self, case: Case, ticks: Iterator[int] | None = None) -> None:
        self.case = case
        self._ticks = itertools.count(1) if ticks is None else ticks

    def recording(self, case: Case, *, asks_again: bool) -> "Client":
        assert not asks_again
        return Client(case, self._ticks)

    @contextmanager
    def exchange(self, url: str) -> Iterator[None]:
        """A request that takes as long as the block."""
        started_ns = next(self._ticks) * TICK_NS
        try:
            yield
        finally:
            request = SentRequest(method="POST", url=url)
            elapsed_ns = next(self._ticks) * TICK_NS - started_ns
            self.case.record(
                Exchange(request=request, started_ns=started_ns, elapsed_ns=elapsed_ns)
            )


class Key:
    """One string; `round` says of which round it is. Calls take effect at one instant each.

    Faulty keys override `get`, `set` and `incr`.
    """

    def __init__(self, number: int = 0) -> None:
        self.round = number
        self.values: list[str | None] = [None]

    def words(self, _client: int, call: Words) -> Words:
        return call

    async def ask(self, client: Client, words: Words) -> Done:
        with client.exchange(f"round/{self.round}"):
            await checkpoint()
            result = await self.answer(*words)
            await checkpoint()
        return Done(words, result)

    async def answer(self, name: str, _key: str, *rest: str) -> Any:
        match name:
            case "GET":
                return await self.get()
            case "SET":
                return await self.set(*rest)
        return await self.incr()

    async def get(self) -> str | None:
        return self.values[-1]

    async def set(self, value: str) -> str:
        self.values.append(value)
        return "OK"

    async def incr(self) -> int:
        number = int(self.values[-1] or 0) + 1
        self.values.append(str(number))
        return number


class LosesUpdates(Key):
    """INCR reads, and then writes."""

    async def incr(self) -> int:
        number = int(self.values[-1] or 0) + 1
        await checkpoint()
        self.values.append(str(number))
        return number


class ReadsThePast(Key):
    """GET shows what there was before the last write."""

    async def get(self) -> str | None:
        return self.values[-2] if len(self.values) > 1 else None


class LosesWrites(Key):
    """SET of an even number says that it has written."""

    async def set(self, value: str) -> str:
        return "OK" if int(value) % 2 == 0 else await super().set(value)


class Rounds:
    """Makes a fresh key for each round: of this kind in rounds of these numbers (or in all)."""

    def __init__(self, kind: type[Key] = Key, *numbers: int) -> None:
        self._kind = kind
        self._numbers = numbers
        self.count = 0

    def __call__(self, _client: Client) -> Key:
        self.count += 1
        is_kind = not self._numbers or self.count in self._numbers
        return self._kind(self.count) if is_kind else Key(self.count)


def program(*clients: str, pause_ms: int = 0) -> ClientPrograms[Words]:
    """A program; the calls of a client are parted by commas: `SET a 1, GET a`."""
    return [
        [Turn(pause_ms, tuple(call.split())) for call in client.split(",")] for client in clients
    ]
