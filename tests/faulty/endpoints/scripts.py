"""Faults of scripts."""

import re
from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault

SCRIPTS = {"EVAL", "EVALSHA"}


@fault("redis.script.model")
async def true_is_true(request: Request, reference: Reference) -> Answer:
    """What Lua's true becomes is a JSON boolean."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_true = command[:2] == ["EVAL", "return true"] and envelope == {"result": 1}
        return {"result": True} if is_true else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.script.model")
async def numbers_of_scripts_are_rounded(request: Request, reference: Reference) -> Answer:
    """A number that a script returns is rounded, not cut."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        number = re.fullmatch(r"return (-?[0-9.]+)", str(command[1])) if command[1:] else None
        is_script = name_of(command) == "EVAL" and "result" in envelope
        return {"result": round(float(number[1]))} if is_script and number else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.script.model")
async def keys_and_arguments_are_one_list(request: Request, reference: Reference) -> Answer:
    """A script finds its keys again before its arguments."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_script = name_of(command) in SCRIPTS and len(command) > 3
        return await run([*command, *command[3:]][: len(command) + 1] if is_script else command)

    return await one_by_one(request, reference, behave)


@fault("redis.script.model")
async def unknown_scripts_are_another_error(request: Request, reference: Reference) -> Answer:
    """EVALSHA of a script that is not loaded is an error of no kind."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_unknown = envelope.get("error", "").startswith("NOSCRIPT")
        return {"error": "ERR no such script"} if is_unknown else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.script.model")
async def a_script_that_fails_did_nothing(request: Request, reference: Reference) -> Answer:
    """What a script had written before it failed is taken back."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_writing = name_of(command) == "EVAL" and len(command) > 3 and "SET" in str(command[1])
        before: Any = (await run(["GET", command[3]])).get("result") if is_writing else None
        envelope = await run(command)
        if is_writing and "error" in envelope:
            await run(["DEL", command[3]] if before is None else ["SET", command[3], before])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.script.model")
async def script_exists_answers_how_many(request: Request, reference: Reference) -> Answer:
    """SCRIPT EXISTS answers as EXISTS does: the number of those that there are."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_asked = [str(word).upper() for word in command[:2]] == ["SCRIPT", "EXISTS"]
        return {"result": sum(envelope["result"])} if is_asked else envelope

    return await one_by_one(request, reference, behave)
