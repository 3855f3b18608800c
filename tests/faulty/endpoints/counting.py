"""Faults of counters."""

import re

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault

STEPS = {"INCR": 1, "DECR": -1, "INCRBY": 1, "DECRBY": -1}


def step_of(command: Command) -> int | None:
    """How far a command counts, None for one that does not."""
    sign = STEPS.get(name_of(command))
    amount = command[2] if len(command) > 2 else "1"
    is_number = re.fullmatch(r"-?\d+", str(amount)) is not None
    return sign * int(amount) if sign is not None and is_number else None


@fault("redis.incr.counts")
async def incr_starts_at_zero(request: Request, reference: Reference) -> Answer:
    """INCR answers the value before it was counted up."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_one_late = name_of(command) == "INCR" and "result" in envelope
        return {"result": envelope["result"] - 1} if is_one_late else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.incr.counts")
async def amounts_are_doubles(request: Request, reference: Reference) -> Answer:
    """INCRBY and DECRBY take their amount through a double."""

    async def behave(command: Command, run: Run) -> Envelope:
        if step_of(command) is None or len(command) != 3:
            return await run(command)
        near = max(-(2**63), min(int(float(command[2])), 2**63 - 1))
        return await run([*command[:2], str(near)])

    return await one_by_one(request, reference, behave)


@fault("redis.incr.counts")
async def decrby_of_a_negative_amount_subtracts_too(
    request: Request, reference: Reference
) -> Answer:
    """DECRBY takes the amount without its sign."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "DECRBY" and len(command) == 3:
            command = [*command[:2], str(command[2]).removeprefix("-")]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.incr.refuses")
async def text_counts_as_zero(request: Request, reference: Reference) -> Answer:
    """A value that is no integer is counted from 0."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if step_of(command) is None or "not an integer" not in envelope.get("error", ""):
            return envelope
        await run(["SET", command[1], "0"])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.incr.refuses")
async def floats_are_counted_on(request: Request, reference: Reference) -> Answer:
    """The value is read as far as it is a number."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if step_of(command) is None or "not an integer" not in envelope.get("error", ""):
            return envelope
        found = re.match(r"\s*(-?\d{1,18})", str((await run(["GET", command[1]])).get("result")))
        if found is None:
            return envelope
        await run(["SET", command[1], str(int(found[1]))])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.incr.refuses")
async def counters_wrap_around(request: Request, reference: Reference) -> Answer:
    """Past the largest integer comes the smallest."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        step = step_of(command)
        if step is None or "overflow" not in envelope.get("error", ""):
            return envelope
        total = int((await run(["GET", command[1]]))["result"]) + step
        wrapped = (total + 2**63) % 2**64 - 2**63
        await run(["SET", command[1], str(wrapped)])
        return {"result": wrapped}

    return await one_by_one(request, reference, behave)
