"""The transport sends what it is told, records what happened, and blames who is to blame."""

import gzip
import itertools
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import httpx
import pytest

from edgeproof.clients import HttpClient, Mask, Meter, Transport
from edgeproof.clients.http_client import MOST_BYTES
from edgeproof.clients.notation.risks import Caution
from edgeproof.laws import Broken, Case, Exchange, Undecided
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

Serve = Callable[[Behaviour], StandIn]


def only(case: Case) -> Exchange:
    [exchange] = case.exchanges
    return exchange


@pytest.mark.parametrize(
    ("base", "target", "sent"),
    [
        ("", "", "/"),
        ("", "/get/k", "/get/k"),
        ("/posts", "", "/posts"),
        ("/posts/", "/post:7", "/posts/post:7"),
        ("/posts", "/../post:7", "/posts/../post:7"),
        ("", "/a/./b/../c//d", "/a/./b/../c//d"),
        ("", "//a", "//a"),
        ("", "/%2F%2e%2E%zz?a=%00&b+c", "/%2F%2e%2E%zz?a=%00&b+c"),
        ("", "/{}|\"<>^`\\'#x", "/{}|\"<>^`\\'#x"),
    ],
)
async def test_a_target_goes_over_the_wire_as_it_is(
    serve: Serve, connect: Connect, base: str, target: str, sent: str
) -> None:
    server = serve(lambda _: answer())
    await connect(server.url + base).send("GET", target)
    assert server.seen[0].target == sent


@pytest.mark.parametrize("base", ["http", "https"])
async def test_a_target_goes_as_it_is_through_a_proxy_too(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    proxy = serve(lambda _: answer(502) if base == "https" else answer())
    monkeypatch.setenv(f"{base}_proxy", proxy.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with HttpClient() as http:
        transport = Transport(
            http, f"{base}://db.example", mask=Mask.of(None, None), case=Case(), meter=Meter()
        )
        if base == "https":
            with pytest.raises(Undecided):
                await transport.send("GET", "/a/../b")
        else:
            await transport.send("GET", "/a/../b")
    expected = {"http": "http://db.example/a/../b", "https": "db.example:443"}
    assert proxy.seen[0].target == expected[base]


async def test_headers_and_body_arrive_as_given(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: answer())
    fields = [("X-One", "1"), ("x-one", "é"), ("Content-Type", "text/plain")]
    await connect(server.url).send("PUT", "/", headers=fields, body=b"\x00\xff")
    seen = server.seen[0]
    assert (seen.method, seen.body) == ("PUT", b"\x00\xff")
    assert [field for field in seen.headers if field[0] == "x-one"] == [
        ("x-one", "1"),
        ("x-one", "é"),
    ]
    assert seen.header("content-type") == "text/plain"


async def test_chunks_are_sent_as_chunks_and_recorded_so(
    serve: Serve, connect: Connect, case: Case
) -> None:
    server = serve(lambda _: answer())
    await connect(server.url).send("POST", "/", chunks=[b"ab", b"c"])
    assert server.seen[0].header("transfer-encoding") == "chunked"
    assert server.seen[0].header("content-length") is None
    assert server.seen[0].body == b"abc"
    assert only(case).request.body == b"abc"
    assert ("Transfer-Encoding", "chunked") in only(case).request.headers


async def test_an_answer_comes_back_as_it_was(serve: Serve, connect: Connect) -> None:
    packed = gzip.compress(b'{"result":1}')
    server = serve(lambda _: answer(418, packed, "Content-Encoding: gzip", "X-A: 1", "X-A: 2"))
    response = await connect(server.url).send("GET")
    assert response.status == 418
    assert not response.is_success
    assert response.json() == {"result": 1}
    assert response.header("X-a") == "1"
    assert response.header("missing") is None
    assert response.request_line == "GET /"


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b'"\xff"', b"{} {}", b"NaN"])
async def test_a_body_that_is_no_json_breaks_the_law(
    serve: Serve, connect: Connect, body: bytes
) -> None:
    server = serve(lambda _: answer(200, body))
    response = await connect(server.url).send("GET", "/path")
    with pytest.raises(Broken) as broken:
        response.json()
    assert "GET /path" in broken.value.summary(str)


async def test_large_integers_are_exact(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: answer(200, b"[9007199254740993, 123456789012345678901234567890]"))
    decoded = (await connect(server.url).send("GET")).json()
    assert decoded == [9007199254740993, 123456789012345678901234567890]


