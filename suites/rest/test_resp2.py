"""RESP2: `Upstash-Response-Format: resp2` answers the frame that Redis itself would have sent."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import (
    ByteReply,
    Command,
    Encoding,
    Form,
    RedisRestClient,
    Response,
    frame_of,
    parse_reply,
    read_reply,
)
from edgeproof.clients.notation.response import Headers
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, needs
from edgeproof.strategies import byte_replies, script_that_replies
from edgeproof.strategies.forms import byte_arguments

RESP2 = Encoding.RESP2
FORMS_OF_ONE = pytest.mark.parametrize("form", [Form.BODY, Form.PATH, Form.PATH_BODY])


def on_key(command: Command, key: str) -> Command:
    """The command with the name of its key in the place of `{key}`."""
    return [key if word == "{key}" else word for word in command]


def expect_frame(expect: Expectations, response: Response, frame: bytes) -> None:
    """The answer is a success that carries this frame and says of what type it is."""
    expect.equal("the body", response.body, frame)
    expect.equal("the status", response.status, 200)
    expect.equal("the media type", response.media_type, "application/octet-stream")


@law("rest.resp2.frames")
@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (["PING"], b"+PONG\r\n"),
        (["SET", "{key}", "text"], b"+OK\r\n"),
        (["TYPE", "{key}"], b"+none\r\n"),
        (["INCR", "{key}"], b":1\r\n"),
        (["DECR", "{key}"], b":-1\r\n"),
        (["GET", "{key}"], b"$-1\r\n"),
        (["ECHO", ""], b"$0\r\n\r\n"),
        (["ECHO", "naïve\r\n"], b"$8\r\nna\xc3\xafve\r\n\r\n"),
        (["INCRBYFLOAT", "{key}", "1.5"], b"$3\r\n1.5\r\n"),
        (["LRANGE", "{key}", 0, -1], b"*0\r\n"),
        (["HMGET", "{key}", "a", "b"], b"*2\r\n$-1\r\n$-1\r\n"),
        (["XREAD", "STREAMS", "{key}", "0"], b"*-1\r\n"),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else None,
)
async def test_each_type_has_its_own_frame(
    redis: RedisRestClient, expect: Expectations, command: Command, frame: bytes
) -> None:
    response = await redis.send(on_key(command, redis.fresh_key()), headers=RESP2.headers)
    expect_frame(expect, response, frame)


@law("rest.resp2.frames")
@FORMS_OF_ONE
async def test_every_form_is_answered_by_a_frame(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    response = await redis.send(("ECHO", "text"), form, headers=RESP2.headers)
    expect_frame(expect, response, b"$4\r\ntext\r\n")


@law("rest.resp2.frames")
@needs("scripts")
@given(reply=byte_replies())
@example(reply=[None, -1, 2**53, b"", "é".encode(), b"\xff\r\n", [], [[b"OK", [b"1"]]]])
async def test_a_reply_of_any_shape_is_one_frame(
    redis: RedisRestClient, expect: Expectations, reply: ByteReply
) -> None:
    response = await redis.send(script_that_replies(reply), headers=RESP2.headers)
    expect_frame(expect, response, frame_of(reply))


@law("rest.resp2.frames")
@given(in_path=st.lists(byte_arguments(), max_size=3), body=byte_arguments())
async def test_stored_bytes_are_in_the_frame_as_they_are(
    redis: RedisRestClient, run: Run, expect: Expectations, in_path: list[bytes], body: bytes
) -> None:
    run.need("path-body")
    key = redis.fresh_key()
    await redis("RPUSH", key, *in_path, body, form=Form.PATH_BODY)
    response = await redis.send(("LRANGE", key, 0, -1), headers=RESP2.headers)
    expect_frame(expect, response, frame_of([*in_path, body]))


@law("rest.resp2.frames")
@FORMS_OF_ONE
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["ECHO", "one", "two"], "ERR"),
        pytest.param(["EVALSHA", "0" * 40, "0"], "NOSCRIPT", marks=needs("scripts")),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else None,
)
async def test_an_error_is_a_frame_with_status_400(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    form: Form,
    command: list[str],
    code: str,
) -> None:
    run.need(form)
    response = await redis.send(command, form, headers=RESP2.headers)
    expect.equal("the error's code word", read_reply(response, form, RESP2).code, code)
    expect.equal("the status", response.status, 400)
    expect.equal("the media type", response.media_type, "application/octet-stream")


@law("rest.resp2.refusals")
@pytest.mark.parametrize("form", [form for form in Form if form is not Form.TRANSACTION])
@pytest.mark.parametrize("name", ["resp3", "xml"])
async def test_another_format_is_refused(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, name: str
) -> None:
    run.need(form)
    await expect_refusal(redis, expect, form, [("Upstash-Response-Format", name)])


@law("rest.resp2.refusals")
@FORMS_OF_ONE
async def test_resp2_in_base64_is_refused(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    await expect_refusal(redis, expect, form, [*RESP2.headers, *Encoding.BASE64.headers])


async def expect_refusal(
    redis: RedisRestClient, expect: Expectations, form: Form, headers: Headers
) -> None:
    """A SET with these headers is refused, and sets nothing."""
    key = redis.fresh_key()
    response = await redis.send(("SET", key, "text"), form, headers=headers)
    expect.equal("the status", response.status, 400)
    expect.equal("the value afterwards", await redis("GET", key), None)


@law("rest.resp2.refusals")
async def test_the_format_json_is_what_comes_anyway(
    redis: RedisRestClient, expect: Expectations
) -> None:
    headers = [("Upstash-Response-Format", "json")]
    response = await redis.send(("ECHO", "text"), headers=headers)
    expect.equal("the answer", redis.read(response).value, "text")
    expect.equal("the status", response.status, 200)


@law("rest.resp2.refusals")
async def test_a_transaction_is_answered_in_json_all_the_same(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("multi-exec")
    key = redis.fresh_key()
    commands = [["SET", key, "text"], ["GET", key], ["EXISTS", key]]
    response = await redis.send_batch(Form.TRANSACTION, commands, headers=RESP2.headers)
    answer = response.json()
    items = answer if isinstance(answer, list) else [answer]
    results = [redis.parse(response.status, item).value for item in items]
    expect.equal("the results", results, ["OK", "text", 1])
    expect.equal("the media type", response.media_type, "application/json")


@law("rest.resp2.refusals")
async def test_a_discarded_transaction_is_answered_in_json_all_the_same(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("multi-exec")
    commands = [["SET", redis.fresh_key(), "text"], ["NOSUCHCOMMAND"]]
    response = await redis.send_batch(Form.TRANSACTION, commands, headers=RESP2.headers)
    error = parse_reply(response.status, response.json()).error
    expect.that("the answer", bool(error), received=response.text, expected='{"error": "…"}')
    expect.equal("the media type", response.media_type, "application/json")
