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
from edgeproof.strategies import KEYS_OF_ANY_TYPE, STRING, Program, programs


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
