"""Strings: their commands do what they do in Redis, one by one and in any sequence."""

import pytest
from hypothesis import given

from edgeproof.clients import Form, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.oracle import Oracle, differences
from edgeproof.strategies import (
    KEYS,
    STATES,
    STRING,
    Program,
    commands_of,
    programs,
    reading,
    scene,
)


@law("redis.string.model")
@given(program=programs(STRING))
async def test_any_sequence_of_string_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    keys = redis.fresh_keys(KEYS)
    commands = [*commands_of(program, keys), *reading(keys)]
    expect.equal("replies unlike Redis's", await differences(redis, oracle, commands), [])


@law("redis.string.model")
@pytest.mark.parametrize("state", STATES)
async def test_every_string_command_agrees_with_redis_on_a_key_in_any_state(
    redis: RedisRestClient, oracle: Oracle, run: Run, expect: Expectations, state: str
) -> None:
    run.need(Form.PIPELINE)
    scenes = {
        template: scene(STATES[state], template, redis.fresh_keys(2)) for template in STRING.samples
    }
    wrong = await differences(redis, oracle, [line for lines in scenes.values() for line in lines])
    suspects = [t for t, lines in scenes.items() if any(one.command in lines for one in wrong)]
    if suspects:
        # One of them by itself is the shorter evidence.
        expect.case.exchanges.clear()
        alone = scene(STATES[state], suspects[0], redis.fresh_keys(2))
        wrong = await differences(redis, oracle, alone) or wrong
    expect.equal("replies unlike Redis's", wrong, [])
