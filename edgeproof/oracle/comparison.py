"""Comparison: programs and samples of a family, tried on a deployment and on the oracle."""

from edgeproof.clients import Command, RedisRestClient, says_it_is_lacking
from edgeproof.laws import Expectations, Unsupported
from edgeproof.oracle.differences import differences
from edgeproof.oracle.oracle import Oracle
from edgeproof.strategies import KEYS, Family, Program, Template, commands_of, keys_named, scene


async def expect_program_agrees(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, family: Family, program: Program
) -> None:
    """A program of the family gets the replies that Redis gives, and leaves the same state.

    Raises Unsupported if the deployment says that it does not have the family.
    """
    await _need(redis, expect, family)
    names = redis.fresh_keys(KEYS)
    commands = commands_of(program, names)
    wrong = await differences(redis, oracle, commands, names)
    expect.equal("replies unlike Redis's", wrong, [])


async def expect_samples_agree(
    redis: RedisRestClient, oracle: Oracle, expect: Expectations, family: Family, state: str
) -> None:
    """Each sample of the family, tried once on a key in this state, does what it does in Redis.

    Raises Unsupported if the deployment says that it does not have the family.
    """
    await _need(redis, expect, family)
    scenes = {template: _scene(redis, family, state, template) for template in family.samples}
    wrong = await differences(
        redis,
        oracle,
        [command for commands, _ in scenes.values() for command in commands],
        [name for _, names in scenes.values() for name in names],
    )
    differing = {word for difference in wrong for word in difference.command}
    suspects = [template for template, (_, names) in scenes.items() if differing & {*names}]
    if suspects:
        # A single sample makes shorter evidence.
        expect.case.exchanges.clear()
        wrong = (
            await differences(redis, oracle, *_scene(redis, family, state, suspects[0])) or wrong
        )
    expect.equal("replies unlike Redis's", wrong, [])


async def _need(redis: RedisRestClient, expect: Expectations, family: Family) -> None:
    """Ask once per law whether the family is there: its first command, without arguments."""
    if expect.case.examples == 1:
        reply = await redis.reply(family.commands[0])
        expect.case.exchanges.clear()
        if says_it_is_lacking(reply):
            raise Unsupported(f"the deployment has no {family.commands[0]}")


def _scene(
    redis: RedisRestClient, family: Family, state: str, template: Template
) -> tuple[list[Command], list[str]]:
    """The commands that bring keys into a state and try a template on them; the keys' names."""
    program = scene(family, state, template)
    numbers = [key.number for key in keys_named(program)]
    names = redis.fresh_keys(max(numbers, default=-1) + 1)
    return list(commands_of(program, names)), names
