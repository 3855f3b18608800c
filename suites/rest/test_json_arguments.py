"""Arguments in JSON: what numbers, words and malformed bodies become."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import JSON_BODY, Form, RedisRestClient, Response, json_bytes, parse_reply
from edgeproof.clients.notation.json_texts import is_json_of, is_text_of_number
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, as_shown, law, needs
from edgeproof.strategies.json_arguments import (
    doubles,
    large_integers,
    safe_integers,
    structures,
)
from edgeproof.strategies.texts import NOT_UTF8

IN_EVERY_JSON_FORM = pytest.mark.parametrize("form", [Form.BODY, Form.PIPELINE, Form.TRANSACTION])
REPLACED = re.compile("a(caf)?\ufffd+b")
"""A decoder writes one U+FFFD for what it cannot read, or one for each byte of it."""


async def post(redis: RedisRestClient, body: bytes) -> Response:
    return await redis.request("POST", headers=[JSON_BODY], body=body)


@law("rest.json.integers")
@needs("body")
@given(numbers=st.lists(safe_integers(), min_size=1, max_size=20))
async def test_integers_become_their_plain_digits(
    redis: RedisRestClient, expect: Expectations, numbers: list[int]
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, *numbers)
    stored = await redis("LRANGE", key, 0, -1)
    expect.equal("what the numbers became", stored, list(map(str, numbers)))


@law("rest.json.integers")
@IN_EVERY_JSON_FORM
async def test_integers_become_their_digits_in_every_form(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    await redis("RPUSH", key, 0, -1, 1000000, 2**53 - 1, form=form)
    stored = await redis("LRANGE", key, 0, -1)
    expect.equal("what the numbers became", stored, ["0", "-1", "1000000", "9007199254740991"])


@law("rest.json.integers")
@needs("body")
async def test_times_to_live_may_be_numbers(redis: RedisRestClient, expect: Expectations) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "value")
    expect.equal("the answer to EXPIRE", await redis("EXPIRE", key, 2_000_000), 1)
    expect.one_of("the time to live", await redis("TTL", key), range(1_999_990, 2_000_001))
    in_two_months = int(time.time()) + 5_000_000
    expect.equal("the answer to EXPIREAT", await redis("EXPIREAT", key, in_two_months), 1)
    left = await redis("TTL", key)
    expect.that("the time to live", is_about(left, 5_000_000), received=left, expected="5000000")


@law("rest.json.big-integers")
@needs("body")
@given(numbers=st.lists(large_integers(), min_size=1, max_size=20))
async def test_large_integers_keep_all_their_digits(
    redis: RedisRestClient, expect: Expectations, numbers: list[int]
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, *numbers)
    stored = await redis("LRANGE", key, 0, -1)
    expect.equal("what the numbers became", stored, list(map(str, numbers)))


@law("rest.json.floats")
@needs("body")
@given(numbers=st.lists(doubles(), min_size=1, max_size=20))
async def test_floats_read_back_as_the_same_doubles(
    redis: RedisRestClient, expect: Expectations, numbers: list[float]
) -> None:
    key = redis.fresh_key()
    await redis("RPUSH", key, *numbers)
    stored = await redis("LRANGE", key, 0, -1)
    expect.that(
        "what the numbers became",
        are_texts_of_numbers(stored, numbers),
        received=stored,
        expected=f"decimal texts of {numbers}",
    )


@law("rest.json.booleans")
@IN_EVERY_JSON_FORM
async def test_booleans_become_words(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    await redis("RPUSH", key, True, False, form=form)  # noqa: FBT003  (JSON booleans)
    stored = await redis("LRANGE", key, 0, -1)
    expect.equal("what true and false became", stored, ["true", "false"])


@law("rest.json.not-lossy")
@needs("body")
@given(structure=structures())
@example(None)
@example({"a": 1})
@example(["a", 1, None])
async def test_structures_are_refused_or_kept_as_json(
    redis: RedisRestClient, expect: Expectations, structure: object
) -> None:
    key = redis.fresh_key()
    response = await post(redis, json_bytes(["RPUSH", key, "a", structure, "b"]))
    stored = await redis("LRANGE", key, 0, -1)
    expect.that(
        "the status, and what was stored",
        is_refused_or_kept(response.status, stored, structure),
        received=[response.status, stored],
        expected=f'400 and nothing, or 200 and ["a", the JSON text of {as_shown(structure)}, "b"]',
    )


@law("rest.json.malformed")
@needs("body")
@pytest.mark.parametrize(
    "template",
    [
        b"PING",
        b"{}",
        b'"PING"',
        b"1",
        b"null",
        b"true",
        b"[]",
        b"[1]",
        b"[null]",
        b"[{}]",
        b'[["SET", KEY, "after"]]',
        b'{"SET": [KEY, "after"]}',
        b'["SET", KEY, "after"',
        b'["SET", KEY, "after',
        b'["SET", KEY, "after",]',
        b'["SET", KEY "after"]',
        b'["SET", KEY, "after"] x',
        b'["SET", KEY, "after"]]',
        b'["SET", KEY, "after"]["SET", KEY, "after"]',
        b'["SET", KEY, after]',
        b"['SET', KEY, 'after']",
    ],
)
async def test_what_is_no_array_with_a_name_first_is_refused(
    redis: RedisRestClient, expect: Expectations, template: bytes
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "before")
    response = await post(redis, template.replace(b"KEY", json_bytes(key)))
    expect.equal("the status", response.status, 400)
    error = parse_reply(response.status, response.json()).error
    expect.that("the error", bool(error), received=response.text, expected='{"error": "…"}')
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.json.malformed")
@needs("body")
@given(cut=st.integers(1, 20))
async def test_a_truncated_command_is_refused(
    redis: RedisRestClient, expect: Expectations, cut: int
) -> None:
    key = redis.fresh_key()
    response = await post(redis, json_bytes(["RPUSH", key, "some", 1, "elements"])[:-cut])
    expect.equal("the status", response.status, 400)
    expect.equal("what was stored", await redis("LRANGE", key, 0, -1), [])


@law("rest.json.bad-unicode")
@needs("body")
@pytest.mark.parametrize("text", [*NOT_UTF8, rb"\ud800", rb"\udfff", rb"\udc00\ud800"])
async def test_what_is_no_unicode_is_refused_or_replaced(
    redis: RedisRestClient, expect: Expectations, text: bytes
) -> None:
    key = redis.fresh_key()
    body = json_bytes(["SET", key, "a<TEXT>b"]).replace(b"<TEXT>", text)
    response = await post(redis, body)
    stored = await redis("GET", key)
    expect.that(
        "the status, and what was stored",
        is_refused_or_replaced(response.status, stored),
        received=[response.status, stored],
        expected="400 and nothing, or 200 and a text with U+FFFD",
    )


def is_about(seconds: object, expected: int) -> bool:
    """Whether a time to live is the expected one, within a day by which clocks may differ."""
    return isinstance(seconds, int) and abs(seconds - expected) < 86_400


def are_texts_of_numbers(texts: object, numbers: list[float]) -> bool:
    """Whether each text reads back as its number."""
    return (
        isinstance(texts, list)
        and len(texts) == len(numbers)
        and all(map(is_text_of_number, texts, numbers))
    )


def is_refused_or_kept(status: int, stored: object, value: object) -> bool:
    """Whether it was refused and nothing was stored, or the JSON text of the value was stored."""
    match status, stored:
        case 400, []:
            return True
        case 200, ["a", text, "b"]:
            return is_json_of(text, value)
    return False


def is_refused_or_replaced(status: int, stored: object) -> bool:
    """Whether it was refused and nothing was stored, or a text with U+FFFD in its place was."""
    match status, stored:
        case 400, None:
            return True
        case 200, str():
            return bool(REPLACED.fullmatch(stored))
    return False
