"""One keep-alive HTTP/1.1 connection, with one request at a time."""

import asyncio
from collections.abc import Sized
from time import monotonic_ns
from typing import Protocol

import httptools

from edgeproof.load.wire.answer import Answer, header_in
from edgeproof.load.wire.failures import Failure, FailureKind

FIRST_FINAL_STATUS = 200


class Waiter(Protocol):
    """The receiver of an answer: a future, or a direct task."""

    def done(self) -> bool:
        """Whether it no longer waits."""

    def set_result(self, result: Answer, /) -> None:
        """Take the answer."""

    def set_exception(self, exception: Failure, /) -> None:
        """Take the failure that came instead."""


class Owner(Protocol):
    """The owner of connections: a pool."""

    idle: "list[Connection]"

    @property
    def waiters(self) -> Sized:
        """The users that are waiting for a connection."""

    def release(self, connection: "Connection") -> None:
        """Take back a connection that is open and idle."""

    def lost(self, connection: "Connection") -> None:
        """Forget a connection that is gone."""


class Connection(asyncio.Protocol):
    """Writes a request at once, and hands its answer to the waiting receiver.

    `waiter` is that receiver while a request is under way. `has_served` is true once an answer has
    come.
    """

    __slots__ = (
        "_answer",
        "_body",
        "_head",
        "_owner",
        "_parser",
        "_transport",
        "has_served",
        "is_open",
        "sent_ns",
        "waiter",
        "was_lost",
    )

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport
        self._head = b""
        self._body = b""
        self._answer: Answer | None = None
        self.is_open = False
        self.was_lost = False
        self.has_served = False
        self.sent_ns = 0
        self.waiter: Waiter | None = None

    @property
    def has_answer_begun(self) -> bool:
        """Whether any part of the answer under way has been read."""
        return bool(self._head)

    def send(self, request: bytes, waiter: Waiter) -> None:
        """Write a request; `waiter` receives its answer, or the Failure that came instead."""
        self.waiter = waiter
        self._head = b""
        self.sent_ns = monotonic_ns()
        self._transport.write(request)

    def abort(self) -> None:
        """Close the connection; a request under way is lost."""
        self.is_open = False
        self._transport.abort()

    def abandon(self) -> None:
        """Close the connection: its waiter has gone on without an answer."""
        self.waiter = None
        self.abort()

    def fail(self, failure: Failure) -> None:
        """End the request under way with a failure, and close the connection."""
        waiter, self.waiter = self.waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(failure)
        self.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin (see asyncio.Protocol)."""
        self._transport = transport  # type: ignore[assignment]  # TCP gives a Transport
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        """Parse a part of an answer; the callbacks below are called meanwhile."""
        if self.waiter is None:
            self.abort()  # nobody asked for this: it could not be told from the next answer
            return
        if not self._body:
            self._head = self._head + data if self._head else data
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.fail(Failure(FailureKind.BAD_ANSWER, "it is not HTTP/1.1"))
            return
        if self._answer is not None:
            self._hand_over(self._answer)

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body = self._body + body if self._body else body

    def on_message_complete(self) -> None:
        """Keep the answer, until everything that was read with it is parsed."""
        parser = self._parser
        status = parser.get_status_code()
        if status < FIRST_FINAL_STATUS:
            return  # an interim answer: the one asked for follows
        if self._answer is not None:
            self.abort()  # a second one, which nobody has asked for
            return
        self._answer = Answer(status, self._head, self._body, self.sent_ns, monotonic_ns())
        self._body = b""
        if not parser.should_keep_alive():
            self.abort()

    def _hand_over(self, answer: Answer) -> None:
        waiter, self.waiter = self.waiter, None
        self._answer = None
        self.has_served = True
        if waiter is None or waiter.done():
            self.abort()
            return
        if self.is_open:
            if self._owner.waiters:
                self._owner.release(self)
            else:
                self._owner.idle.append(self)
        waiter.set_result(answer)  # last: it may send the next request over this very connection

    def connection_lost(self, error: Exception | None) -> None:
        """End: with the answer, if the end of the connection is what completes it."""
        self.is_open = False
        if self.waiter is not None and not self.waiter.done():
            if error is None and self._ends_with_connection():
                self.on_message_complete()
            if self._answer is not None:
                self._hand_over(self._answer)
            else:
                self.was_lost = True
                self.fail(Failure(FailureKind.RESET, self._how_it_was_lost()))
        self._owner.lost(self)

    def _ends_with_connection(self) -> bool:
        """Whether the answer has no length of its own (RFC 9112, section 6.3, item 8)."""
        lengths = ("Content-Length", "Transfer-Encoding")
        is_whole_head = b"\r\n\r\n" in self._head
        return is_whole_head and all(header_in(self._head, name) is None for name in lengths)

    def _how_it_was_lost(self) -> str:
        when = "in the middle of the answer" if self.has_answer_begun else "before any answer"
        return f"the connection was closed {when}"
