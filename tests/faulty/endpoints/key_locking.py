"""Faults of scripts that declare Upstash's key locking."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault

SHEBANG = "#!lua"


def place_of_source(command: Command) -> int | None:
    """Where in the command a script stands that begins with a line of flags; None if none does."""
    words = [str(word).upper() for word in command[:2]]
    place = 1 if words[0] == "EVAL" else 2 if words == ["SCRIPT", "LOAD"] else None
    has_flags = place is not None and str(command[place]).startswith(SHEBANG)
    return place if has_flags else None


def without_flags(command: Command) -> Command:
    """The same command, its script without the line of flags."""
    place = place_of_source(command)
    if place is None:
        return command
    source = "--" + command[place].partition("\n")[2]
    return [*command[:place], source, *command[place + 1 :]]


@fault("rest.isolation.lua-flags")
async def a_line_of_flags_is_a_syntax_error(request: Request, reference: Reference) -> Answer:
    """Scripts go to a Redis that knows no flags as they are."""

    async def behave(command: Command, run: Run) -> Envelope:
        if place_of_source(command) is not None:
            return {"error": "ERR Error compiling script: user_script:1: unexpected symbol"}
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("rest.isolation.lua-flags")
async def a_script_with_flags_has_another_digest(request: Request, reference: Reference) -> Answer:
    """The flags are cut off before a script is loaded, and so its digest is another's."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(without_flags(command))

    return await one_by_one(request, reference, behave)


@fault("rest.isolation.lua-flags")
async def only_scripts_that_were_loaded_have_a_digest(
    request: Request, reference: Reference
) -> Answer:
    """EVAL runs a script with flags, but does not remember it as Redis would."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_eval = str(command[0]).upper() == "EVAL"
        return await run(without_flags(command) if is_eval else command)

    return await one_by_one(request, reference, behave)
