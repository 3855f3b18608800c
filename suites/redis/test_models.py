"""Families of commands: each does what it does in Redis, one by one and in any sequence.

A law a family, two tests a law: programs of its commands, as Hypothesis draws them, and samples of
each command, option and mistake on a key in each of several states. Replies and, at the end, types,
times to live and values are compared with those of a real Redis that was asked the same.
"""

import pytest
from hypothesis import given

from edgeproof.clients import Form, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
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
    Program,
    programs,
)


@law("redis.string.model")
@given(program=programs(STRING))
async def test_any_sequence_of_string_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, STRING, program)


@law("redis.string.model")
@pytest.mark.parametrize("state", STRING.states)
async def test_every_string_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, STRING, state)


@law("redis.keys.model")
@given(program=programs(KEYS_OF_ANY_TYPE))
async def test_any_sequence_of_commands_on_keys_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, KEYS_OF_ANY_TYPE, program)


@law("redis.keys.model")
@pytest.mark.parametrize("state", KEYS_OF_ANY_TYPE.states)
async def test_every_command_on_keys_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, KEYS_OF_ANY_TYPE, state)


@law("redis.set.algebra")
@given(program=programs(SET))
async def test_any_sequence_of_set_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, SET, program)


@law("redis.set.algebra")
@pytest.mark.parametrize("state", SET.states)
async def test_every_set_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, SET, state)


@law("redis.hash.model")
@given(program=programs(HASH))
async def test_any_sequence_of_hash_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, HASH, program)


@law("redis.hash.model")
@pytest.mark.parametrize("state", HASH.states)
async def test_every_hash_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, HASH, state)


@law("redis.list.model")
@given(program=programs(LIST))
async def test_any_sequence_of_list_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, LIST, program)


@law("redis.list.model")
@pytest.mark.parametrize("state", LIST.states)
async def test_every_list_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, LIST, state)


@law("redis.zset.model")
@given(program=programs(SORTED_SET))
async def test_any_sequence_of_sorted_set_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, SORTED_SET, program)


@law("redis.zset.model")
@pytest.mark.parametrize("state", SORTED_SET.states)
async def test_every_sorted_set_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, SORTED_SET, state)


@law("redis.zset.model")
@given(program=programs(SORTED_SET_ALGEBRA))
async def test_any_sequence_of_unions_of_sorted_sets_and_their_kind_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, SORTED_SET_ALGEBRA, program)


@law("redis.zset.model")
@pytest.mark.parametrize("state", SORTED_SET_ALGEBRA.states)
async def test_every_union_of_sorted_sets_and_its_kind_agrees_with_redis_on_keys_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, SORTED_SET_ALGEBRA, state)


@law("redis.zset.model")
@given(program=programs(LEXICAL_RANGE))
async def test_any_sequence_of_lexical_ranges_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, LEXICAL_RANGE, program)


@law("redis.zset.model")
@pytest.mark.parametrize("state", LEXICAL_RANGE.states)
async def test_every_lexical_range_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, LEXICAL_RANGE, state)


@law("redis.bitmap.model")
@given(program=programs(BITMAP))
async def test_any_sequence_of_bitmap_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, BITMAP, program)


@law("redis.bitmap.model")
@pytest.mark.parametrize("state", BITMAP.states)
async def test_every_bitmap_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, BITMAP, state)


@law("redis.hyperloglog.model")
@given(program=programs(HYPERLOGLOG))
async def test_any_sequence_of_hyperloglog_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, HYPERLOGLOG, program)


@law("redis.hyperloglog.model")
@pytest.mark.parametrize("state", HYPERLOGLOG.states)
async def test_every_hyperloglog_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, HYPERLOGLOG, state)


@law("redis.geo.model")
@given(program=programs(GEO))
async def test_any_sequence_of_geo_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, GEO, program)


@law("redis.geo.model")
@pytest.mark.parametrize("state", GEO.states)
async def test_every_geo_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, GEO, state)


@law("redis.stream.model")
@given(program=programs(STREAM))
async def test_any_sequence_of_stream_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, STREAM, program)


@law("redis.stream.model")
@pytest.mark.parametrize("state", STREAM.states)
async def test_every_stream_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, STREAM, state)


@law("redis.stream.model")
@given(program=programs(STREAM_GROUPS))
async def test_any_sequence_of_consumer_group_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, STREAM_GROUPS, program)


@law("redis.stream.model")
@pytest.mark.parametrize("state", STREAM_GROUPS.states)
async def test_every_consumer_group_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, STREAM_GROUPS, state)


@law("redis.script.model")
@given(program=programs(SCRIPT))
async def test_any_sequence_of_script_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    await expect_program_agrees(redis, oracle, expect, SCRIPT, program)


@law("redis.script.model")
@pytest.mark.parametrize("state", SCRIPT.states)
async def test_every_script_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_agree(redis, oracle, expect, SCRIPT, state)
