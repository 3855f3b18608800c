"""Pipelines: many commands in one request, each with its own reply."""

from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import JSON_BODY, Form, RedisRestClient, Reply, parse_reply
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts

COUNT = ["INCR", "{key}"]

FAILING = [
    ["NOSUCHCOMMAND"],
    ["GET"],
    ["INCRBY", "{key}", "x"],
    ["LPUSH", "{key}", "x"],
    ["SET", "{key}", "text", "EX", "0"],
    ["EVAL", "not lua", "0"],
]
"""Commands that fail where `{key}` is a counter, and leave it alone."""


def on_key(command: list[str], key: str) -> list[str]:
    """The command with the name of its key."""
    return [word.replace("{key}", key) for word in command]


def result_or_error(reply: Reply) -> object:
    """What was answered, in brief."""
    return reply.result if reply.error is None else "an error"


@law("rest.pipeline.results")
@given(words=st.lists(st.none() | texts(), min_size=1, max_size=20))
@example(words=["one", None, "two", None])
async def test_each_command_has_its_result_or_its_error(
    redis: RedisRestClient, expect: Expectations, words: list[str | None]
) -> None:
    commands = [["GET"] if word is None else ["ECHO", word] for word in words]
    response = await redis.send_batch(Form.PIPELINE, commands)
    expect.equal("the status", response.status, 200)
    items = response.json()
    expect.equal("the answer's type", type(items).__name__, "list")
    replies = [redis.parse(200, item) for item in items]  # type: ignore[attr-defined]  # expected above
    expected = ["an error" if word is None else word for word in words]
    expect.equal("the replies", [result_or_error(reply) for reply in replies], expected)


@law("rest.pipeline.errors-stay-local")
@given(commands=st.lists(st.sampled_from([COUNT, *FAILING]), min_size=1, max_size=20))
@example(commands=[COUNT, *FAILING, COUNT])
async def test_a_failing_command_neither_stops_nor_shifts_the_others(
    redis: RedisRestClient, expect: Expectations, commands: list[list[str]]
) -> None:
    key = redis.fresh_key()
    _, *replies, value = await redis.pipeline(
        ["SET", key, "0"], *[on_key(command, key) for command in commands], ["GET", key]
    )
    totals = accumulate(int(command == COUNT) for command in commands)
    expected = [n if c == COUNT else "an error" for n, c in zip(totals, commands, strict=True)]
    expect.equal("the replies", [result_or_error(reply) for reply in replies], expected)
    expect.equal("the counter afterwards", value.value, str(commands.count(COUNT)))


@law("rest.pipeline.order")
@given(words=st.lists(texts(max_size=20), min_size=1, max_size=20))
@example(words=["one", "two", "three"])
async def test_each_command_sees_what_those_before_it_did(
    redis: RedisRestClient, expect: Expectations, words: list[str]
) -> None:
    key = redis.fresh_key()
    steps = [[["APPEND", key, word], ["GET", key]] for word in words]
    replies = await redis.pipeline(*[command for step in steps for command in step])
    values = [reply.value for reply in replies[1::2]]
    expect.equal("the values in between", values, list(accumulate(words)))
    expect.equal("the value afterwards", await redis("GET", key), "".join(words))


@law("rest.pipeline.thousand")
async def test_a_thousand_commands_in_one_request(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    replies = await redis.pipeline(*[["INCR", key] for _ in range(1000)])
    expect.equal("the replies", [reply.value for reply in replies], list(range(1, 1001)))


@law("rest.pipeline.malformed")
@pytest.mark.parametrize(
    "body",
    [
        "",
        "SET",
        "{}",
        "null",
        "1",
        '"SET"',
        '["SET","{key}","1"]',
        '{"0":["SET","{key}","1"]}',
        '[["SET","{key}","1"]',
        '[["SET","{key}","1"]] x',
        '[["SET","{key}","1"],]',
        '[["SET","{key}","1"],[]]',
        '[[],["SET","{key}","1"]]',
        '[["SET","{key}","1"],{}]',
        '[["SET","{key}","1"],null]',
        '[["SET","{key}","1"],1]',
        '[["SET","{key}","1"],"PING"]',
    ],
)
async def test_what_is_no_array_of_commands_is_refused_whole(
    redis: RedisRestClient, expect: Expectations, body: str
) -> None:
    key = redis.fresh_key()
    response = await redis.request(
        "POST", "/pipeline", body=body.replace("{key}", key).encode(), headers=[JSON_BODY]
    )
    expect.equal("the status", response.status, 400)
    error = parse_reply(response.status, response.json()).error
    expect.that("the answer", bool(error), received=response.text, expected='{"error": "…"}')
    expect.equal("the value afterwards", await redis("GET", key), None)


@law("rest.pipeline.malformed")
@pytest.mark.parametrize("item", [[1], [None], [True], [["GET", "x"]], [{}]], ids=str)
async def test_an_item_that_is_no_command_shifts_no_results(
    redis: RedisRestClient, expect: Expectations, item: list[object]
) -> None:
    key = redis.fresh_key()
    response = await redis.send_batch(Form.PIPELINE, [["SET", key, "1"], item, ["GET", key]])
    answer = response.json()
    items = answer if isinstance(answer, list) else [answer]
    replies = [result_or_error(redis.parse(response.status, part)) for part in items]
    seen = [response.status, replies, await redis("GET", key)]
    refused_whole = [400, ["an error"], None]
    refused_alone = [200, ["OK", "an error", "1"], "1"]
    expect.one_of("status, replies, value afterwards", seen, [refused_whole, refused_alone])
