"""Answers: the HTTP messages that carry replies, one after the other on a connection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import (
    Encoding,
    Form,
    OneConnection,
    RedisRestClient,
    Response,
    as_text,
    parse_reply,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, law, needs, risky

MEBIBYTE = 1024 * 1024


@law("rest.reply.content-type")
@pytest.mark.parametrize(
    ("capability", "target", "body"),
    [
        ("body", "", b'["PING"]'),
        ("body", "", b'["NOSUCHCOMMAND"]'),
        ("body", "", b'["PING"'),
        ("path", "/ping", None),
        ("path", "/nosuchcommand", None),
        ("path-body", "/echo", b"text"),
        ("pipeline", "/pipeline", b'[["PING"],["NOSUCHCOMMAND"]]'),
        ("pipeline", "/pipeline", b"{}"),
        ("multi-exec", "/multi-exec", b'[["PING"]]'),
        ("multi-exec", "/multi-exec", b'[["NOSUCHCOMMAND"]]'),
    ],
)
@pytest.mark.parametrize("is_anonymous", [False, True])
async def test_every_answer_is_of_type_json(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    *,
    capability: str,
    target: str,
    body: bytes | None,
    is_anonymous: bool,
) -> None:
    run.need(capability)
    method = "GET" if body is None else "POST"
    response = await redis.request(method, target, body=body, is_anonymous=is_anonymous)
    expect.equal("the media type", response.media_type, "application/json")


CLIENT_HEADERS = (
    ("Upstash-Telemetry-Sdk", "@upstash/redis@v1.38.0"),
    ("Upstash-Telemetry-Runtime", "node@v22.1.0"),
    ("Upstash-Telemetry-Platform", "cloudflare"),
    ("Upstash-Something-New", "1"),
    ("X-Request-Id", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ("Accept-Language", "de, en;q=0.5"),
    ("DNT", "1"),
)
"""Headers that clients and the software around them send on their own."""

_letters = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=30)
_visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=100)
unknown_headers = st.lists(
    st.one_of(
        st.sampled_from(CLIENT_HEADERS),
        st.tuples(_letters.map(lambda name: f"X-Edgeproof-{name}"), _visible),
    ),
    min_size=1,
    max_size=10,
)


@law("rest.reply.unknown-headers")
@given(headers=unknown_headers)
async def test_unknown_headers_change_nothing(
    redis: RedisRestClient, expect: Expectations, headers: list[tuple[str, str]]
) -> None:
    response = await redis.send(("INCR", redis.fresh_key()), headers=headers)
    expect.equal("the status", response.status, 200)
    expect.equal("the answer", response.json(), {"result": 1})


@law("rest.reply.unknown-headers")
@pytest.mark.parametrize("header", CLIENT_HEADERS, ids=lambda header: header[0])
async def test_headers_that_clients_send_change_nothing(
    redis: RedisRestClient, expect: Expectations, header: tuple[str, str]
) -> None:
    response = await redis.send(("INCR", redis.fresh_key()), headers=[header])
    expect.equal("the status", response.status, 200)
    expect.equal("the answer", response.json(), {"result": 1})


async def mixed_answers(redis: RedisRestClient) -> list[Response]:
    """The answers to seven requests, one for each kind of status."""
    return [
        await redis.send(("PING",)),
        await redis.request("HEAD", "/ping"),
        await redis.send(("NOSUCHCOMMAND",)),
        await redis.request("POST", body=b'["PING"'),
        await redis.request("POST", body=b'["PING"]', is_anonymous=True),
        await redis.request("DELETE", "/ping"),
        await redis.request("GET", "/ping"),
    ]


@law("rest.reply.framing")
async def test_a_connection_carries_a_hundred_mixed_answers(
    redis: RedisRestClient, one_connection: OneConnection, expect: Expectations
) -> None:
    alone = redis.over(one_connection.http)
    rounds = [await mixed_answers(alone) for _ in range(15)]
    statuses = [[response.status for response in responses] for responses in rounds]
    expect.equal("the statuses, round by round", statuses, [statuses[0]] * len(rounds))
    one_connection.expect_kept(expect)


@law("rest.reply.framing")
@risky(Risk.LARGE)
@pytest.mark.parametrize(
    ("method", "is_anonymous", "body"),
    [
        ("POST", True, b'["ECHO","' + b"x" * MEBIBYTE + b'"]'),
        ("DELETE", False, b'["ECHO","' + b"x" * MEBIBYTE + b'"]'),
        ("POST", False, b'["ECHO","' + b"x" * MEBIBYTE),
    ],
    ids=["no token", "no such method", "no JSON"],
)
async def test_a_large_refused_body_does_not_spoil_the_connection(
    redis: RedisRestClient,
    one_connection: OneConnection,
    expect: Expectations,
    *,
    method: str,
    is_anonymous: bool,
    body: bytes,
) -> None:
    alone = redis.over(one_connection.http)
    refusal = await alone.request(method, body=body, is_anonymous=is_anonymous)
    expect.that("the status", 400 <= refusal.status < 500, received=refusal.status, expected="4xx")
    expect.equal("the next answer", await alone("PING"), "PONG")
    one_connection.expect_kept(expect)


LARGE_TEXT = "é" * (MEBIBYTE // 2)
"""One MiB in UTF-8."""


@law("rest.reply.large")
@risky(Risk.LARGE)
@pytest.mark.parametrize("encoding", Encoding)
async def test_a_large_value_comes_back_in_every_encoding(
    redis: RedisRestClient, run: Run, expect: Expectations, encoding: Encoding
) -> None:
    run.need(encoding)
    run.need_one_of("body", "pipeline")
    key = redis.fresh_key()
    await redis("SET", key, LARGE_TEXT)
    value = await redis("GET", key, encoding=encoding)
    expect.equal("the value", as_text(value), LARGE_TEXT)


@law("rest.reply.large")
@risky(Risk.LARGE)
@pytest.mark.parametrize("form", [Form.PATH_BODY, Form.PIPELINE, Form.TRANSACTION])
async def test_a_large_value_goes_there_in_every_form_with_a_body(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    expect.equal("the reply to SET", await redis("SET", key, LARGE_TEXT, form=form), "OK")
    expect.equal("the value", await redis("GET", key), LARGE_TEXT)


@law("rest.reply.large")
@needs("body")
@risky(Risk.LARGE)
async def test_a_value_over_the_limit_is_refused_and_harms_nobody(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    length = 12 * MEBIBYTE
    response = await redis.send(("SET", key, "x" * length))
    reply = parse_reply(response.status, response.json())
    holds = response.status == 200 if reply.error is None else 400 <= response.status < 500
    expect.that("the status", holds, received=response.status, expected="200, or 4xx and an error")
    kept = await redis("STRLEN", key)
    expect.equal("how much was kept", kept, length if reply.error is None else 0)
