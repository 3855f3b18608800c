"""One connection: how often it had to be opened is counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from edgeproof.clients import OneConnection

pytestmark = pytest.mark.anyio

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def serving(
    answer: bytes, *, answers_a_connection: int, closings: asyncio.Semaphore | None = None
) -> AsyncIterator[str]:
    """A server that sends these very bytes to each request, and closes after so many.

    It releases `closings` each time that it has closed a connection.
    """

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(answers_a_connection):
            if not await reader.readline():
                break
            while await reader.readline() not in {b"\r\n", b""}:
                pass
            writer.write(answer)
        writer.close()
        await writer.wait_closed()
        if closings is not None:
            closings.release()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def connecting() -> AsyncIterator[OneConnection]:
    """A client that is closed in the end."""
    connection = OneConnection(uses_proxies=False)
    try:
        yield connection
    finally:
        await connection.http.aclose()


async def ask(connection: OneConnection, method: str, url: str) -> None:
    """Send a request, and read the answer to its end."""
    answer = await connection.http.send(connection.http.request(method, url))
    await answer.aread()
    await answer.aclose()


async def test_a_connection_that_is_kept_is_opened_once() -> None:
    async with serving(ANSWER, answers_a_connection=9) as url, connecting() as connection:
        for _ in range(3):
            await ask(connection, "GET", url)
    assert connection.opened == 1


async def test_a_connection_closed_without_a_word_is_opened_again() -> None:
    closings = asyncio.Semaphore(0)
    server = serving(ANSWER, answers_a_connection=1, closings=closings)
    async with server as url, connecting() as connection:
        for _ in range(3):
            await ask(connection, "GET", url)
            await closings.acquire()
    assert connection.opened == 3


async def test_what_follows_the_answer_to_head_spoils_the_connection() -> None:
    async with serving(ANSWER, answers_a_connection=9) as url, connecting() as connection:
        await ask(connection, "HEAD", url)
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(connection, "GET", url)


async def test_an_answer_longer_than_it_says_spoils_the_connection() -> None:
    longer = ANSWER + b"{}"
    async with serving(longer, answers_a_connection=9) as url, connecting() as connection:
        await ask(connection, "GET", url)
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(connection, "GET", url)
