"""Transactions: all of the commands or none of them, and a reply each."""

from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import JSON_BODY, Form, RedisRestClient, Reply, Response, parse_reply
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts


def result_or_error(reply: Reply) -> object:
    """What was answered, in brief."""
    return reply.result if reply.error is None else "an error"


async def expect_discarded(
    redis: RedisRestClient, expect: Expectations, response: Response, key: str
) -> None:
    """The answer is one error without success, and `key` is still what it was before."""
    expect.that("the status", not response.is_success, received=response.status, expected="4xx")
    error = parse_reply(response.status, response.json()).error
    expect.that("the answer", bool(error), received=response.text, expected='{"error": "…"}')
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.transaction.results")
@given(words=st.lists(st.none() | texts(), min_size=1, max_size=20))
@example(words=["one", None, "two", None])
async def test_each_command_has_its_result_or_its_error(
    redis: RedisRestClient, expect: Expectations, words: list[str | None]
) -> None:
    key = redis.fresh_key()
    commands = [["INCRBY", key, "x"] if word is None else ["ECHO", word] for word in words]
    response = await redis.send_batch(Form.TRANSACTION, commands)
    expect.equal("the status", response.status, 200)
    items = response.json()
    expect.equal("the answer's type", type(items).__name__, "list")
    replies = [redis.parse(200, item) for item in items]  # type: ignore[attr-defined]  # expected above
    expected = ["an error" if word is None else word for word in words]
    expect.equal("the replies", [result_or_error(reply) for reply in replies], expected)


@law("rest.transaction.results")
@given(words=st.lists(texts(max_size=20), min_size=1, max_size=20))
@example(words=["one", "two", "three"])
async def test_the_commands_take_effect_in_order(
    redis: RedisRestClient, expect: Expectations, words: list[str]
) -> None:
    key = redis.fresh_key()
    steps = [[["APPEND", key, word], ["GET", key]] for word in words]
    replies = await redis.transaction(*[command for step in steps for command in step])
    values = [reply.value for reply in replies[1::2]]
    expect.equal("the values in between", values, list(accumulate(words)))
    expect.equal("the value afterwards", await redis("GET", key), "".join(words))


@law("rest.transaction.discard")
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "between", "last"])
@pytest.mark.parametrize(
    "item",
    [["NOSUCHCOMMAND"], ["GET"], [], "PING", None, {}, 1, [["PING"]], [None]],
    ids=str,
)
async def test_one_bad_command_discards_all(
    redis: RedisRestClient, expect: Expectations, place: int, item: object
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "before")
    commands: list[object] = [["SET", key, "after"], ["APPEND", key, "words"]]
    commands.insert(place, item)
    response = await redis.send_batch(Form.TRANSACTION, commands)
    await expect_discarded(redis, expect, response, key)


@law("rest.transaction.discard")
@pytest.mark.parametrize(
    "body",
    [
        '["SET","{key}","after"]',
        '[["SET","{key}","after"]',
        '[["SET","{key}","after"]] x',
        '{"0":["SET","{key}","after"]}',
    ],
)
async def test_what_is_no_array_of_commands_is_refused(
    redis: RedisRestClient, expect: Expectations, body: str
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "before")
    sent = body.replace("{key}", key).encode()
    response = await redis.request("POST", "/multi-exec", body=sent, headers=[JSON_BODY])
    await expect_discarded(redis, expect, response, key)


@law("rest.transaction.runtime-errors")
@given(words=st.lists(st.none() | texts(max_size=20), min_size=1, max_size=10))
@example(words=["one", None, "two"])
@pytest.mark.parametrize("failing", [["LPUSH", "x"], ["INCR"]], ids=lambda words: words[0])
async def test_a_command_that_fails_while_it_runs_undoes_nothing(
    redis: RedisRestClient, expect: Expectations, failing: list[str], words: list[str | None]
) -> None:
    key = redis.fresh_key()
    name, *rest = failing
    doings = [[name, key, *rest] if word is None else ["APPEND", key, word] for word in words]
    _, *replies = await redis.transaction(["SET", key, "text"], [name, key, *rest], *doings)
    lengths = accumulate((len((word or "").encode()) for word in words), initial=len("text"))
    ran = zip([None, *words], lengths, strict=True)
    expected = ["an error" if word is None else length for word, length in ran]
    expect.equal("the replies", [result_or_error(reply) for reply in replies], expected)
    texts_added = "".join(word for word in words if word is not None)
    expect.equal("the value afterwards", await redis("GET", key), f"text{texts_added}")
