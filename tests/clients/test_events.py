"""Streams of events are read as strictly as the strictest client reads them."""

from collections.abc import Callable

import pytest

from edgeproof.clients import Ledger, Meter, RedisRestClient
from edgeproof.deployments import Secret
from edgeproof.laws import Broken, Case, FailedExample, Undecided
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

Serve = Callable[[Behaviour], StandIn]
Streaming = Callable[[bytes], RedisRestClient]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\n\r\n"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than a test has to."""
    monkeypatch.setattr("edgeproof.clients.events.EVENT_S", 0.2)


@pytest.fixture
def streaming(serve: Serve, connect: Connect) -> Streaming:
    """Open a client of an endpoint whose every answer is a stream that begins with these bytes."""
    return lambda sent: client(serve(lambda _: HEAD + sent), connect)


def client(server: StandIn, connect: Connect) -> RedisRestClient:
    return RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")


async def test_events_come_one_by_one_as_text(streaming: Streaming) -> None:
    sent = "data: subscribe,c,1\n\ndata: message,c,é😀  \n\ndata: \n\n".encode()
    async with streaming(sent).events("subscribe", "c") as events:
        assert events.head.status == 200
        assert events.head.media_type == "text/event-stream"
        assert await events.next() == "subscribe,c,1"
        assert await events.next() == "message,c,é😀  "
        assert await events.next() == ""


async def test_lines_of_data_are_joined_and_other_lines_passed_over(streaming: Streaming) -> None:
    sent = b": awake\n\nid: 1\ndata: a\nevent: x\ndata:\ndata: b\n\n\n\ndata: c\r\x85\n\n"
    async with streaming(sent).events("subscribe", "c") as events:
        assert await events.take(2) == ["a\n\nb", "c\r\ufffd"]


async def test_a_line_without_the_space_breaks_the_law(streaming: Streaming) -> None:
    async with streaming(b"data:a\n\n").events("subscribe", "c") as events:
        with pytest.raises(Broken) as broken:
            await events.next()
    assert broken.value.received == '"data:a"'


@pytest.mark.parametrize("begun", [b"", b"data: a\n", b"data: a"])
async def test_an_event_that_does_not_come_or_end_breaks_the_law(
    streaming: Streaming, case: Case, begun: bytes
) -> None:
    async with streaming(begun).events("subscribe", "c") as events:
        with pytest.raises(Broken) as broken:
            await events.next()
    assert broken.value.what == "event 1 of POST /subscribe/c"
    assert broken.value.received.startswith("nothing within 0.2 s")
    assert repr(begun) in broken.value.received or not begun
    response = case.exchanges[0].response
    assert response is not None
    assert response.body == begun


async def test_what_is_known_to_be_broken_is_not_waited_for_again(
    streaming: Streaming, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgeproof.clients.events.HURRIED_S", 0.01)
    case.first_failure = FailedExample(error=Broken("a", "b", "c"), exchanges=())
    async with streaming(b"").events("subscribe", "c") as events:
        with pytest.raises(Broken) as broken:
            await events.next()
    assert broken.value.received == "nothing within 0.01 s"


@pytest.mark.parametrize(
    "sent",
    [
        answer(200, b"", "Content-Type: text/event-stream"),
        HEAD.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
    ids=["whole", "torn"],
)
async def test_a_stream_that_ends_breaks_the_law(
    serve: Serve, connect: Connect, sent: bytes
) -> None:
    redis = client(serve(lambda _: sent), connect)
    async with redis.events("subscribe", "c") as events:
        with pytest.raises(Broken) as broken:
            await events.next()
    assert broken.value.received.startswith("the end of the ")


async def test_an_answer_that_is_no_success_has_its_body_and_no_events(
    serve: Serve, connect: Connect, case: Case
) -> None:
    redis = client(serve(lambda _: answer(503, b'{"error":"ERR full"}')), connect)
    async with redis.events("subscribe", "c") as events:
        assert events.head.json() == {"error": "ERR full"}
        with pytest.raises(Broken) as broken:
            await events.next()
    assert (broken.value.received, broken.value.expected) == ("503", "200")
    response = case.exchanges[0].response
    assert response is not None
    assert response.body == b'{"error":"ERR full"}'


async def test_no_head_in_time_says_nothing(serve: Serve, connect: Connect, case: Case) -> None:
    redis = client(serve(lambda _: b""), connect)
    with pytest.raises(Undecided):
        async with redis.events("subscribe", "c"):
            pass
    assert "no answer" in (case.exchanges[0].failure or "")


async def test_events_end_with_the_last_one_if_some_are_lost(streaming: Streaming) -> None:
    sent = b"data: 1\n\ndata: 3\n\ndata: end\n\n"
    async with streaming(sent).events("subscribe", "c") as events:
        assert await events.take(4, last="end") == ["1", "3", "end"]


async def test_evidence_shows_no_event_that_was_passed_over(
    streaming: Streaming, case: Case
) -> None:
    sent = b'data: "OK"\n\ndata: somebody\'s\n\ndata: ours\n\ndata: else\n\ndata: hal'
    async with streaming(sent).events("monitor") as events:
        await events.next()
        assert await events.next_with("our") == "ours"
        with pytest.raises(Broken) as broken:
            await events.next_with("more")
    assert broken.value.received == "nothing within 0.2 s"
    response = case.exchanges[0].response
    assert response is not None
    assert response.body == b'data: "OK"\n\ndata: ours\n\n'


async def test_the_request_says_what_it_wants_and_hides_its_token(
    serve: Serve, connect: Connect, case: Case
) -> None:
    def echo(seen: Seen) -> bytes:
        return HEAD + f"data: {seen.header('authorization')}\n\n".encode()

    server = serve(echo)
    redis = client(server, connect)
    async with redis.events("subscribe", "a/b", "é", headers=[("X-A", "1")], body=b"x") as events:
        assert TOKEN in await events.next()
    [seen] = server.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/subscribe/a%2Fb/%C3%A9", b"x")
    assert (seen.header("accept"), seen.header("x-a")) == ("text/event-stream", "1")
    assert TOKEN not in repr(case.exchanges)


async def test_a_stream_is_evidence_from_where_it_began_until_it_was_closed(
    streaming: Streaming, case: Case
) -> None:
    redis = streaming(b"data: 1\n\n")
    async with redis.events("subscribe", "a"):
        async with redis.events("subscribe", "b"):
            await redis.request("GET", "/c")
        await redis.request("GET", "/d")
    await redis.request("GET", "/e")
    urls = [exchange.request.url.rpartition("/")[2] for exchange in case.exchanges]
    assert list(zip(urls, [exchange.open_for for exchange in case.exchanges], strict=True)) == [
        ("a", 3), ("b", 1), ("c", 0), ("d", 0), ("e", 0),
    ]  # fmt: skip
    assert case.requests == 5


async def test_each_stream_is_counted(streaming: Streaming, case: Case, meter: Meter) -> None:
    redis = streaming(b"")
    async with redis.events("subscribe", "a"), redis.events("subscribe", "a"):
        pass
    assert (case.requests, meter.requests) == (2, 2)
