"""Faults of commands that wait: somebody else has to wait with them."""

import asyncio
from contextlib import AbstractAsyncContextManager

from tests.faulty.endpoints.commands import Command, commands_in
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

POOL = 32


def wait_s(command: Command) -> float:
    """How long a command that blocks waits where nobody does what it waits for."""
    words = [str(word).upper() for word in command]
    match words:
        case ["WAIT", _, milliseconds]:
            return int(milliseconds) / 1000
        case ["XREAD" | "XREADGROUP", *_] if "BLOCK" in words:
            return int(words[words.index("BLOCK") + 1]) / 1000
        case ["EVAL", script, *_] if "BLPOP" in script:
            return 8
        case ["BLPOP" | "BRPOP" | "BLMOVE" | "BZPOPMIN", *_]:
            return float(words[-1])
    return 0


async def waiting(
    place: AbstractAsyncContextManager[object],
    request: Request,
    reference: Reference,
    *names: str,
    path: bytes = b"/",
) -> Answer:
    """Take a place, wait there for what commands of these names wait for, and answer."""
    async with place:
        if request.path == path:
            commands = [one for one in commands_in(request) if str(one[0]).upper() in names]
            await asyncio.sleep(sum(map(wait_s, commands)))
        return await reference(request)


_brpop = asyncio.Lock()
_xread = asyncio.Lock()
_wait = asyncio.Lock()
_script = asyncio.Lock()
_pipeline = asyncio.Lock()
_transaction = asyncio.Lock()
_pool = asyncio.Semaphore(POOL)


@fault("rest.isolation.blocking")
async def brpop_holds_the_only_connection(request: Request, reference: Reference) -> Answer:
    """BRPOP waits on the connection that all requests share."""
    return await waiting(_brpop, request, reference, "BRPOP")


@fault("rest.isolation.blocking")
async def xread_holds_the_only_connection(request: Request, reference: Reference) -> Answer:
    """Commands that block are refused by their names, of which XREAD is none."""
    return await waiting(_xread, request, reference, "XREAD")


@fault("rest.isolation.blocking")
async def wait_holds_the_only_connection(request: Request, reference: Reference) -> Answer:
    """Commands that block are refused by their category, which WAIT has not."""
    return await waiting(_wait, request, reference, "WAIT")


@fault("rest.isolation.blocking")
async def a_script_that_waits_holds_up_everybody(request: Request, reference: Reference) -> Answer:
    """The emulator runs one script at a time, and a command in it blocks as anywhere else."""
    return await waiting(_script, request, reference, "EVAL")


@fault("rest.isolation.blocking")
async def blpop_in_a_pipeline_holds_up_everybody(request: Request, reference: Reference) -> Answer:
    """Only single commands are looked at."""
    return await waiting(_pipeline, request, reference, "BLPOP", path=b"/pipeline")


@fault("rest.isolation.blocking")
async def blpop_in_a_transaction_holds_up_everybody(
    request: Request, reference: Reference
) -> Answer:
    """The emulator waits within a transaction, where Redis does not."""
    return await waiting(_transaction, request, reference, "BLPOP", path=b"/multi-exec")


@fault("rest.isolation.blocking")
async def commands_that_wait_fill_the_pool(request: Request, reference: Reference) -> Answer:
    """Each BLPOP keeps a connection of the pool until it ends, and there are no more."""
    if request.header(b"authorization") is None:
        return json_answer(401, {"error": "Unauthorized"})
    return await waiting(_pool, request, reference, "BLPOP")
