"""Differences between a deployment and the oracle: the same commands, asked of both."""

from collections.abc import Sequence
from dataclasses import dataclass

from edgeproof.clients import Command, RedisRestClient, Reply
from edgeproof.oracle.agreement import agrees, says_it_is_lacking
from edgeproof.oracle.oracle import Oracle


@dataclass(frozen=True, slots=True)
class Difference:
    """A command to which the deployment did not answer what Redis answers."""

    command: Command
    received: Reply
    expected: Reply


async def differences(
    redis: RedisRestClient, oracle: Oracle, commands: Sequence[Command]
) -> list[Difference]:
    """Where the replies to these commands, one after the other, do not agree (see `agrees`).

    A command that the deployment says it lacks is left out; then it must have changed nothing, or
    those that follow show a difference.
    """
    replies = await redis.sequence(*commands)
    answered = list(zip(commands, replies, strict=True))
    known = [(command, reply) for command, reply in answered if not says_it_is_lacking(reply)]
    truths = await oracle.replies([command for command, _ in known])
    return [
        Difference(command, reply, truth)
        for (command, reply), truth in zip(known, truths, strict=True)
        if not agrees(command, reply, truth)
    ]
