"""A relay between one client and the reference, which passes on what has no end as it comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Events:
    """The pieces of a body as the reference sends them: of a stream, one event each."""

    def __init__(self) -> None:
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()

    def put(self, piece: bytes) -> None:
        """Let this piece be the next."""
        self._pieces.put_nowait(piece)

    def end(self) -> None:
        """Let no piece follow."""
        self._pieces.put_nowait(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        piece = await self._pieces.get()
        if piece is None:
            self.end()
            raise StopAsyncIteration
        return piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the reference answers: with `events` if it is a stream, else with the whole body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    events: Events | None


class Conversation:
    """One request to the reference, until its client has gone."""

    def __init__(self, app: App, scope: Scope, body: bytes, gone: asyncio.Event) -> None:
        self._app = app
        self._scope = scope
        self._body = body
        self._gone = gone
        self._is_read = False
        self._head: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._events = Events()

    async def hold(self) -> None:
        """Run the reference; what it raises is raised to who waits for its answer."""
        try:
            await self._app(self._scope, self._receive, self._send)
        except Exception as error:  # noqa: BLE001  (whatever it is, `reply` raises it)
            if not self._head.done():
                self._head.set_exception(error)
        finally:
            self._events.end()

    async def reply(self) -> Reply:
        """The answer, as soon as it is known to be a stream, or else at its end."""
        head = await self._head
        headers = tuple((name, value) for name, value in head["headers"])
        is_stream = self._scope["method"] != "HEAD" and any(
            value.startswith(b"text/event-stream") for name, value in headers
        )
        body = b"" if is_stream else b"".join([piece async for piece in self._events])
        events = self._events if is_stream else None
        return Reply(status=head["status"], headers=headers, body=body, events=events)

    async def _receive(self) -> dict[str, Any]:
        if self._is_read:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        self._is_read = True
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._head.set_result(message)
        elif message.get("body"):
            self._events.put(message["body"])


class Relay:
    """Speaks with one client, and for it with the reference, as often as a fault likes."""

    def __init__(self, reference: App, receive: Receive, send: Send) -> None:
        self._reference = reference
        self._receive = receive
        self._send = send
        self._gone = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._gone.set()
        await self._tasks.__aexit__(kind, error, traceback)

    async def ask(self, scope: Scope, body: bytes) -> Reply:
        """What the reference answers to a request."""
        conversation = Conversation(self._reference, scope, body, self._gone)
        self._tasks.create_task(conversation.hold())
        return await conversation.reply()

    async def send_head(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Begin the answer."""
        head = {"type": "http.response.start", "status": status, "headers": list(headers)}
        await self._send(head)

    async def send_body(self, body: bytes, events: AsyncIterator[bytes] | None) -> None:
        """Send the rest of the answer: whole, or event by event until the client has gone."""
        if events is None:
            await self._send({"type": "http.response.body", "body": body})
            return
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
        departure = asyncio.ensure_future(self._receive())
        pump = asyncio.create_task(self._pump(events))
        try:
            await asyncio.wait({departure, pump}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            departure.cancel()
            pump.cancel()
            await asyncio.gather(departure, pump, return_exceptions=True)

    async def _pump(self, events: AsyncIterator[bytes]) -> None:
        async for event in events:
            await self._send({"type": "http.response.body", "body": event, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})
