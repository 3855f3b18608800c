"""One keep-alive HTTP/1.1 connection, with one request at a time."""

import asyncio
from time import monotonic_ns
from typing import TYPE_CHECKING

import httptools

from edgeproof.load.answer import Answer, header_in
from edgeproof.load.failures import Failure, FailureKind

if TYPE_CHECKING:
    from edgeproof.load.pool import Pool

FIRST_FINAL_STATUS = 200


class Connection(asyncio.Protocol):
    """Writes a request at once and makes a future of its answer.

    `waiter` is that future while a request is under way. `served` is how many answers came.
    """

    __slots__ = (
        "_body",
        "_head",
        "_new_waiter",
        "_parser",
        "_pool",
        "_transport",
        "has_answer_begun",
        "is_open",
        "sent_ns",
        "served",
        "waiter",
        "was_lost",
    )

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._new_waiter = pool.loop.create_future
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport
        self._head = b""
        self._body = b""
        self.has_answer_begun = False
        self.is_open = False
        self.was_lost = False
        self.served = 0
        self.sent_ns = 0
        self.waiter: asyncio.Future[Answer] | None = None

    def send(self, request: bytes) -> "asyncio.Future[Answer]":
        """Write a request; the future has its answer, or the Failure that came instead."""
        self.waiter = waiter = self._new_waiter()
        self._head = b""
        self.has_answer_begun = False
        self.sent_ns = monotonic_ns()
        self._transport.write(request)
        return waiter

    def abort(self) -> None:
        """Close the connection; whatever is under way is lost."""
        self.is_open = False
        self._transport.abort()

    def fail(self, failure: Failure) -> None:
        """End the request under way with a failure, and the connection with it."""
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
            self.abort()  # nobody asked: the next answer could not be told from what this is
            return
        if not self._body:
            self._head = self._head + data if self.has_answer_begun else data
        self.has_answer_begun = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.fail(Failure(FailureKind.BAD_ANSWER, "it is not HTTP/1.1"))

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body = self._body + body if self._body else body

    def on_message_complete(self) -> None:
        """Hand the answer over."""
        parser = self._parser
        status = parser.get_status_code()
        if status >= FIRST_FINAL_STATUS:  # others are interim: the one asked for follows
            self._answer(status, keeps_alive=parser.should_keep_alive())

    def connection_lost(self, error: Exception | None) -> None:
        """End: with the answer, if the end of the connection is what ends it."""
        self.is_open = False
        if self.waiter is not None and not self.waiter.done():
            if error is None and self._ends_with_connection():
                self._answer(self._parser.get_status_code(), keeps_alive=False)
            else:
                self.was_lost = True
                self.fail(Failure(FailureKind.RESET, self._how_it_was_lost()))
        self._pool.lost(self)

    def _answer(self, status: int, *, keeps_alive: bool) -> None:
        waiter, self.waiter = self.waiter, None
        body, self._body = self._body, b""
        self.served += 1
        if waiter is None or waiter.done():
            self.abort()
            return
        waiter.set_result(Answer(status, self._head, body, self.sent_ns, monotonic_ns()))
        if not keeps_alive:
            self.abort()
        elif self._pool.waiters:
            self._pool.release(self)
        else:
            self._pool.idle.append(self)

    def _ends_with_connection(self) -> bool:
        """Whether the answer has no length of its own (RFC 9112, section 6.3, item 8)."""
        lengths = ("Content-Length", "Transfer-Encoding")
        is_whole_head = b"\r\n\r\n" in self._head
        return is_whole_head and all(header_in(self._head, name) is None for name in lengths)

    def _how_it_was_lost(self) -> str:
        when = "in the middle of the answer" if self.has_answer_begun else "before any answer"
        return f"the connection was closed {when}"
