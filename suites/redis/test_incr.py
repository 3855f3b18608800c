"""Counters: INCR and its kind count, or refuse and leave the value alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import RedisRestClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import NOT_INTEGERS, CounterStep, counter_steps, non_integers, overflows

COUNTING = pytest.mark.parametrize(
    "counting", [["INCR"], ["DECR"], ["INCRBY", "5"], ["DECRBY", "5"]], ids=lambda words: words[0]
)


@law("redis.incr.counts")
async def test_a_fresh_key_counts_from_one(redis: RedisRestClient, expect: Expectations) -> None:
    key = redis.fresh_key()
    answers = [await redis("INCR", key) for _ in range(12)]
    expect.equal("the answers to INCR", answers, list(range(1, 13)))
    expect.equal("the value read back", await redis("GET", key), "12")


@law("redis.incr.counts")
@given(steps=counter_steps())
async def test_any_amount_is_added_and_subtracted(
    redis: RedisRestClient, expect: Expectations, steps: list[CounterStep]
) -> None:
    key = redis.fresh_key()
    counting = [(step.command, key, str(step.amount)) for step in steps]
    *answers, value = await redis.sequence(*counting, ("GET", key))
    # Whether a large integer is a number or a string is a law of `rest`.
    expect.equal(
        "the answers", [str(reply.value) for reply in answers], [str(s.total) for s in steps]
    )
    expect.equal("the value read back", value.value, str(steps[-1].total))


@law("redis.incr.refuses")
@COUNTING
@given(values=st.lists(non_integers(), min_size=1, max_size=10))
@example(values=list(NOT_INTEGERS))
async def test_what_is_no_integer_is_not_counted(
    redis: RedisRestClient, expect: Expectations, counting: list[str], values: list[str]
) -> None:
    keys = redis.fresh_keys(len(values))
    name, *amount = counting
    tries = [
        [("SET", key, value), (name, key, *amount), ("GET", key)]
        for key, value in zip(keys, values, strict=True)
    ]
    replies = await redis.sequence(*[command for commands in tries for command in commands])
    counted = [v for v, reply in zip(values, replies[1::3], strict=True) if reply.error is None]
    expect.equal(f"what {name} counted on", counted, [])
    expect.equal("the values afterwards", [reply.value for reply in replies[2::3]], values)


@law("redis.incr.refuses")
@given(overflow=overflows())
async def test_a_counter_does_not_go_past_64_bits(
    redis: RedisRestClient, expect: Expectations, overflow: tuple[int, CounterStep]
) -> None:
    key = redis.fresh_key()
    start, step = overflow
    _, refusal, value = await redis.sequence(
        ("SET", key, str(start)), (step.command, key, str(step.amount)), ("GET", key)
    )
    expect.that(step.command, refusal.error is not None, received=refusal, expected="an error")
    expect.equal("the value afterwards", value.value, str(start))


@law("redis.incr.refuses")
@COUNTING
async def test_what_is_no_string_is_not_counted(
    redis: RedisRestClient, expect: Expectations, counting: list[str]
) -> None:
    key = redis.fresh_key()
    name, *amount = counting
    _, refusal, value = await redis.sequence(
        ("RPUSH", key, "1"), (name, key, *amount), ("LRANGE", key, "0", "-1")
    )
    expect.equal(f"the error of {name}", refusal.code, "WRONGTYPE")
    expect.equal("the list afterwards", value.value, ["1"])
