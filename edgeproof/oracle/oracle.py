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

    from redis.asyncio.connection import AbstractConnection


class Oracle:
    """One connection to a Redis of the run's own, whose replies have the shape of the REST API.

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
        from redis.asyncio import ConnectionPool  # noqa: PLC0415  (the extra `local`)

        # In RESP3 there would be maps and doubles, which the REST API does not have.
        pool = ConnectionPool.from_url(url, protocol=2)
        connection = await pool.get_connection()  # type: ignore[no-untyped-call]  # redis-py has no types there
        try:
            oracle = cls(connection)
            await oracle._find_version()
            yield oracle
        finally:
            await connection.disconnect()
            await pool.disconnect()

    async def reply(self, *command: Argument) -> Reply:
        """Run one command; the reply has status 200 with a result, or 400 with an error."""
        from redis.exceptions import ResponseError  # noqa: PLC0415  (the extra `local`)

        await self._connection.send_command(*map(argument_text, command))
        try:
            answer = await self._connection.read_response(disable_decoding=True)
        except ResponseError as error:
            return Reply(status=400, error=_error_text(error))
        return Reply(status=200, result=_as_json(answer))

    async def replies(self, commands: Sequence[Command]) -> list[Reply]:
        """Run commands one after the other and return their replies, in order."""
        return [await self.reply(*command) for command in commands]

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
