"""Faults of bitmaps."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.bitmap.model")
async def bits_of_a_byte_count_from_its_end(request: Request, reference: Reference) -> Answer:
    """The bit at 0 is the least significant one of the first byte."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) in {"SETBIT", "GETBIT"} and len(command) > 2:
            word = str(command[2])
            offset = int(word) ^ 7 if word.isdecimal() and len(word) < 5 else word
            command = [*command[:2], offset, *command[3:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.bitmap.model")
async def setbit_answers_the_new_bit(request: Request, reference: Reference) -> Answer:
    """SETBIT answers the bit that was set, not the one that was there."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "SETBIT" and "result" in envelope:
            return {"result": int(command[3])}
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.bitmap.model")
async def bitcount_leaves_out_its_range(request: Request, reference: Reference) -> Answer:
    """BITCOUNT takes a range and counts all bits."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(command[:2] if name_of(command) == "BITCOUNT" else command)

    return await one_by_one(request, reference, behave)


@fault("redis.bitmap.model")
async def bitop_stops_at_the_shortest(request: Request, reference: Reference) -> Answer:
    """BITOP cuts what it has calculated to the length of its first source."""

    async def behave(command: Command, run: Run) -> Envelope:
        length = await run(["STRLEN", *command[3:4]]) if name_of(command) == "BITOP" else {}
        envelope = await run(command)
        if not length.get("result") or envelope.get("result", 0) <= length["result"]:
            return envelope
        cut = await run(["GETRANGE", command[2], 0, length["result"] - 1])
        await run(["SET", command[2], cut["result"]])
        return length

    return await one_by_one(request, reference, behave)


@fault("redis.bitmap.model")
async def bitfield_always_wraps(request: Request, reference: Reference) -> Answer:
    """BITFIELD takes OVERFLOW and wraps all the same."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "BITFIELD":
            command = ["WRAP" if word in {"SAT", "FAIL"} else word for word in command]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.bitmap.model")
async def bitfield_stops_where_it_is_refused(request: Request, reference: Reference) -> Answer:
    """BITFIELD runs its first part before it has read the others."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "BITFIELD" and len(command) > 6 and "error" in envelope:
            await run(command[:6])
        return envelope

    return await one_by_one(request, reference, behave)
