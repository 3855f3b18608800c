"""Requests taken apart into their commands, for faults of what single commands do and answer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from tests.faulty.endpoints.faults import Answer, Reference, Request, json_answer

Command = list[Any]
Envelope = dict[str, Any]
Run = Callable[[Command], Awaitable[Envelope]]
"""Runs one command on the reference."""
Behave = Callable[[Command, Run], Awaitable[Envelope]]
"""Does with a command what the faulty endpoint does."""


def commands_in(request: Request) -> list[Command]:
    """The commands of a JSON body, in order; none for another form or a body that is malformed."""
    if request.path not in {b"/", b"/pipeline", b"/multi-exec"}:
        return []
    try:
        value = request.json()
    except (ValueError, RecursionError):
        return []
    commands = [value] if request.path == b"/" else value
    is_batch = isinstance(commands, list)
    are_commands = is_batch and all(
        isinstance(command, list) and command and isinstance(command[0], str)
        for command in commands
    )
    return commands if are_commands else []


def name_of(command: Command) -> str:
    """The command's name in capitals."""
    return str(command[0]).upper()


def with_replies(
    request: Request, answer: Answer, change: Callable[[Command, Envelope], Envelope]
) -> Answer:
    """The answer with the envelope of each command changed."""
    commands = commands_in(request)
    if not commands:
        return answer
    value = answer.json()
    if request.path == b"/":
        return answer.with_json(change(commands[0], value))
    if isinstance(value, list):
        return answer.with_json(list(map(change, commands, value)))
    return answer


async def one_by_one(request: Request, reference: Reference, behave: Behave) -> Answer:
    """Answer a command or a pipeline by what `behave` answers to each command of it."""

    async def run(command: Command) -> Envelope:
        alone = replace(request.with_json(command), method="POST", path=b"/", query=b"")
        envelope: Envelope = (await reference(alone)).json()
        return envelope

    commands = commands_in(request)
    is_ours = request.path != b"/multi-exec" and request.header(b"authorization") is not None
    if not commands or not is_ours or (await reference(request_to_ping(request))).status != 200:
        return await reference(request)
    envelopes = [await behave(command, run) for command in commands]
    if request.path == b"/pipeline":
        return json_answer(200, envelopes)
    return json_answer(400 if "error" in envelopes[0] else 200, envelopes[0])


def request_to_ping(request: Request) -> Request:
    """A request that changes nothing, by the same client: it shows whether the token is right."""
    return replace(request.with_json(["PING"]), method="POST", path=b"/", query=b"")
