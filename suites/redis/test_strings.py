"""Strings: any sequence of their commands does what it does in Redis."""

from hypothesis import given

from edgeproof.clients import RedisRestClient
from edgeproof.laws import Expectations, law
from edgeproof.oracle import Oracle, agrees, says_it_is_lacking
from edgeproof.strategies import KEYS, STRING, Program, commands_of, programs, reading


@law("redis.string.model")
@given(program=programs(STRING))
async def test_any_sequence_of_string_commands_agrees_with_redis(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, program: Program
) -> None:
    keys = redis.fresh_keys(KEYS)
    commands = [*commands_of(program, keys), *reading(keys)]
    answered = list(zip(commands, await redis.sequence(*commands), strict=True))
    # A command that the deployment says it lacks is left out: then it must have changed nothing.
    known = [(command, reply) for command, reply in answered if not says_it_is_lacking(reply)]
    expected = await oracle.replies([command for command, _ in known])
    for (command, reply), truth in zip(known, expected, strict=True):
        is_so = agrees(command, reply, truth)
        expect.that(f"the reply to {command}", is_so, received=reply, expected=str(truth))
