"""Base64: `Upstash-Encoding: base64` carries the exact bytes of every string."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import ByteReply, Encoding, Form, RedisRestClient, read_reply
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, needs
from edgeproof.strategies import byte_replies, script_that_replies
from edgeproof.strategies.forms import byte_arguments

BASE64 = Encoding.BASE64
EVERY_FORM = pytest.mark.parametrize("form", Form)
FORMS_OF_ONE = pytest.mark.parametrize("form", [Form.BODY, Form.PATH, Form.PATH_BODY])
BATCHES = pytest.mark.parametrize("endpoint", [Form.PIPELINE, Form.TRANSACTION])

OK_IN_ARRAYS: list[ByteReply] = [b"OK", 1, [b"OK", [b"OK", None]]]


@law("rest.base64.strings")
@needs("scripts")
@given(reply=byte_replies())
@example(reply=b"\xff\xfe\0")
@example(reply=[b"", b"a", b"ab", b"abc", b">>>???", b"x" * 100, [b"deep", [b"deeper"]]])
async def test_every_string_at_every_depth_is_in_base64(
    redis: RedisRestClient, expect: Expectations, reply: ByteReply
) -> None:
    received = await redis(*script_that_replies(reply), encoding=BASE64)
    expect.equal("the reply of a script, decoded", received, reply)


@law("rest.base64.strings")
@FORMS_OF_ONE
async def test_a_string_is_in_base64_in_every_form(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    response = await redis.send(("ECHO", "text"), form, headers=BASE64.headers)
    expect.equal("the answer", response.json(), {"result": "dGV4dA=="})


@law("rest.base64.strings")
@needs("scripts")
@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("return redis.call('SET', KEYS[1], 'text')", b"OK"),
        ("return redis.call('TYPE', KEYS[1])", b"none"),
        ("return redis.status_reply('PONG')", b"PONG"),
        ("return redis.status_reply('QUEUED')", b"QUEUED"),
    ],
)
async def test_a_status_is_a_string_like_others(
    redis: RedisRestClient, expect: Expectations, script: str, status: bytes
) -> None:
    reply = await redis("EVAL", script, 1, redis.fresh_key(), encoding=BASE64)
    expect.equal("the status, decoded", reply, status)


@law("rest.base64.strings")
async def test_the_reply_to_ping_is_in_base64(redis: RedisRestClient, expect: Expectations) -> None:
    expect.equal("the reply to PING, decoded", await redis("PING", encoding=BASE64), b"PONG")


@law("rest.base64.strings")
async def test_without_the_header_nothing_is_in_base64(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, "one", "two")
    encoded = await redis("LRANGE", key, 0, -1, encoding=BASE64)
    expect.equal("the reply with the header, decoded", encoded, [b"one", b"two"])
    plain = read_reply(await redis.send(("LRANGE", key, 0, -1)), redis.form)
    expect.equal("the reply without it", plain.value, ["one", "two"])


@law("rest.base64.status-ok")
@EVERY_FORM
async def test_the_status_ok_is_literal(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    command = ("SET", redis.fresh_key(), "text")
    response = await redis.send(command, form, headers=BASE64.headers)
    # Read as if nothing were encoded.
    expect.equal("the result of SET", read_reply(response, form).result, "OK")


@law("rest.base64.ok-in-array")
@needs("scripts")
@pytest.mark.parametrize(
    ("script", "result"),
    [
        ("return ARGV", ["T0s=", "T0s="]),
        ("return {1, {ARGV[1], {ARGV[2]}}}", [1, ["T0s=", ["T0s="]]]),
        ("return {redis.call('SET', KEYS[1], 'text')}", ["T0s="]),
        ("return {{redis.status_reply('OK')}}", [["T0s="]]),
    ],
)
async def test_ok_is_in_base64_inside_an_array(
    redis: RedisRestClient, expect: Expectations, script: str, result: object
) -> None:
    command = ("EVAL", script, 1, redis.fresh_key(), "OK", "OK")
    response = await redis.send(command, headers=BASE64.headers)
    expect.equal("the answer", response.json(), {"result": result})


@law("rest.base64.ok-in-array")
@pytest.mark.parametrize("read", [["LRANGE", 0, -1], ["LPOP", 2]], ids=lambda words: words[0])
async def test_a_stored_ok_is_in_base64_inside_an_array(
    redis: RedisRestClient, expect: Expectations, read: list[str]
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, "OK", "OK")
    name, *rest = read
    response = await redis.send((name, key, *rest), headers=BASE64.headers)
    expect.equal("the answer", response.json(), {"result": ["T0s=", "T0s="]})


@law("rest.base64.others-untouched")
@pytest.mark.parametrize(
    ("command", "result"),
    [
        (["EXISTS"], 0),
        (["INCR"], 1),
        (["GET"], None),
        (["HMGET", "a", "b"], [None, None]),
        (["LRANGE", 0, -1], []),
        (["SMISMEMBER", "a", "b"], [0, 0]),
    ],
    ids=lambda part: part[0] if isinstance(part, list) and part else None,
)
async def test_integers_and_null_are_as_they_are(
    redis: RedisRestClient, expect: Expectations, command: list[str], result: object
) -> None:
    name, *rest = command
    response = await redis.send((name, redis.fresh_key(), *rest), headers=BASE64.headers)
    expect.equal(f"the answer to {name}", response.json(), {"result": result})


@law("rest.base64.others-untouched")
@FORMS_OF_ONE
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["ECHO", "one", "two"], "ERR"),
        pytest.param(["EVALSHA", "0" * 40, "0"], "NOSCRIPT", marks=needs("scripts")),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else None,
)
async def test_the_text_of_an_error_is_as_it_is(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    form: Form,
    command: list[str],
    code: str,
) -> None:
    run.need(form)
    reply = await redis.reply(*command, form=form, encoding=BASE64)
    expect.equal("the error's code word", reply.code, code)


@law("rest.base64.others-untouched")
@EVERY_FORM
async def test_a_request_is_not_decoded(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    await redis("SET", key, "dGV4dA==", form=form, encoding=BASE64)
    expect.equal("what was stored", await redis("GET", key), "dGV4dA==")


@law("rest.base64.others-untouched")
@pytest.mark.parametrize("name", ["upstash-encoding", "UPSTASH-ENCODING"])
async def test_the_name_of_the_header_may_be_written_in_any_case(
    redis: RedisRestClient, expect: Expectations, name: str
) -> None:
    response = await redis.send(("ECHO", "text"), headers=[(name, "base64")])
    expect.equal("the answer", response.json(), {"result": "dGV4dA=="})


@law("rest.base64.batches")
@needs("scripts")
@BATCHES
@given(replies=st.lists(byte_replies(), min_size=1, max_size=5))
@example(replies=[b"one", OK_IN_ARRAYS, b"two"])
async def test_each_item_of_a_batch_is_encoded_by_itself(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    endpoint: Form,
    replies: list[ByteReply],
) -> None:
    run.need(endpoint)
    key = redis.fresh_key()
    scripts = [script_that_replies(reply) for reply in replies]
    commands = [["SET", key, "text"], *scripts, ["GET", key], ["INCR", key], ["STRLEN", key]]
    received = await redis.batch(endpoint, commands, encoding=BASE64)
    answers = [reply.result if reply.error is None else reply.code for reply in received]
    expect.equal("the replies, decoded", answers, [b"OK", *replies, b"text", "ERR", 4])


@law("rest.base64.bytes")
@given(in_path=st.lists(byte_arguments(), max_size=3), body=byte_arguments())
@example(in_path=[b"\xff", b"caf\xe9"], body=b"\xed\xa0\x80\0")
async def test_bytes_of_a_path_and_a_body_come_back_the_same(
    redis: RedisRestClient, expect: Expectations, in_path: list[bytes], body: bytes
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, *in_path, body, form=Form.PATH_BODY)
    elements = await redis("LRANGE", key, 0, -1, encoding=BASE64)
    expect.equal("the elements", elements, [*in_path, body])


@law("rest.base64.bytes")
@pytest.mark.parametrize("form", [Form.PATH, Form.PATH_BODY])
async def test_all_256_bytes_come_back_the_same(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    await redis("SET", key, bytes(range(256)), form=form)
    expect.equal("the value", await redis("GET", key, encoding=BASE64), bytes(range(256)))
