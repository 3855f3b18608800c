"""Streams of events over HTTP."""

from typing import TYPE_CHECKING

import anyio
import httpx
import pytest
from redis import Redis

from edgeproof.stack.endpoint.resp import RedisReply, Status
from edgeproof.stack.endpoint.streams import event
from tests.stack.endpoint.conftest import ClientFactory
from tests.stack.endpoint.processes import RunningRedis, run_endpoint

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Events:
    """The events of one stream, as text with the lines of each joined again."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines: AsyncIterator[str] = answer.aiter_lines()

    async def next(self) -> str:
        data: list[str] = []
        with anyio.fail_after(5):
            async for line in self._lines:
                if not line:
                    return "\n".join(data)
                assert line.startswith("data: ")
                data.append(line.removeprefix("data: "))
        raise EOFError


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_subscription_gets_every_message_in_order(
    rest: httpx.AsyncClient, redis: Redis, method: str
) -> None:
    headers = {"Upstash-Encoding": "base64"}
    async with rest.stream(method, "/subscribe/a/b", content="ignored", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        events = Events(answer)
        assert [await events.next() for _ in "ab"] == ["subscribe,a,1", "subscribe,b,2"]
        payloads = ["1", 'a,"b",{}', "😀", "two\nlines\n", ""]
        for payload in payloads:
            assert redis.publish("b", payload) == 1
            assert await events.next() == f"message,b,{payload}"


async def test_a_pattern_subscription_names_pattern_and_channel(rest: httpx.AsyncClient) -> None:
    async with rest.stream("GET", "/psubscribe/news.*") as answer:
        events = Events(answer)
        assert await events.next() == "psubscribe,news.*,1"
        assert (await rest.post("/publish/news.art/hello")).json() == {"result": 1}
        assert await events.next() == "pmessage,news.*,news.art,hello"


async def test_the_read_only_token_may_subscribe_but_not_monitor(
    read_only: httpx.AsyncClient,
) -> None:
    async with read_only.stream("GET", "/subscribe/c") as answer:
        assert await Events(answer).next() == "subscribe,c,1"
    assert (await read_only.get("/monitor")).json()["error"].startswith("NOPERM ")


async def test_monitor_shows_commands_but_not_where_they_come_from(
    rest: httpx.AsyncClient, redis_server: RunningRedis
) -> None:
    async with rest.stream("GET", "/monitor") as answer:
        events = Events(answer)
        assert await events.next() == '"OK"'
        await rest.get("/echo/seen")
        seen = await events.next()
    assert seen.endswith('[0 0.0.0.0:0] \\"echo\\" \\"seen\\""')


async def test_a_hundred_closed_streams_leave_no_subscription(
    rest: httpx.AsyncClient, redis: Redis
) -> None:
    for _ in range(100):
        async with rest.stream("GET", "/subscribe/c") as answer:
            await Events(answer).next()
    with anyio.fail_after(5):
        while redis.publish("c", "x"):  # answers how many still listen
            await anyio.lowlevel.checkpoint()


@pytest.mark.parametrize("path", ["/subscribe", "/psubscribe", "/monitor/x"])
async def test_a_stream_that_redis_refuses_is_400(rest: httpx.AsyncClient, path: str) -> None:
    answer = await rest.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("ERR ")


async def test_head_of_a_stream_does_not_subscribe(rest: httpx.AsyncClient) -> None:
    answer = await rest.head("/subscribe/c")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")


async def test_open_streams_do_not_hold_up_the_end_of_the_server(
    redis_server: RunningRedis, connect: ClientFactory
) -> None:
    with run_endpoint(redis_server.url) as running:
        async with (
            connect() as client,
            client.stream("GET", f"{running.url}/subscribe/c") as answer,
        ):
            events = Events(answer)
            await events.next()
            running.process.terminate()
            with pytest.raises(EOFError):
                await events.next()
        with anyio.fail_after(5):
            await anyio.to_thread.run_sync(running.process.wait)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
def test_a_line_break_makes_another_data_line(line_break: str) -> None:
    reply: RedisReply = [b"message", b"c", f"a{line_break}b".encode()]
    assert event(reply) == b"data: message,c,a\ndata: b\n\n"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b'1.5 [0 unix:/tmp/r.sock] "GET" "] \\"k"', r'"1.5 [0 0.0.0.0:0] \"GET\" \"] \\\"k\""'),
        (b'1.5 [0 [::1]:5] "PING"', r'"1.5 [0 0.0.0.0:0] \"PING\""'),
        (b'1.5 [0 lua] "PING"', r'"1.5 [0 lua] \"PING\""'),
    ],
)
def test_a_monitored_client_is_not_named(line: bytes, shown: str) -> None:
    assert event(Status(line)).decode() == f"data: {shown}\n\n"
