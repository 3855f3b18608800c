"""Families of commands: each does what it does in Redis, one by one and in any sequence.

There is one law per family and two tests per law: programs of its commands, as Hypothesis draws
them; and samples of each command, option and mistake on a key in each of several states. Replies
and, at the end, types, times to live and values are compared with those of a real Redis that was
asked the same.
"""

import re
from collections.abc import Callable

import pytest
from hypothesis import given

from edgeproof.clients import Form, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, param
from edgeproof.oracle import Oracle, expect_program_agrees, expect_samples_agree
from edgeproof.strategies import (
    BITMAP,
    GEO,
    HASH,
    HYPERLOGLOG,
    KEYS_OF_ANY_TYPE,
    LEXICAL_RANGE,
    LIST,
    SCRIPT,
    SET,
    SORTED_SET,
    SORTED_SET_ALGEBRA,
    STREAM,
    STREAM_GROUPS,
    STRING,
    Family,
    Program,
    programs,
)

FAMILIES = (
    ("redis.string.model", STRING),
    ("redis.keys.model", KEYS_OF_ANY_TYPE),
    ("redis.set.algebra", SET),
    ("redis.hash.model", HASH),
    ("redis.list.model", LIST),
    ("redis.zset.model", SORTED_SET),
    ("redis.zset.model", SORTED_SET_ALGEBRA),
    ("redis.zset.model", LEXICAL_RANGE),
    ("redis.bitmap.model", BITMAP),
    ("redis.hyperloglog.model", HYPERLOGLOG),
    ("redis.geo.model", GEO),
    ("redis.stream.model", STREAM),
    ("redis.stream.model", STREAM_GROUPS),
    ("redis.script.model", SCRIPT),
)

EACH_STATE = pytest.mark.parametrize(
    ("family", "state"),
    [
        param(law_id, family, state, name=f"{family.name}-{state}")
        for law_id, family in FAMILIES
        for state in family.states
    ],
)


def in_any_sequence(law_id: str, family: Family) -> Callable[..., object]:
    """The test that programs of a family agree.

    A function per family: what is drawn depends on it, and Hypothesis cannot draw within a
    coroutine of anyio.
    """

    async def agrees(
        redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
    ) -> None:
        await expect_program_agrees(redis, oracle, expect, family, program)

    agrees.__qualname__ = agrees.__name__ = _name(family)
    return law(law_id)(given(program=programs(family))(agrees))


def _name(family: Family) -> str:
    words = re.sub(r"\W", "_", family.name)
    return f"test_any_sequence_of_{words}_commands_agrees_with_redis"


globals().update({_name(family): in_any_sequence(law_id, family) for law_id, family in FAMILIES})


@law()
@EACH_STATE
async def test_every_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient,
    oracle: Oracle,
    run: Run,
    expect: Expectations,
    family: Family,
    state: str,
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, family, state)
