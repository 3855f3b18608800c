"""Departures: a client goes away in the middle of a request, like a phone in a tunnel."""

from collections.abc import AsyncIterator
from enum import StrEnum

import anyio
import httpx

from edgeproof.clients.http_client import HttpClient, read_to_end


class DisconnectMoment(StrEnum):
    """When the client goes away."""

    SENDING = "sending"
    """Half of the announced body has been sent."""
    WAITING = "waiting"
    """All has been sent, and nothing has been read."""
    READING = "reading"
    """The first bytes of the answer's body have been read."""


def sent_part(body: bytes, moment: DisconnectMoment) -> bytes:
    """As much of the body as has been sent at that moment."""
    return body[: len(body) // 2] if moment is DisconnectMoment.SENDING else body


async def leave(http: HttpClient, request: httpx.Request, moment: DisconnectMoment) -> None:
    """Send a request, whose body is in memory, and close its connection at that moment.

    Raises httpx.HTTPError if that moment does not come.
    """
    if moment is DisconnectMoment.READING:
        answer = await http.send(request)
        async for _ in answer.aiter_raw():
            break
        await answer.aclose()
        return
    with anyio.CancelScope() as client:
        request.stream = _Beginning(sent_part(request.content, moment), client)
        answer = await http.send(request)
        await read_to_end(answer)


class _Beginning(httpx.AsyncByteStream):
    """The beginning of a body; then the sender is ended."""

    def __init__(self, sent: bytes, sender: anyio.CancelScope) -> None:
        self._sent = sent
        self._sender = sender

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._sent
        # The sender asks for more, so all before it is on the wire.
        self._sender.cancel()
        await anyio.sleep_forever()
