"""Following: where chance or a clock decides, the oracle follows the deployment's answer.

The deployment answers first. If Redis could have given its answer, the oracle does the same
(removes the members that were popped, adds the entry under the id that was given), and that answer
is the expected one. Otherwise the expected answer is what the oracle gives by itself.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Final

from edgeproof.clients import Command, Reply, argument_text
from edgeproof.oracle.oracle import Oracle
from edgeproof.strategies.families.streams import place_of_id

STREAM_ID: Final = re.compile(r"\d+-\d+", re.ASCII)

Follow = Callable[[Oracle, Command, Reply], Awaitable[Reply]]


async def expected_replies(
    oracle: Oracle, exchanges: Sequence[tuple[Command, Reply]]
) -> list[Reply]:
    """The answers of Redis to commands in a row, given the deployment's answers to them."""
    found: list[Reply] = []
    for follow, group in groupby(exchanges, key=_follow_for):
        if follow is None:
            found += await oracle.replies([command for command, _ in group])
        else:
            found += [await follow(oracle, *one) for one in group]
    return found


async def expected_reply(oracle: Oracle, command: Command, received: Reply) -> Reply:
    """The answer of Redis to `command`, given the deployment's answer to it."""
    [expected] = await expected_replies(oracle, [(command, received)])
    return expected


def _follow_for(exchange: tuple[Command, Reply]) -> Follow | None:
    command, received = exchange
    return None if received.error is not None else FOLLOWING.get(str(command[0]).upper())


async def _popped(oracle: Oracle, command: Command, received: Reply) -> Reply:
    """SPOP: any members, as long as those that were popped are gone."""
    before = (await oracle.reply("SMEMBERS", *command[1:2])).result
    popped = received.result if isinstance(received.result, list) else [received.result]
    is_one_alone = len(command) == 2  # noqa: PLR2004  (SPOP key)
    asked = "1" if is_one_alone else " ".join(map(str, command[2:]))
    # Redis refuses anything but digits as a count.
    is_possible = isinstance(received.result, str) == is_one_alone and asked.isdecimal()
    if not isinstance(before, list) or not before or not is_possible:
        return await oracle.reply(*command)
    is_right = len(popped) == min(int(asked), len(before)) and _are_different(popped, before)
    if not is_right:
        return await oracle.reply(*command)
    if popped:
        await oracle("SREM", argument_text(command[1]), *map(str, popped))
    return received


def _chosen(everything: Callable[[Command], Command]) -> Follow:
    """Commands that pick at random without changing anything; `everything` asks for all choices.

    How many are picked is not left to chance, nor is whether one may come twice.
    """

    async def follow(oracle: Oracle, command: Command, received: Reply) -> Reply:
        own = await oracle.reply(*command)
        choices = await oracle.reply(*everything(command))
        with_what = str(command[-1]).upper()
        if own.error is not None or not isinstance(choices.result, list):
            return own
        if isinstance(received.result, str) and isinstance(own.result, str):
            return received if received.result in choices.result else own
        if not isinstance(received.result, list) or not isinstance(own.result, list):
            return own
        may_repeat = str(command[2]).startswith("-")
        picks = _picks_in(received.result, with_what)
        all_choices = _picks_in(choices.result, with_what)
        is_right = len(received.result) == len(own.result) and (
            all(pick in all_choices for pick in picks)
            if may_repeat
            else _are_different(picks, all_choices)
        )
        return received if is_right else own

    return follow


async def _added(oracle: Oracle, command: Command, received: Reply) -> Reply:
    """XADD under an id that the server makes: the entry has that id, if it is a later one."""
    if not isinstance(received.result, str) or not STREAM_ID.fullmatch(received.result):
        return await oracle.reply(*command)
    place = place_of_id(command)
    if command[place : place + 1] not in (["*"], ("*",)):
        return await oracle.reply(*command)
    return await oracle.reply(*command[:place], received.result, *command[place + 1 :])


def _picks_in(flat: list[object], with_what: str) -> list[object]:
    """The picks, one by one: fields with their values, members with the number of a score."""
    match with_what:
        case "WITHVALUES":
            return list(zip(flat[::2], flat[1::2], strict=False))
        case "WITHSCORES":
            scores = map(_score, flat[1::2])
            return list(zip(flat[::2], scores, strict=False))
    return flat


def _score(text: object) -> object:
    """The number that a score spells: `0.1` and `0.10000000000000001` are the same.

    Otherwise NaN.
    """
    try:
        return float(text) if isinstance(text, str) else repr(text)
    except ValueError:
        return text


def _are_different(picks: list[object], choices: list[object]) -> bool:
    """Whether the picks are among the choices, none of them twice."""
    return all(pick in choices for pick in picks) and len({*map(repr, picks)}) == len(picks)


def _all_members(command: Command) -> Command:
    return ("SMEMBERS", *command[1:2])


def _all_fields(command: Command) -> Command:
    has_values = str(command[-1]).upper() == "WITHVALUES"
    return ("HGETALL" if has_values else "HKEYS", *command[1:2])


def _all_scored(command: Command) -> Command:
    scores = command[-1:] if str(command[-1]).upper() == "WITHSCORES" else ()
    return ("ZRANGE", *command[1:2], "0", "-1", *scores)


FOLLOWING: Final[dict[str, Follow]] = {
    "SPOP": _popped,
    "SRANDMEMBER": _chosen(_all_members),
    "HRANDFIELD": _chosen(_all_fields),
    "ZRANDMEMBER": _chosen(_all_scored),
    "XADD": _added,
}
"""How the oracle follows, by command."""
