"""Departures: a client that goes away in the middle of a request, as a phone in a tunnel does."""

from collections.abc import AsyncIterator
from enum import StrEnum

import anyio
import httpx


class DisconnectMoment(StrEnum):
    """When the client goes away."""

    SENDING = "sending"
    """Half of the body that it announced has been sent."""
    WAITING = "waiting"
    """All has been sent, and nothing been read."""
    READING = "reading"
    """The first bytes of the answer's body have been read."""


def sent_part(body: bytes, moment: DisconnectMoment) -> bytes:
    """As much of the body as has been sent at that moment."""
    return body[: len(body) // 2] if moment is DisconnectMoment.SENDING else body


async def leave(http: httpx.AsyncClient, request: httpx.Request, moment: DisconnectMoment) -> None:
    """Send a request, whose body is in memory, and close its connection at that moment.

    Raises httpx.HTTPError if the moment does not come.
    """
    if moment is DisconnectMoment.READING:
        answer = await http.send(request, stream=True)
        async for _ in answer.aiter_raw():
            break
        await answer.aclose()
        return
    with anyio.CancelScope() as client:
        request.stream = _Beginning(sent_part(request.content, moment), client)
        await http.send(request)


class _Beginning(httpx.AsyncByteStream):
    """The beginning of a body; who sends it is then ended."""

    def __init__(self, sent: bytes, sender: anyio.CancelScope) -> None:
        self._sent = sent
        self._sender = sender

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._sent
        # Asked for more: so what there was is on the wire.
        self._sender.cancel()
        await anyio.sleep_forever()
