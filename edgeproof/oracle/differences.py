"""Differences between a deployment and the oracle: the same commands, asked of both."""

from collections.abc import Sequence
from dataclasses import dataclass

from edgeproof.clients import (
    Command,
    RedisRestClient,
    Reply,
    argument_text,
    says_it_is_lacking,
    says_it_knows_no_such_option,
)
from edgeproof.oracle.agreement import agrees
from edgeproof.oracle.following import expected_replies
from edgeproof.oracle.oracle import Oracle
from edgeproof.oracle.state import reading
from edgeproof.oracle.versions import needed_version, newer_option


@dataclass(frozen=True, slots=True)
class Difference:
    """A command whose reply from the deployment is not the one that Redis gives."""

    command: Command
    received: Reply
    expected: Reply

    def as_json(self) -> dict[str, object]:
        """The three parts by name."""
        command = [argument_text(word) for word in self.command]
        return {"command": command, "received": self.received, "expected": self.expected}


async def differences(
    redis: RedisRestClient, oracle: Oracle, commands: Sequence[Command], names: Sequence[str]
) -> list[Difference]:
    """Where the replies to these commands, run one after the other, do not agree (see `agrees`).

    If they all agree, the whole state of the keys `names` is compared. Some commands are left out,
    and noted in the case: those that the oracle's version lacks, and those that the deployment says
    it lacks, or lacks an option of. The latter must have changed nothing, or the state shows it.
    """
    known = [command for command in commands if needed_version(command) <= oracle.version]
    version = ".".join(map(str, oracle.version))
    redis.transport.case.left_out.update(
        f"{_in_brief(command)} (not in the oracle's Redis {version})"
        for command in commands
        if needed_version(command) > oracle.version
    )
    return await _differing(redis, oracle, known) or await _differing(
        redis, oracle, await reading(oracle, names)
    )


async def _differing(
    redis: RedisRestClient, oracle: Oracle, commands: Sequence[Command]
) -> list[Difference]:
    # There may be none left that the oracle knows, and an empty pipeline is not defined.
    replies = await redis.sequence(*commands) if commands else []
    exchanges = []
    for command, received in zip(commands, replies, strict=True):
        if _is_lacking(command, received):
            redis.transport.case.left_out.add(f"{_in_brief(command)} (the deployment lacks it)")
        else:
            exchanges.append((command, received))
    pairs = zip(exchanges, await expected_replies(oracle, exchanges), strict=True)
    return [
        Difference(command, received, expected)
        for (command, received), expected in pairs
        if not agrees(command, received, expected)
    ]


def _is_lacking(command: Command, received: Reply) -> bool:
    """Whether the deployment has no such command, or is a Redis too old for an option of it."""
    is_newer = newer_option(command) is not None
    return says_it_is_lacking(received) or (is_newer and says_it_knows_no_such_option(received))


def _in_brief(command: Command) -> str:
    """The command's name, and its kind of option, if that is one that not every Redis has."""
    option = newer_option(command)
    return f"{command[0]!s} with {option}" if option else str(command[0])
