"""Bystanders: keys that no command names, looked at before and after commands are run.

They have every type, with and without a time to live, and some do not exist at all. No oracle says
what they should be; the only question is whether two replies about them are equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from edgeproof.clients import Command, RedisRestClient, Reply, says_it_is_lacking
from edgeproof.laws import Broken, Expectations, as_shown
from edgeproof.oracle.agreement import agrees
from edgeproof.strategies import (
    EVERY_NEIGHBOUR,
    Family,
    Key,
    Neighbourhood,
    Program,
    Template,
    commands_of,
    keys_named,
    scene,
)

ENDING: Final[Program] = (("EXPIRE", Key(0), 50_000),)
"""Longer than any time that a program sets by itself."""

MAKING: Final[tuple[tuple[Program, Program], ...]] = (
    ((("SET", Key(0), "a text"),), (("GET", Key(0)),)),
    ((("RPUSH", Key(0), "one", "two"),), (("LRANGE", Key(0), 0, -1),)),
    ((("HSET", Key(0), "field", "value"),), (("HGETALL", Key(0)),)),
    ((("SADD", Key(0), "one", "two"),), (("SMEMBERS", Key(0)),)),
    ((("ZADD", Key(0), 1, "one", 2, "two"),), (("ZRANGE", Key(0), 0, -1, "WITHSCORES"),)),
    ((("XADD", Key(0), "1-1", "field", "value"),), (("XRANGE", Key(0), "-", "+"),)),
)
"""The command that makes a key of each type, and the one that shows its value."""

KINDS: Final[tuple[tuple[Program, Program], ...]] = (
    *MAKING,
    ((), ()),
    *(((*made_by, *ENDING), shown_by) for made_by, shown_by in MAKING),
)
"""The kinds of bystanders: each type, a missing key, and each type with a time to live."""

LOOK: Final[Program] = (("PTTL", Key(0)),)
"""What shows for any kind whether it exists and when it ends."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A bystander that has changed: what was asked about it, and the two replies."""

    command: Command
    before: Reply
    after: Reply


async def expect_program_keeps_to_its_keys(
    redis: RedisRestClient, expect: Expectations, program: Program, neighbourhood: Neighbourhood
) -> None:
    """A program leaves the keys beside its own as they were."""
    named = redis.fresh_keys_ending(neighbourhood.named + neighbourhood.beside)
    names, beside = _parted(named, len(neighbourhood.named))
    changed = await _changed_by(redis, commands_of(program, names), beside)
    expect.equal("bystanders that changed", changed, [])


async def expect_samples_keep_to_their_keys(
    redis: RedisRestClient, expect: Expectations, family: Family
) -> None:
    """Each kind of command of the family leaves alone what stands beside every sort of name."""
    exchanges = expect.case.exchanges
    tried = list(enumerate(_one_of_each_kind(family)))
    changed = await _changed_by_samples(redis, family, tried)
    evidence = [*exchanges]
    # Half of them, and half of those, make shorter evidence.
    while changed and len(tried) > 1:
        middle = len(tried) // 2
        for half in (tried[:middle], tried[middle:]):
            exchanges.clear()
            if by_half := await _changed_by_samples(redis, family, half):
                tried, changed, evidence = half, by_half, [*exchanges]
                break
        else:
            break
    exchanges[:] = evidence
    expect.equal("bystanders that changed", changed, [])


def _one_of_each_kind(family: Family) -> list[Template]:
    """Samples that differ in their command, its options or how many keys it names: one of each."""
    kinds: dict[Template, Template] = {}
    for sample in family.samples:
        options = (word for word in sample if word in family.options)
        kinds.setdefault((sample[0], *options, *keys_named((sample,))), sample)
    return list(kinds.values())


async def _changed_by_samples(
    redis: RedisRestClient, family: Family, tried: Sequence[tuple[int, Template]]
) -> list[Changed]:
    """What changes when these samples run in turn, each with keys of a different sort of name."""
    named = redis.fresh_keys_ending(EVERY_NEIGHBOUR.named + EVERY_NEIGHBOUR.beside)
    names, beside = _parted(named, len(EVERY_NEIGHBOUR.named))
    commands: list[Command] = []
    for place, sample in tried:
        at = place % len(names)
        turned = [*names[at:], *names[:at]]
        # The first state is a missing key, on which many commands do nothing.
        program = scene(family, family.states[1], sample)
        used = [turned[key.number] for key in keys_named(program)]
        commands += [("DEL", *used), *commands_of(program, turned)] if used else []
    return await _changed_by(redis, commands, beside)


async def _changed_by(
    redis: RedisRestClient, commands: Sequence[Command], beside: Sequence[str]
) -> list[Changed]:
    """How the keys `beside` differ after the commands from before."""
    kinds = [KINDS[place % len(KINDS)] for place in range(len(beside))]
    pairs = list(zip(beside, kinds, strict=True))
    making = [commands_of(made_by, [name]) for name, (made_by, _) in pairs]
    looking = [commands_of((*LOOK, *shown_by), [name]) for name, (_, shown_by) in pairs]
    # Made and looked at in one request.
    replies = await redis.side_by_side([*making, *looking])
    made, before = replies[: len(beside)], replies[len(beside) :]
    await redis.sequence(*commands)
    after = await redis.side_by_side(looking)
    return [
        Changed(command, was, is_now)
        for place, asked in enumerate(looking)
        if _is_made(beside[place], made[place])
        for command, was, is_now in zip(asked, before[place], after[place], strict=True)
        if not agrees(command, is_now, was)
    ]


def _is_made(name: str, made: Sequence[Reply]) -> bool:
    """Whether a bystander exists and can be judged: not if the deployment lacks its type.

    Raises Broken if it could not be made, for example because its name is taken for another.
    """
    if any(map(says_it_is_lacking, made)):
        return False
    error = next((reply.error for reply in made if reply.error is not None), None)
    if error is not None:
        raise Broken(
            f"making the bystander {name!r}", f"the error {as_shown(error)}", "a key of its own"
        )
    return True


def _parted(names: Sequence[str], at: int) -> tuple[Sequence[str], Sequence[str]]:
    return names[:at], names[at:]
