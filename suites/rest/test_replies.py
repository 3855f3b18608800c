"""Replies: what Redis answers, as JSON."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import Form, RedisRestClient, Response
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, needs, same
from edgeproof.oracle import readable, spell, spells
from edgeproof.strategies import (
    NestedReply,
    big_integers,
    binary,
    exact_integers,
    replies,
    script_that_replies,
    texts,
)
from edgeproof.strategies.forms import arguments
from edgeproof.strategies.texts import INVISIBLE, LINE_ENDS, LITERALS, PUNCTUATION, SCRIPT_TEXTS

EVERY_FORM = pytest.mark.parametrize("form", Form)

SUCCESSES = pytest.mark.parametrize(
    "command",
    [["GET"], ["SET", "text"], ["INCR"], ["SMEMBERS"], ["HMGET", "field"]],
    ids=lambda command: command[0],
)
"""Commands on a fresh key, which is left out; between them they answer every type."""


def envelope_of(response: Response, form: Form) -> object:
    """The envelope of the single reply: the body, or its only item in a batch of one."""
    answer = response.json()
    is_batch = form in {Form.PIPELINE, Form.TRANSACTION}
    return answer[0] if is_batch and isinstance(answer, list) and answer else answer


@law("rest.reply.envelope")
@EVERY_FORM
@SUCCESSES
async def test_success_is_an_object_with_result(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, command: list[str]
) -> None:
    run.need(form)
    name, *rest = command
    envelope = envelope_of(await redis.send((name, redis.fresh_key(), *rest), form), form)
    holds = isinstance(envelope, dict) and "result" in envelope and "error" not in envelope
    expect.that("the envelope", holds, received=envelope, expected='{"result": …}')


@law("rest.reply.envelope")
@EVERY_FORM
@pytest.mark.parametrize("command", [["INCRBY", "x"], ["SET", "text", "EX", "x"]])
async def test_failure_is_an_object_with_error(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, command: list[str]
) -> None:
    run.need(form)
    name, *rest = command
    envelope = envelope_of(await redis.send((name, redis.fresh_key(), *rest), form), form)
    is_object = isinstance(envelope, dict) and "result" not in envelope
    holds = is_object and isinstance(envelope.get("error"), str)  # type: ignore[attr-defined]  # an object, as seen
    expect.that("the envelope", holds, received=envelope, expected='{"error": "…"}')


@law("rest.reply.types")
@needs("scripts")
@given(reply=replies())
@example(reply=[None, 0, 1, 1_000_000, -(2**53), "", *LITERALS, [], [[None, ["1"]]]])
async def test_each_type_is_its_own_in_json_at_any_depth(
    redis: RedisRestClient, expect: Expectations, reply: NestedReply
) -> None:
    expect.equal("the reply of a script", await redis(*script_that_replies(reply)), reply)


@law("rest.reply.types")
@given(values=st.lists(texts(), min_size=1, max_size=10))
async def test_stored_texts_are_strings_whatever_they_look_like(
    redis: RedisRestClient, expect: Expectations, values: list[str]
) -> None:
    key = redis.fresh_key()
    expect.equal("the reply to RPUSH", await redis("RPUSH", key, *values), len(values))
    expect.equal("the reply to LRANGE", await redis("LRANGE", key, "0", "-1"), values)
    expect.equal("the reply to LINDEX", await redis("LINDEX", key, "0"), values[0])


@law("rest.reply.types")
@pytest.mark.parametrize(
    ("command", "result"),
    [
        (["GET"], None),
        (["EXISTS"], 0),
        (["SADD", "member"], 1),
        (["TTL"], -2),
        (["SET", "text"], "OK"),
        (["TYPE"], "none"),
        (["LRANGE", "0", "-1"], []),
        (["HMGET", "a", "b"], [None, None]),
    ],
    ids=lambda part: part[0] if isinstance(part, list) and part else None,
)
async def test_each_command_answers_in_its_type(
    redis: RedisRestClient, expect: Expectations, command: list[str], result: object
) -> None:
    name, *rest = command
    reply = await redis(name, redis.fresh_key(), *rest)
    expect.equal(f"the reply to {name} of a fresh key", reply, result)


@law("rest.reply.integers")
@given(number=exact_integers())
@example(number=1_000_000)
@example(number=2**53)
async def test_integers_up_to_two_to_the_53_are_exact_numbers(
    redis: RedisRestClient, expect: Expectations, number: int
) -> None:
    reply = await redis("INCRBY", redis.fresh_key(), str(number))
    expect.equal("the reply to INCRBY", reply, number)


@law("rest.reply.integers")
@given(number=big_integers())
@example(number=2**53 + 1)
async def test_larger_integers_are_not_rounded(
    redis: RedisRestClient, expect: Expectations, number: int
) -> None:
    reply = await redis.reply("INCRBY", redis.fresh_key(), str(number))
    holds = reply.error is not None or any(same(reply.result, x) for x in (number, str(number)))
    expect.that("the reply", holds, received=reply, expected=f"{number}, or an error")


@law("rest.reply.big-integers")
@given(number=big_integers())
@example(number=2**53 + 1)
async def test_larger_integers_are_exact(
    redis: RedisRestClient, expect: Expectations, number: int
) -> None:
    reply = await redis("INCRBY", redis.fresh_key(), str(number))
    expect.one_of("the reply to INCRBY", reply, [number, str(number)])


@law("rest.reply.doubles")
@given(
    scores=st.lists(
        st.floats(allow_nan=False, allow_subnormal=False), min_size=1, max_size=10, unique=True
    )
)
@example(scores=[0.0, 3.0, 0.1, -1e300, math.inf, -math.inf])
async def test_scores_are_strings_that_read_back_as_the_same_doubles(
    redis: RedisRestClient, expect: Expectations, scores: list[float]
) -> None:
    key = redis.fresh_key()
    named = [(repr(score), f"member {number}") for number, score in enumerate(scores)]
    await redis("ZADD", key, *[word for pair in named for word in pair])
    read = await redis("ZMSCORE", key, *[name for _, name in named])
    expect.that("ZMSCORE", spell(read, scores), received=read, expected=f"strings of {scores}")
    first = await redis("ZSCORE", key, "member 0")
    expect.that("ZSCORE", spells(first, scores[0]), received=first, expected=f'"{scores[0]}"')
    everything = await redis("ZRANGE", key, "0", "-1", "WITHSCORES")
    listed = everything[1::2] if isinstance(everything, list) else everything
    holds = spell(listed, sorted(scores))
    expect.that("ZRANGE WITHSCORES", holds, received=everything, expected=f"{sorted(scores)}")


@law("rest.reply.doubles")
@pytest.mark.parametrize(
    ("command", "number"),
    [
        (["INCRBYFLOAT", "10.5"], 10.5),
        (["INCRBYFLOAT", "3"], 3.0),
        (["HINCRBYFLOAT", "field", "0.25"], 0.25),
        (["ZINCRBY", "2", "member"], 2.0),
        (["ZINCRBY", "inf", "member"], math.inf),
        (["ZADD", "INCR", "-inf", "member"], -math.inf),
        (["ZADD", "INCR", "-1.5", "member"], -1.5),
    ],
    ids=str,
)
async def test_a_double_is_a_string(
    redis: RedisRestClient, expect: Expectations, command: list[str], number: float
) -> None:
    name, *rest = command
    reply = await redis(name, redis.fresh_key(), *rest)
    expect.that(name, spells(reply, number), received=reply, expected=f'the string "{number}"')


@law("rest.reply.doubles")
async def test_a_distance_is_a_string(redis: RedisRestClient, expect: Expectations) -> None:
    key = redis.fresh_key()
    await redis("GEOADD", key, "13.361389", "38.115556", "a", "15.087269", "37.502669", "b")
    distance = await redis("GEODIST", key, "a", "b", "km")
    expect.equal("GEODIST, its type", type(distance).__name__, "str")
    expect.equal("GEODIST, its beginning", str(distance)[:4], "166.")


@law("rest.reply.flat-maps")
@given(fields=st.dictionaries(texts(), texts(), max_size=10))
async def test_a_hash_is_a_flat_array(
    redis: RedisRestClient, expect: Expectations, fields: dict[str, str]
) -> None:
    key = redis.fresh_key()
    await redis("HSET", key, "a field", "its value", *[w for pair in fields.items() for w in pair])
    received = await redis("HGETALL", key)
    is_flat = isinstance(received, list) and all(isinstance(word, str) for word in received)
    expect.that("HGETALL", is_flat, received=received, expected="one array of strings")
    names, values = received[::2], received[1::2]  # type: ignore[index]  # a list, as expected above
    expect.equal("how many words", len(names) + len(values), 2 * len({"a field", *fields}))
    pairs = dict(zip(names, values, strict=True))
    expect.equal("fields and values", pairs, {"a field": "its value", **fields})


@law("rest.reply.flat-maps")
async def test_no_hash_is_an_empty_array(redis: RedisRestClient, expect: Expectations) -> None:
    expect.equal("HGETALL of no key", await redis("HGETALL", redis.fresh_key()), [])


@law("rest.reply.flat-maps")
@pytest.mark.parametrize(
    ("command", "flat"),
    [
        (["ZRANGE", "0", "-1", "WITHSCORES"], ["a", "1", "b", "2", "c", "3"]),
        (["ZREVRANGE", "0", "1", "WITHSCORES"], ["c", "3", "b", "2"]),
        (["ZRANGEBYSCORE", "-inf", "+inf", "WITHSCORES"], ["a", "1", "b", "2", "c", "3"]),
        (["ZREVRANGEBYSCORE", "2", "(1", "WITHSCORES"], ["b", "2"]),
        (["ZPOPMIN", "2"], ["a", "1", "b", "2"]),
        (["ZPOPMIN"], ["a", "1"]),
        (["ZPOPMAX", "2"], ["c", "3", "b", "2"]),
    ],
    ids=str,
)
async def test_members_with_scores_are_a_flat_array(
    redis: RedisRestClient, expect: Expectations, command: list[str], flat: list[object]
) -> None:
    key = redis.fresh_key()
    await redis("ZADD", key, "1", "a", "2", "b", "3", "c")
    name, *rest = command
    expect.equal(f"the reply to {name}", await redis(name, key, *rest), flat)


@law("rest.reply.flat-maps")
async def test_an_entry_of_a_stream_has_its_fields_in_a_flat_array(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis("XADD", key, "1-1", "a", "1", "b", "2")
    expect.equal("XRANGE", await redis("XRANGE", key, "-", "+"), [["1-1", ["a", "1", "b", "2"]]])


@law("rest.reply.unicode")
@pytest.mark.parametrize("form", [Form.BODY, Form.PATH])
@given(values=st.lists(arguments(), min_size=1, max_size=8))
async def test_every_text_comes_back_the_same_as_json_and_as_a_path(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, values: list[str]
) -> None:
    run.need(form)
    key = redis.fresh_key()
    expect.equal("RPUSH", await redis("RPUSH", key, *values, form=form), len(values))
    expect.equal("LRANGE", await redis("LRANGE", key, "0", "-1", form=form), values)


@law("rest.reply.unicode")
@EVERY_FORM
async def test_every_awkward_character_comes_back_the_same_in_every_form(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    values = [*PUNCTUATION, *LINE_ENDS, *INVISIBLE, *SCRIPT_TEXTS]
    expect.equal("RPUSH", await redis("RPUSH", key, *values, form=form), len(values))
    expect.equal("LRANGE", await redis("LRANGE", key, "0", "-1", form=form), values)


@law("rest.reply.unicode")
@needs("scripts")
@given(data=binary())
@example(data=bytes(range(256)))
async def test_bytes_that_are_no_text_come_back_with_replacement_characters(
    redis: RedisRestClient, expect: Expectations, data: bytes
) -> None:
    key = redis.fresh_key()
    storing = "redis.call('SET', KEYS[1], string.char(unpack(ARGV)))"
    script = f"{storing} return redis.call('GET', KEYS[1])"
    reply = await redis("EVAL", script, "1", key, *map(str, data))
    # How many U+FFFD stand for a broken sequence is left to the decoder.
    expected = readable(data.decode("utf-8", errors="replace"))
    expect.equal("the value read back", readable(reply), expected)


@law("rest.reply.unicode")
@given(text=texts(), at=st.integers(min_value=0, max_value=10))
@example(text="日本語", at=1)
async def test_a_text_cut_within_a_character_is_still_json(
    redis: RedisRestClient, expect: Expectations, text: str, at: int
) -> None:
    key = redis.fresh_key()
    rest = readable(text.encode()[at:].decode("utf-8", errors="replace"))
    _, cut = await redis.sequence(("SET", key, text), ("GETRANGE", key, str(at), "-1"))
    expect.equal("GETRANGE", readable(cut.value), rest)