async def test_no_answer_in_time_says_nothing(serve: Serve, connect: Connect, case: Case) -> None:
    server = serve(lambda _: b"")
    with pytest.raises(Undecided, match="within"):
        await connect(server.url).send("GET")
    assert only(case).response is None
    assert "no answer" in (only(case).failure or "")


async def test_half_an_answer_says_nothing_either(
    serve: Serve, connect: Connect, case: Case
) -> None:
    server = serve(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    with pytest.raises(Undecided, match="within"):
        await connect(server.url).send("GET")
    assert "no whole answer" in (only(case).failure or "")


async def test_a_refused_connection_says_nothing(connect: Connect, case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Undecided, match="could not connect"):
        await connect(f"http://127.0.0.1:{port}").send("GET")
    assert only(case).failure == "could not connect"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        b"this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\nno",
    ],
)
async def test_an_answer_that_is_none_breaks_the_law(
    serve: Serve, connect: Connect, case: Case, sent: bytes | None
) -> None:
    server = serve(lambda _: sent)
    with pytest.raises(Broken) as broken:
        await connect(server.url).send("POST", "/path", body=b"x")
    assert broken.value.what == "POST /path"
    assert broken.value.expected == "an answer"
    assert only(case).failure is not None


@pytest.mark.parametrize(("name", "value"), [("X-A", "a\nb"), ("X A", "b")])
async def test_a_request_that_no_client_can_send_is_no_fault_of_the_deployment(
    serve: Serve, connect: Connect, name: str, value: str
) -> None:
    server = serve(lambda _: answer())
    with pytest.raises(httpx.LocalProtocolError):
        await connect(server.url).send("GET", headers=[(name, value)])


