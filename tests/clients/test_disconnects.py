"""A client that goes away: how far it got is what the deployment sees, and what is recorded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from edgeproof.clients import DisconnectMoment, Form, Ledger, Meter, RedisRestClient, Unanswered
from edgeproof.deployments import Secret
from edgeproof.evidence.curl import as_curl
from edgeproof.laws import Case
from tests.clients.conftest import TOKEN, Connect

pytestmark = pytest.mark.anyio

LARGE = b"x" * 8_000_000
"""More than the buffers between two sockets hold."""


@dataclass(slots=True)
class Witness:
    """What a server saw of one connection."""

    received: bytes = b""
    is_gone: asyncio.Event = field(default_factory=asyncio.Event)
    was_cut: bool = False
    """Whether its answer could not be sent to the end."""


@asynccontextmanager
async def witnessing(answer: bytes) -> AsyncIterator[tuple[str, Witness]]:
    """A server that answers at once, and keeps what came on its only connection."""
    witness = Witness()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            witness.received += await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
            witness.received += await reader.read()
        except ConnectionError:
            witness.was_cut = True
        witness.is_gone.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", witness
        # From Python 3.12 on a server ends with its last connection, and a client may keep one.
        for writer in writers:
            writer.close()


def client(connect: Connect, url: str) -> RedisRestClient:
    return RedisRestClient(connect(url), Secret(TOKEN), Ledger(), key_prefix="p")


async def leave(connect: Connect, form: Form, moment: DisconnectMoment) -> Witness:
    """The witness of a client that sets a key and goes away at that moment."""
    async with witnessing(b"") as (url, witness):
        await client(connect, url).abandon(("SET", "k", "value"), form, moment)
        await asyncio.wait_for(witness.is_gone.wait(), 5)
    return witness


@pytest.mark.parametrize(
    ("form", "body"), [(Form.BODY, b'["SET","k","value"]'), (Form.TRANSACTION, b'[["SET","k"')]
)
async def test_a_half_sent_body_of_json_is_a_whole_command(
    connect: Connect, form: Form, body: bytes
) -> None:
    witness = await leave(connect, form, DisconnectMoment.SENDING)
    head, _, sent = witness.received.partition(b"\r\n\r\n")
    assert sent.startswith(body)
    assert sent == sent.strip()
    assert f"content-length: {2 * len(sent)}".encode() in head.lower()


async def test_a_half_sent_body_of_a_path_is_half_of_the_value(connect: Connect) -> None:
    witness = await leave(connect, Form.PATH_BODY, DisconnectMoment.SENDING)
    head, _, sent = witness.received.partition(b"\r\n\r\n")
    assert sent == b"va"
    assert b"content-length: 5\r\n" in head.lower() + b"\r\n"


async def test_a_client_that_does_not_wait_has_sent_all(connect: Connect) -> None:
    witness = await leave(connect, Form.PATH_BODY, DisconnectMoment.WAITING)
    assert witness.received.endswith(b"\r\n\r\nvalue")


async def test_a_client_that_stops_reading_cuts_the_answer(connect: Connect) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(LARGE), LARGE)
    async with witnessing(answer) as (url, witness):
        await client(connect, url).abandon(("GET", "k"), Form.BODY, DisconnectMoment.READING)
        await asyncio.wait_for(witness.is_gone.wait(), 5)
    assert witness.was_cut


@pytest.mark.parametrize("moment", DisconnectMoment)
async def test_a_client_that_comes_nowhere_says_so(
    connect: Connect, moment: DisconnectMoment
) -> None:
    with pytest.raises(Unanswered, match="the moment to go away did not come"):
        await client(connect, "http://127.0.0.1:1").abandon(("GET", "k"), Form.BODY, moment)


async def test_a_departure_is_counted_and_shown_without_its_token(
    connect: Connect, case: Case, meter: Meter
) -> None:
    await leave(connect, Form.BODY, DisconnectMoment.SENDING)
    [exchange] = case.exchanges
    assert (case.requests, meter.requests) == (1, 1)
    assert exchange.failure == "the client went away while sending"
    assert exchange.is_abandoned
    assert exchange.request.body == b'["SET","k","value"]'
    assert ("Content-Length", "38") in exchange.request.headers
    assert TOKEN not in repr(exchange)
    assert " -m 1 " in as_curl(exchange.request, is_abandoned=True)


async def test_the_next_request_has_a_connection_of_its_own(connect: Connect) -> None:
    async with witnessing(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as (url, _):
        redis = client(connect, url)
        await redis.abandon(("GET", "k"), Form.BODY, DisconnectMoment.SENDING)
        assert (await redis.send(("GET", "k"))).status == httpx.codes.OK
