"""Ask a real Redis, and give its answer as a correct Redis REST endpoint would."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from edgeproof.clients import Argument, Reply
from edgeproof.clients.forms import argument_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Oracle:
    """One connection to a Redis of the run's own, with replies in the shape of the REST API."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401  (its methods are not typed)
        """`connection` is a connected `redis.asyncio.Connection`."""
        self._connection = connection

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str) -> AsyncIterator[Oracle]:
        """Connect to `url` (`redis://…`, `unix://…`) and empty the database that it names."""
        # The client is part of the extra `local`, and only a run that has an oracle needs it.
        from redis.asyncio import ConnectionPool  # noqa: PLC0415

        pool = ConnectionPool.from_url(url)
        connection = await pool.get_connection()  # type: ignore[no-untyped-call]
        try:
            oracle = cls(connection)
            await oracle("FLUSHDB")
            yield oracle
        finally:
            await connection.disconnect()
            await pool.disconnect()

    async def reply(self, *command: Argument) -> Reply:
        """Run one command; the reply has status 200 with a result, or 400 with an error."""
        from redis.exceptions import ResponseError  # noqa: PLC0415

        await self._connection.send_command(*map(argument_text, command))
        try:
            answer = await self._connection.read_response(disable_decoding=True)
        except ResponseError as error:
            answer = error
        if isinstance(answer, ResponseError):
            return Reply(status=400, error=_error_text(answer))
        return Reply(status=200, result=_as_json(answer))

    async def __call__(self, *command: Argument) -> object:
        """Run one command that must not fail, and return its result."""
        return (await self.reply(*command)).value


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
    return answer
