"""Connections to one origin: opened when needed, kept alive, taken in turn."""

import asyncio
import socket
from collections import deque
from dataclasses import dataclass
from time import monotonic_ns
from typing import Final

from edgeproof.load.wire.answer import Answer
from edgeproof.load.wire.connection import Connection
from edgeproof.load.wire.failures import Failure, FailureKind
from edgeproof.load.wire.origin import Origin
from edgeproof.load.wire.requests import is_safe

SWEEP_S: Final = 0.1
"""How often overdue answers are looked for: a timer per request would cost more than the
request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The maximum number of connections at once, and how long they and answers may take."""

    connections: int
    connect_s: float = 5.0
    answer_s: float = 10.0


class Pool:
    """The connections to an origin.

    `opened` counts all that were opened, `reopened` those that the server closed between requests,
    or while a request was sent that could safely be repeated (RFC 9112, sections 9.3.1 and 9.5).
    `idle` are those that have nothing to do, `waiters` the users that found none.
    """

    def __init__(self, origin: Origin, limits: Limits) -> None:
        self.origin = origin
        self.limits = limits
        self.loop = asyncio.get_running_loop()
        self.opened = 0
        self.reopened = 0
        self.idle: list[Connection] = []
        self._open: set[Connection] = set()
        self._taken = 0
        self.waiters: deque[asyncio.Future[Connection | None]] = deque()
        self._address: str | None = None
        self._sweep = self.loop.call_later(SWEEP_S, self._end_overdue)

    async def acquire(self) -> Connection:
        """A free connection, opened if needed; it comes back by itself once it has answered.

        Raises Failure if none can be opened.
        """
        if self.idle:
            return self.idle.pop()
        if self._taken < self.limits.connections:
            return await self._open_one()
        waiter: asyncio.Future[Connection | None] = self.loop.create_future()
        self.waiters.append(waiter)
        try:
            connection = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._pass_on(waiter.result())
            raise
        # A connection that was handed over may have been closed before its turn came.
        return connection if connection and connection.is_open else await self._open_one()

    async def mend(self, connection: Connection, request: bytes, error: BaseException) -> Answer:
        """The answer to a request that failed on a connection, if a new one helps; else raises."""
        if not isinstance(error, Failure):
            connection.abandon()  # given up in the middle: it must not carry another answer
            raise error
        if not (is_safe(request) and _was_closed_between(connection)):
            raise error
        self.reopened += 1
        return await self._exchange_anew(request)

    async def probe(self) -> None:
        """Open a connection, to see whether that is possible at all. Raises Failure."""
        self.release(await self.acquire())

    def lost(self, connection: Connection) -> None:
        """Forget a connection that is gone (called by the connection)."""
        if connection not in self._open:
            return
        self._open.discard(connection)
        self._taken -= 1
        if connection in self.idle:
            self.idle.remove(connection)
            self.reopened += 1
        self._let_next_open()

    async def close(self) -> None:
        """Close all connections."""
        self._sweep.cancel()
        self.idle.clear()
        for connection in list(self._open):
            connection.abort()
        while self._open:  # noqa: ASYNC110 - each closes within a turn or two of the loop
            await asyncio.sleep(0)

    async def _exchange_anew(self, request: bytes) -> Answer:
        connection = await self._open_one()
        waiter: asyncio.Future[Answer] = self.loop.create_future()
        connection.send(request, waiter)
        try:
            return await waiter
        except BaseException:
            connection.abandon()
            raise

    def release(self, connection: Connection) -> None:
        """Take back a connection that is open and idle."""
        waiter = self._next_waiter() if self.waiters else None
        if waiter is None:
            self.idle.append(connection)
        else:
            waiter.set_result(connection)

    def _pass_on(self, connection: Connection | None) -> None:
        if connection is None:
            self._let_next_open()
        elif connection.is_open:
            self.release(connection)

    def _let_next_open(self) -> None:
        waiter = self._next_waiter()
        if waiter is not None:
            waiter.set_result(None)

    def _next_waiter(self) -> "asyncio.Future[Connection | None] | None":
        while self.waiters:
            waiter = self.waiters.popleft()
            if not waiter.done():
                return waiter
        return None

    async def _open_one(self) -> Connection:
        self._taken += 1
        try:
            connection = await self._connect()
        except BaseException:
            self._taken -= 1
            self._let_next_open()
            raise
        self._open.add(connection)
        self.opened += 1
        return connection

    async def _connect(self) -> Connection:
        limit_s = self.limits.connect_s
        try:
            async with asyncio.timeout(limit_s):
                return await self._connect_to_any(await self._addresses())
        except TimeoutError:
            raise Failure(FailureKind.TIMEOUT, f"no connection within {limit_s:g} s") from None
        except OSError as error:  # including those of ssl and of name resolution
            raise self.origin.failure_of(error) from None

    async def _addresses(self) -> list[str]:
        """The address that worked before, or all; names are resolved once per run."""
        if self._address is not None:
            return [self._address]
        host, port = self.origin.host, self.origin.port
        found = await self.loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    async def _connect_to_any(self, addresses: list[str]) -> Connection:
        for place, address in enumerate(addresses):
            try:
                connection = await self._connect_to(address)
            except ConnectionRefusedError:
                if place == len(addresses) - 1:
                    raise
            else:
                self._address = address
                return connection
        raise ConnectionRefusedError

    async def _connect_to(self, address: str) -> Connection:
        _, connection = await self.loop.create_connection(
            lambda: Connection(self),
            address,
            self.origin.port,
            ssl=self.origin.tls,
            server_hostname=self.origin.host if self.origin.tls else None,
        )
        if not connection.is_open:
            raise ConnectionResetError
        return connection

    def _end_overdue(self) -> None:
        limit_s = self.limits.answer_s
        oldest_ns = monotonic_ns() - round(limit_s * 1e9)
        for connection in list(self._open):
            if connection.waiter is not None and connection.sent_ns < oldest_ns:
                connection.fail(Failure(FailureKind.TIMEOUT, f"no answer within {limit_s:g} s"))
        self._sweep = self.loop.call_later(SWEEP_S, self._end_overdue)


def _was_closed_between(connection: Connection) -> bool:
    """Whether the server may have closed it before it saw the request.

    A request that the time limit ended does not count: its answer is late, not lost.
    """
    return connection.was_lost and connection.has_served and not connection.has_answer_begun
