"""Requests and answers over HTTP, with a real Redis behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote, quote_from_bytes, urlsplit

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from redis import Redis

from edgeproof.stack.endpoint.app import BODY_LIMIT_BYTES, METHODS
from edgeproof.stack.endpoint.streams import STREAM_COMMANDS
from tests.stack.endpoint.conftest import ClientFactory

ENDPOINTS = [
    "/",
    "/get/k",
    "/pipeline",
    "/multi-exec",
    "/publish/c/m",
    "/subscribe/c",
    "/psubscribe/c",
    "/monitor",
]
EVERY_BYTE = bytes(range(256))


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("token", [None, "full", "full/+=token2", "FULL/+=TOKEN"])
async def test_a_wrong_token_is_401_before_the_body_is_read(
    connect: ClientFactory, redis: Redis, path: str, token: str | None
) -> None:
    async with connect(token) as client:
        answer = await client.post(
            path, content="{malformed", headers={"Upstash-Encoding": "base64"}
        )
    assert answer.status_code == 401
    assert answer.json() == {"error": "WRONGPASS invalid or missing auth token"}
    assert answer.headers["content-type"] == "application/json"


async def test_the_token_in_the_query_is_enough_and_a_wrong_header_decides(
    connect: ClientFactory, redis: Redis
) -> None:
    async with connect(None) as client:
        url = "/set/k/v?EX=100&_token=" + quote("full/+=token", safe="") + "&NX"
        assert (await client.get(url)).json() == {"result": "OK"}
        wrong = await client.get(url, headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 401
        right = await client.get("/get/k", headers={"Authorization": "bEARER full/+=token"})
        assert right.json() == {"result": "v"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_each_allowed_method_executes(
    rest: httpx.AsyncClient, redis: Redis, method: str
) -> None:
    answer = await rest.request(method, "/set/k", content=b"v", params={"EX": 100})
    assert answer.json() == {"result": "OK"}
    assert redis.get("k") == b"v"
    assert redis.ttl("k") > 0


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_other_methods_are_405_without_effect(
    rest: httpx.AsyncClient, redis: Redis, method: str
) -> None:
    answer = await rest.request(method, "/set/k/v")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST, PUT, HEAD"
    assert answer.json()["error"]
    assert not redis.exists("k")


@pytest.mark.parametrize("path", ["/get/k", "/get", "/nosuch", "/"])
async def test_head_is_get_without_a_body(rest: httpx.AsyncClient, path: str) -> None:
    get, head = await rest.get(path), await rest.head(path)
    assert head.content == b""
    assert (head.status_code, head.headers["content-length"]) == (
        get.status_code,
        get.headers["content-length"],
    )


async def test_every_form_means_the_same_command(rest: httpx.AsyncClient) -> None:
    script, echo = "return ARGV", ["a b", "ü", "1"]
    as_array = ["EVAL", script, 0, *echo]
    path = "/eval/" + "/".join(quote(str(part), safe="") for part in as_array[1:])
    answers = [
        (await rest.get(path)).json(),
        (await rest.post(path.rpartition("/")[0], content="1")).json(),
        (await rest.post("/", json=as_array)).json(),
        (await rest.post("/pipeline", json=[as_array])).json()[0],
        (await rest.post("/multi-exec", json=[as_array])).json()[0],
    ]
    assert answers == [{"result": echo}] * 5


@pytest.mark.parametrize(
    "content_type",
    [None, "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded"],
)
async def test_the_content_type_of_a_request_does_not_matter(
    rest: httpx.AsyncClient, content_type: str | None
) -> None:
    headers = {"content-type": content_type} if content_type else {}
    answer = await rest.post("/", content='["ECHO", "x=1"]', headers=headers)
    assert answer.json() == {"result": "x=1"}


async def test_a_body_and_a_path_carry_every_byte(rest: httpx.AsyncClient, redis: Redis) -> None:
    await rest.post("/set/body", content=EVERY_BYTE)
    await rest.get("/set/path/" + quote_from_bytes(EVERY_BYTE, safe=""))
    assert redis.mget("body", "path") == [EVERY_BYTE, EVERY_BYTE]
    frame = await rest.get("/get/body", headers={"Upstash-Response-Format": "resp2"})
    assert frame.content == b"$256\r\n" + EVERY_BYTE + b"\r\n"
    assert frame.headers["content-type"] == "application/octet-stream"


async def test_a_chunked_body_is_accepted(rest: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'["ECHO",'
        yield b'"x"]'

    assert (await rest.post("/", content=pieces())).json() == {"result": "x"}


async def test_query_arguments_without_a_path_command_are_refused(rest: httpx.AsyncClient) -> None:
    answer = await rest.post("/?EX=1", json=["SET", "k", "v"])
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (["PING"], b"+PONG\r\n"),
        (["GET", "none"], b"$-1\r\n"),
        (["XREAD", "STREAMS", "none", "0"], b"*-1\r\n"),
        (["EVAL", "return {1, 'x', false, {}}", 0], b"*4\r\n:1\r\n$1\r\nx\r\n$-1\r\n*0\r\n"),
    ],
)
async def test_resp2_is_the_exact_frame(
    rest: httpx.AsyncClient, command: list[object], frame: bytes
) -> None:
    answer = await rest.post("/", json=command, headers={"Upstash-Response-Format": "resp2"})
    assert (answer.status_code, answer.content) == (200, frame)


async def test_resp2_errors_are_frames_with_400(rest: httpx.AsyncClient) -> None:
    answer = await rest.get("/get", headers={"Upstash-Response-Format": "resp2"})
    assert answer.status_code == 400
    assert answer.content.startswith(b"-ERR wrong number")
    assert answer.content.endswith(b"\r\n")


async def test_resp2_leaves_a_transaction_in_json_and_makes_a_pipeline_an_array(
    rest: httpx.AsyncClient,
) -> None:
    headers = {"Upstash-Response-Format": "resp2"}
    batch = [["ECHO", "x"], ["DBSIZE"]]
    transaction = await rest.post("/multi-exec", json=batch, headers=headers)
    assert transaction.json() == [{"result": "x"}, {"result": 0}]
    pipeline = await rest.post("/pipeline", json=batch, headers=headers)
    assert pipeline.content == b"*2\r\n$1\r\nx\r\n:0\r\n"


async def test_a_failing_command_in_a_pipeline_neither_stops_nor_shifts_the_others(
    rest: httpx.AsyncClient,
) -> None:
    batch = [["SET", "k", "x"], ["INCR", "k"], ["NOSUCH"], ["BLPOP", "l", 0], ["GET", "k"]]
    answer = await rest.post("/pipeline", json=batch)
    assert answer.status_code == 200
    assert [*map(list, answer.json())] == [["result"], ["error"], ["error"], ["error"], ["result"]]
    assert answer.json()[4] == {"result": "x"}


async def test_a_thousand_commands_in_one_request(rest: httpx.AsyncClient) -> None:
    answer = await rest.post("/pipeline", json=[["INCR", "k"]] * 1000)
    assert answer.json() == [{"result": number} for number in range(1, 1001)]


async def test_a_transaction_runs_on_after_an_error_while_running(rest: httpx.AsyncClient) -> None:
    answer = await rest.post("/multi-exec", json=[["SET", "k", "x"], ["INCR", "k"], ["GET", "k"]])
    assert answer.status_code == 200
    first, second, third = answer.json()
    assert (first, [*second], third) == ({"result": "OK"}, ["error"], {"result": "x"})


@pytest.mark.parametrize("bad", [["NOSUCH"], ["GET"], ["MULTI"], ["SUBSCRIBE", "c"]])
async def test_a_transaction_with_a_bad_command_is_discarded_whole(
    rest: httpx.AsyncClient, redis: Redis, bad: list[str]
) -> None:
    answer = await rest.post("/multi-exec", json=[["SET", "k", "v"], bad])
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("EXECABORT ")
    assert not redis.exists("k")


async def test_many_clients_at_once_each_get_their_own_replies(rest: httpx.AsyncClient) -> None:
    async def use(number: int) -> None:
        name = f"value-{number}"
        single = await rest.get(f"/echo/{name}")
        batch = [["ECHO", name]] * (number % 7 + 1)
        transaction = await rest.post("/multi-exec", json=batch)
        pipeline = await rest.post("/pipeline", json=batch)
        assert single.json() == {"result": name}
        assert transaction.json() == pipeline.json() == [{"result": name}] * len(batch)

    async with anyio.create_task_group() as clients:
        for number in range(60):
            clients.start_soon(use, number)


async def test_keep_alive_holds_through_mixed_answers(rest: httpx.AsyncClient) -> None:
    """Over one connection of our own, so that a reconnection cannot hide a bad frame."""
    address = urlsplit(str(rest.base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    host = b"Host: x\r\nAuthorization: %b\r\n" % rest.headers["authorization"].encode()
    requests = [
        (b"GET /ping HTTP/1.1\r\n" + host + b"\r\n", 200),
        (b"GET /nosuch HTTP/1.1\r\n" + host + b"\r\n", 400),
        (b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n", 401),
        (b"DELETE /ping HTTP/1.1\r\n" + host + b"Content-Length: 3\r\n\r\nabc", 405),
        (b"HEAD /ping HTTP/1.1\r\n" + host + b"\r\n", 200),
        (
            b"POST /set/k HTTP/1.1\r\n"
            + host
            + b"Content-Length: 11000000\r\n\r\n"
            + b"x" * 11_000_000,
            413,
        ),
    ]
    for request, status in requests * 3:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert int(head.split(b" ")[1]) == status
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if not request.startswith(b"HEAD"):
            json.loads(await reader.readexactly(length))
    writer.close()
    await writer.wait_closed()


async def test_what_is_no_http_is_400_in_json(rest: httpx.AsyncClient) -> None:
    address = urlsplit(str(rest.base_url))
    for nonsense in (
        b"BREW / HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * 70_000),
    ):
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(nonsense)
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert json.loads(body)["error"]
        writer.close()
        await writer.wait_closed()


async def test_a_body_over_the_limit_is_413_and_one_at_the_limit_is_stored(
    rest: httpx.AsyncClient, redis: Redis
) -> None:
    assert (await rest.post("/set/k", content=b"x" * BODY_LIMIT_BYTES)).status_code == 200
    assert redis.strlen("k") == BODY_LIMIT_BYTES
    too_large = await rest.post("/set/k", content=b"x" * (BODY_LIMIT_BYTES + 1))
    assert too_large.status_code == 413
    assert too_large.json()["error"]


async def test_a_large_value_makes_the_round_trip_in_every_encoding(
    rest: httpx.AsyncClient,
) -> None:
    value = "ü" * 600_000
    await rest.post("/set/k", content=value)
    assert (await rest.get("/get/k")).json() == {"result": value}
    raw = await rest.get("/get/k", headers={"Upstash-Response-Format": "resp2"})
    assert raw.content == b"$1200000\r\n" + value.encode() + b"\r\n"


async def test_a_reply_that_nests_too_deeply_is_answered(rest: httpx.AsyncClient) -> None:
    script = "local t = {} for _ = 1, 900 do t = {t} end return t"
    answer = await rest.post("/", json=["EVAL", script, 0])
    assert answer.status_code in {200, 400}
    assert (await rest.get("/echo/after")).json() == {"result": "after"}


ANY_HEADERS = st.dictionaries(
    st.sampled_from(["Upstash-Encoding", "Upstash-Response-Format", "Upstash-Sync-Token"]),
    st.sampled_from(["base64", "resp2", "json", "", "x" * 5000]),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(st.sampled_from([b"set", b"pipeline", b"eval", b"get"]) | st.binary(max_size=20)),
    query=st.binary(max_size=20),
    body=st.binary(max_size=20) | st.sampled_from([b'[["GET","k"]]', b'["GET",{}]', b"[" * 5000]),
    headers=ANY_HEADERS,
    method=st.sampled_from(METHODS),
)
async def test_no_input_gives_5xx(
    rest: httpx.AsyncClient,
    path: list[bytes],
    query: bytes,
    body: bytes,
    headers: dict[str, str],
    method: str,
) -> None:
    # Hypothesis draws constants of the code under test too, and a stream of events has no end.
    assume(not path or path[0].lower() not in STREAM_COMMANDS)
    segments = "/".join(quote_from_bytes(segment, safe="") for segment in path)
    url = f"{rest.base_url}/{segments}?{quote_from_bytes(query, safe='=&')}"
    answer = await rest.request(method, url, content=body, headers=headers)
    assert answer.status_code in {200, 400}
    if method != "HEAD" and answer.headers["content-type"] == "application/json":
        json.loads(answer.content.decode("utf-8"))


async def test_a_client_that_leaves_in_the_middle_harms_nobody(
    rest: httpx.AsyncClient, redis: Redis
) -> None:
    address = urlsplit(str(rest.base_url))
    host = b"Host: x\r\nAuthorization: %b\r\n" % rest.headers["authorization"].encode()
    for _ in range(50):
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"POST /set/k HTTP/1.1\r\n" + host + b"Content-Length: 9\r\n\r\nhalf")
        await writer.drain()
        writer.transport.abort()
    assert (await rest.get("/echo/x")).json() == {"result": "x"}
    assert not redis.exists("k")


async def test_answers_are_not_stored_by_caches_and_name_their_length(
    rest: httpx.AsyncClient,
) -> None:
    answer = await rest.get("/ping")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_the_sync_token_changes_with_each_write_and_any_is_tolerated(
    rest: httpx.AsyncClient,
) -> None:
    tokens = [(await rest.get("/incr/k")).headers["upstash-sync-token"] for _ in range(3)]
    assert len(set(tokens)) == 3
    for sent in ("", "unknown", tokens[0]):
        read = await rest.get("/get/k", headers={"Upstash-Sync-Token": sent})
        assert read.json() == {"result": "3"}
        assert read.headers["upstash-sync-token"] == tokens[2]
    refused = await rest.get("/nosuch")
    assert "upstash-sync-token" not in refused.headers
