"""The Redis behind the endpoint: a few connections, each lent to one request at a time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from redis.asyncio.connection import AbstractConnection, Connection, parse_url
from redis.exceptions import RedisError

from edgeproof.stack.endpoint.resp import (
    Arguments,
    RedisReply,
    TypedReplyParser,
    command_frame,
)

CONNECT_TIMEOUT_S: Final = 2.0
REPLY_TIMEOUT_S: Final = 5.0
"""Longer than any command should take, shorter than HTTP clients wait (some 10 s)."""
MOST_CONNECTIONS: Final = 32


class BackendUnavailableError(Exception):
    """Redis did not answer; whether it executed the commands is unknown, so nothing is retried."""


class Backend:
    """Sends commands to one Redis server and returns its typed replies.

    A connection is lent for a whole batch, so that nothing of another request comes between the
    commands of a transaction. A connection that failed, or whose request was cancelled, is closed:
    replies may still be on their way, which the next request would take for its own.
    """

    def __init__(self, url: str, *, reply_timeout_s: float = REPLY_TIMEOUT_S) -> None:
        # Without this, redis-py gives up after five seconds of silence, even on a subscription.
        options: dict[str, Any] = {**parse_url(url), "socket_timeout": None}
        self._connection_class = options.pop("connection_class", None) or Connection
        self._options = options
        self._reply_timeout_s = reply_timeout_s
        self._idle: list[AbstractConnection] = []
        self._places = asyncio.Semaphore(MOST_CONNECTIONS)

    async def exchange(self, commands: Sequence[Arguments]) -> list[RedisReply]:
        """Send commands together over one connection; return their replies in order.

        Raises `BackendUnavailableError`.
        """
        frames = b"".join(map(command_frame, commands))
        async with self._places:
            connection = await self._borrow()
            try:
                async with asyncio.timeout(self._reply_timeout_s):
                    await connection.send_packed_command(frames)
                    replies: list[RedisReply] = [
                        await connection.read_response(disable_decoding=True) for _ in commands
                    ]
            except (RedisError, OSError) as error:  # a TimeoutError is an OSError
                await self.close()
                raise BackendUnavailableError from error
            # Not reached after an interruption or a cancellation: redis-py has then closed the
            # connection, and it must not come back.
            self._idle.append(connection)
            return replies

    async def dedicated_connection(self) -> AbstractConnection:
        """Return a new connection of the caller's own, for a subscription; the caller closes it.

        Raises `BackendUnavailableError`.
        """
        connection: AbstractConnection = self._connection_class(
            **self._options,
            parser_class=TypedReplyParser,
            protocol=2,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
        )
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await connection.connect()  # type: ignore[no-untyped-call]  # redis-py has no types there
        except (RedisError, OSError) as error:
            await connection.disconnect(nowait=True)
            raise BackendUnavailableError from error
        return connection

    async def close(self) -> None:
        """Close every idle connection. The backend remains usable."""
        while self._idle:
            with suppress(RedisError, OSError):
                await self._idle.pop().disconnect(nowait=True)

    async def _borrow(self) -> AbstractConnection:
        while self._idle:
            connection = self._idle.pop()
            # Readable while no reply is due: the server has closed it, for example in a restart.
            if not await connection.can_read():
                return connection
            await connection.disconnect(nowait=True)
        return await self.dedicated_connection()
