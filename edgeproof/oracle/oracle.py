"""Asks a real Redis, and gives its answer as a correct Redis REST endpoint would."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from edgeproof.clients import Argument, Command, Reply, argument_text
from edgeproof.laws import Untested
from edgeproof.oracle.versions import OLDEST, Version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from redis.connection import AbstractConnection

_PATIENCE_S = 10.0
"""As long as a deployment is given."""


class Oracle:
    """One connection to a Redis of the run's own, whose replies have the shape of the REST API.

    It is called as a client of the deployment is. But it answers in less time than an event loop
    takes to wait for it, so nothing here waits.

    Nothing is emptied: the run asks about names that nothing else has, and another process of the
    same run may be asking at the same time.
    """

    def __init__(self, connection: AbstractConnection) -> None:
        """`connection` is connected, and speaks RESP2."""
        self._connection = connection
        self.version: Version = OLDEST

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str) -> AsyncIterator[Oracle]:
        """Connect to `url` (`redis://…`, `unix://…`). Raises Untested if its Redis is too old."""
        # The client is part of the extra `local`, and only a run with an oracle needs it.
        from redis import ConnectionPool  # noqa: PLC0415  (the extra `local`)

        # In RESP3 there would be maps and doubles, which the REST API does not have.
        pool = ConnectionPool.from_url(url, protocol=2, socket_timeout=_PATIENCE_S)
        connection = pool.get_connection()
        try:
            oracle = cls(connection)
            await oracle._find_version()
            yield oracle
        finally:
            pool.release(connection)
            pool.disconnect()

    async def reply(self, *command: Argument) -> Reply:
        """Run one command; the reply has status 200 with a result, or 400 with an error."""
        [reply] = await self.replies([command])
        return reply

    async def replies(self, commands: Sequence[Command]) -> list[Reply]:
        """Run commands one after the other and return their replies, in order."""
        texts = [tuple(map(argument_text, command)) for command in commands]
        # One write for all of them: each costs as much as the command itself.
        packed = self._connection.pack_commands(texts)  # type: ignore[no-untyped-call]  # redis-py has no types there
        self._connection.send_packed_command(packed)  # type: ignore[no-untyped-call]  # likewise
        return [self._read() for _ in commands]

    def _read(self) -> Reply:
        from redis.exceptions import ResponseError  # noqa: PLC0415  (the extra `local`)

        try:
            answer = self._connection.read_response(disable_decoding=True)
        except ResponseError as error:
            return Reply(status=400, error=_error_text(error))
        return Reply(status=200, result=_as_json(answer))

    async def __call__(self, *command: Argument) -> object:
        """Run one command that must not fail, and return its result."""
        return (await self.reply(*command)).value

    async def _find_version(self) -> None:
        information = str(await self("INFO", "server"))
        found = re.search(r"redis_version:(\d+)\.(\d+)", information)
        self.version = (int(found[1]), int(found[2])) if found else (0, 0)
        if self.version < OLDEST:
            raise Untested(
                f"the redis-server for the oracle is {self.version[0]}.{self.version[1]}, too old: "
                f"it must be {OLDEST[0]}.{OLDEST[1]} or later"
            )


def _error_text(error: Exception) -> str:
    """The error as the server sent it: the client strips the code words that it knows."""
    code = getattr(error, "status_code", None)
    text = str(error)
    return f"{code} {text}" if code and not text.startswith(code) else text


def _as_json(answer: object) -> object:
    if isinstance(answer, bytes):
        return answer.decode("utf-8", errors="replace")
    if isinstance(answer, list):
        return [_as_json(item) for item in answer]
    if isinstance(answer, Exception):
        # A script can put an error inside an array, where JSON can only show it as text.
        return _error_text(answer)
    return answer
