"""Streams of events: subscriptions and MONITOR as `text/event-stream`.

Sources: https://upstash.com/docs/redis/features/restapi ("Subscribe & Publish Commands",
"MONITOR Command") and https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import re
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError
from starlette.types import Receive, Scope, Send

from edgeproof.stack.endpoint.answers import UNCACHED, EndpointAnswer
from edgeproof.stack.endpoint.backend import Backend, BackendUnavailableError
from edgeproof.stack.endpoint.replies import ReplyFormat, render_reply
from edgeproof.stack.endpoint.resp import Arguments, Error, RedisReply, Status, command_frame

STREAM_COMMANDS: Final = frozenset({b"subscribe", b"psubscribe", b"monitor"})

_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")
_MONITORED_CLIENT: Final = re.compile(r"^([\d.]+ \[\d+) (?!lua\]).*?\] (?=\")")


class EventStreams:
    """The open streams. Each has a Redis connection of its own, which is closed with it."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._departures: set[asyncio.Task[None]] = set()

    async def serve(self, command: Arguments, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream the command's events until the client goes, Redis goes, or `close_all` is called.

        Raises `BackendUnavailableError`, before anything is sent.
        """
        if scope["method"] == "HEAD":
            await _start(send)
            await send({"type": "http.response.body", "body": b""})
            return
        connection = await self._backend.dedicated_connection()
        try:
            first = await _first_reply(connection, command)
            if isinstance(first, Error):
                refusal = EndpointAnswer(status=400, body=render_reply(first, ReplyFormat.JSON))
                await refusal.send(scope, send)
                return
            await _start(send)
            await self._until_departure(_pump(connection, first, send), receive)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await connection.disconnect(nowait=True)

    def close_all(self) -> None:
        """End every stream, as a server does before it stops."""
        for departure in self._departures:
            departure.cancel()

    async def _until_departure(self, pump: Coroutine[Any, Any, None], receive: Receive) -> None:
        departure = asyncio.create_task(_departure(receive))
        pumping = asyncio.create_task(pump)
        self._departures.add(departure)
        try:
            await asyncio.wait({departure, pumping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._departures.discard(departure)
            departure.cancel()
            pumping.cancel()
            _, pumped = await asyncio.gather(departure, pumping, return_exceptions=True)
        if isinstance(pumped, Exception):  # a cancellation is not an Exception
            raise pumped


def event(reply: RedisReply) -> bytes:
    """Return a reply as one event: `data: message,<channel>,<payload>`.

    A line break in it starts another `data:` line; readers of event streams join these again.
    """
    if isinstance(reply, Status):
        text = json.dumps(_without_client_address(_text(reply)), ensure_ascii=False)
    else:
        assert isinstance(reply, list)
        text = ",".join(map(_text, reply))
    lines = [f"data: {line}\n" for line in _LINE_BREAK.split(text)]
    return ("".join(lines) + "\n").encode("utf-8")


def _text(reply: RedisReply) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


def _without_client_address(line: str) -> str:
    """Hide who sent a monitored command: over a Unix socket that is the backend's own address."""
    return _MONITORED_CLIENT.sub(r"\1 0.0.0.0:0] ", line)


async def _first_reply(connection: AbstractConnection, command: Arguments) -> RedisReply:
    try:
        await connection.send_packed_command(command_frame(command))
        reply: RedisReply = await connection.read_response(disable_decoding=True)
    except (RedisError, OSError) as error:
        raise BackendUnavailableError from error
    return reply


async def _start(send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream"), *UNCACHED]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _pump(connection: AbstractConnection, first: RedisReply, send: Send) -> None:
    """Send one event per reply, for ever; ends when Redis closes the connection."""
    reply = first
    with suppress(RedisError, OSError):
        while True:
            await send({"type": "http.response.body", "body": event(reply), "more_body": True})
            reply = await connection.read_response(disable_decoding=True)


async def _departure(receive: Receive) -> None:
    """Return when the client has gone. Any body that it sends before that is ignored."""
    while (await receive())["type"] != "http.disconnect":
        pass