async def test_of_a_stream_of_events_only_the_head_is_read(
    serve: Serve, connect: Connect, case: Case
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n"
    server = serve(lambda _: head)
    response = await connect(server.url).send("GET")
    assert (response.status, response.body) == (200, b"")
    assert only(case).open_for == 0


async def test_no_token_is_in_what_is_recorded(serve: Serve, connect: Connect, case: Case) -> None:
    def echo(seen: Seen) -> bytes:
        return answer(200, seen.body + TOKEN.lower().encode(), f"X-Echo: {TOKEN.upper()}")

    server = serve(echo)
    response = await connect(server.url).send(
        "POST",
        f"/?_token={TOKEN}",
        headers=[("Authorization", f"Bearer {TOKEN}")],
        body=f'["GET","{TOKEN}"]'.encode(),
    )
    assert response.contains(TOKEN)
    assert server.seen[0].header("authorization") == f"Bearer {TOKEN}"
    assert TOKEN.lower() not in repr(only(case)).lower()
    assert TOKEN not in response.request_line
    assert ("Authorization", "Bearer ${UPSTASH_REDIS_REST_TOKEN}") in only(case).request.headers


async def test_what_a_cancelled_request_did_is_recorded(
    serve: Serve, connect: Connect, case: Case
) -> None:
    server = serve(lambda _: b"")
    with anyio.move_on_after(0.05):
        await connect(server.url).send("GET")
    assert only(case).failure == "given up"


async def test_each_request_is_counted_and_its_time_kept(
    serve: Serve, connect: Connect, case: Case, meter: Meter
) -> None:
    transport = connect(serve(lambda _: answer()).url)
    for _ in range(3):
        await transport.send("GET")
    assert (case.requests, meter.requests) == (3, 3)
    assert all(exchange.elapsed_ns > 0 for exchange in case.exchanges)


READS = Caution(is_repeatable=True)


def closes(*numbers: int) -> Behaviour:
    """Answer all requests but those of these numbers, for which the connection is closed."""
    count = itertools.count(1)
    return lambda _: None if next(count) in numbers else answer(200, b"1")


@pytest.mark.parametrize("body", [{"body": b"ab"}, {"chunks": [b"a", b"b"]}])
async def test_a_kept_connection_may_be_closed_at_any_time(
    serve: Serve, connect: Connect, case: Case, meter: Meter, body: dict[str, Any]
) -> None:
    server = serve(closes(2))
    transport = connect(server.url)
    for _ in range(2):
        assert (await transport.send("POST", "/", caution=READS, **body)).text == "1"
    assert [seen.body for seen in server.seen] == [b"ab"] * 3
    assert (case.requests, meter.requests) == (2, 3)


async def test_a_new_connection_may_not(serve: Serve, connect: Connect) -> None:
    server = serve(closes(2, 3))
    transport = connect(server.url)
    await transport.send("GET", caution=READS)
    with pytest.raises(Broken):
        await transport.send("GET", caution=READS)
    assert len(server.seen) == 3


async def test_what_may_change_something_is_never_sent_twice(
    serve: Serve, connect: Connect
) -> None:
    server = serve(closes(2, 3))
    transport = connect(server.url)
    await transport.send("POST")
    with pytest.raises(Undecided, match="was it carried out"):
        await transport.send("POST")
    assert len(server.seen) == 2
    # From then on such requests are on new connections, on which nothing explains that.
    with pytest.raises(Broken):
        await transport.send("POST")
    assert len(server.seen) == 3
    assert (await transport.send("POST")).text == "1"


async def test_nor_may_one_that_a_law_looks_at(serve: Serve, connect: Connect) -> None:
    server = serve(closes(2))
    async with HttpClient(uses_proxies=False) as http:
        transport = connect(server.url).over(http)
        await transport.send("GET")
        with pytest.raises(Broken):
            await transport.send("GET")


async def test_a_request_starts_after_the_meter_s_turn_and_lasts_to_the_last_byte(
    serve: Serve, case: Case
) -> None:
    waited_ns: list[int] = []

    async def wait(_seconds: float) -> None:
        waited_ns.append(time.monotonic_ns())

    server = serve(lambda _: answer(200, b"x" * 1_000_000))
    meter = Meter(rate_per_s=1, clock=lambda: 1.0, sleep=wait)
    async with HttpClient(uses_proxies=False) as http:
        transport = Transport(http, server.url, mask=Mask.of(None, None), case=case, meter=meter)
        for _ in range(2):
            await transport.send("GET")
    last = case.exchanges[-1]
    assert waited_ns[-1] <= last.started_ns
    assert last.started_ns + last.elapsed_ns <= time.monotonic_ns()
    assert last.elapsed_ns > 0


@pytest.mark.parametrize("status", [200, 404, 499, 500, 501, 599])
async def test_a_5xx_is_an_error_of_the_server(serve: Serve, connect: Connect, status: int) -> None:
    response = await connect(serve(lambda _: answer(status)).url).send("GET")
    assert response.is_server_error is (status >= 500)


def compressed(*codings: str, size: int = 1_000_000_000) -> bytes:
    """An answer of that many zeros, compressed once for each coding."""
    body = b""
    for number, _ in enumerate(codings):
        packer = zlib.compressobj(wbits=31)
        pieces = [b"\0" * 1_000_000] * (size // 1_000_000) if number == 0 else [body]
        body = b"".join([*map(packer.compress, pieces), packer.flush()])
    return answer(200, body, f"Content-Encoding: {', '.join(codings)}")


async def test_an_answer_that_goes_on_and_on_is_not_kept(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: answer(200, b"x" * (MOST_BYTES + 1)))
    with pytest.raises(Undecided, match="more than 16 MiB, to GET /"):
        await connect(server.url).send("GET")


async def test_nor_is_what_only_decompression_makes_long(serve: Serve, connect: Connect) -> None:
    bomb = compressed("gzip", size=200_000_000)
    server = serve(lambda _: bomb)
    with pytest.raises(Undecided, match="more than 16 MiB"), needing_at_most(150_000_000):
        await connect(server.url).send("GET")


@pytest.mark.parametrize("codings", [("gzip", "gzip"), ("br",), ("zstd",)])
async def test_an_encoding_that_nobody_asked_for_is_not_decoded(
    serve: Serve, connect: Connect, codings: tuple[str, ...]
) -> None:
    bomb = compressed(*codings, size=100_000_000)
    server = serve(lambda _: bomb)
    with pytest.raises(Broken) as caught, needing_at_most(20_000_000):
        await connect(server.url).send("GET")
    assert f"Content-Encoding {','.join(codings)} was not asked for" in caught.value.received


async def test_evidence_keeps_the_beginning_of_an_answer(
    serve: Serve, connect: Connect, case: Case
) -> None:
    server = serve(lambda _: answer(200, b"x" * 1_000_000))
    assert len((await connect(server.url).send("GET")).body) == 1_000_000
    response = case.exchanges[-1].response
    assert response is not None
    assert len(response.body) == 262_144


async def test_json_that_is_too_deep_is_not_valid(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: answer(200, b"[" * 100_000 + b"]" * 100_000))
    response = await connect(server.url).send("GET")
    with pytest.raises(Broken) as caught:
        response.json()
    assert caught.value.expected == "JSON"


@contextmanager
def needing_at_most(size: int) -> Iterator[None]:
    """No more than that many bytes are allocated at once within the block."""
    tracemalloc.start()
    try:
        yield
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < size
