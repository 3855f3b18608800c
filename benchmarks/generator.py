"""A closed-loop HTTP/1.1 generator, cheap enough not to be what is measured.

Each connection sends the same request again as soon as its answer is complete.
"""

import asyncio
import time
from dataclasses import dataclass

import httptools
import uvloop


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run of the generator completed: answers, those not 2xx, and the time it took."""

    answers: int
    failures: int
    seconds: float

    @property
    def rate_per_s(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes) -> None:
        self._request = request
        self._transport: asyncio.Transport
        self._parser = httptools.HttpResponseParser(self)
        self.answers = 0
        self.failures = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # TCP gives a Transport
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self.answers += 1
        self.failures += self._parser.get_status_code() >= 300  # noqa: PLR2004  (statuses)
        self._parser = httptools.HttpResponseParser(self)
        self._transport.write(self._request)

    def close(self) -> None:
        self._transport.abort()


def measure(host: str, port: int, request: bytes, *, connections: int, seconds: float) -> Measured:
    """Send `request` over so many connections for so long, and count the answers."""
    return uvloop.run(_measure(host, port, request, connections, seconds))


async def _measure(
    host: str, port: int, request: bytes, connections: int, seconds: float
) -> Measured:
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Connection(request), host, port))[1]
        for _ in range(connections)
    ]
    before = sum(connection.answers for connection in opened)
    started_s = time.perf_counter()
    await asyncio.sleep(seconds)
    elapsed_s = time.perf_counter() - started_s
    answers = sum(connection.answers for connection in opened) - before
    for connection in opened:
        connection.close()
    return Measured(
        answers=answers,
        failures=sum(connection.failures for connection in opened),
        seconds=elapsed_s,
    )
