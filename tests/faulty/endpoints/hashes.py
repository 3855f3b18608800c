"""Faults of hashes."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.hash.model")
async def hset_counts_what_was_named(request: Request, reference: Reference) -> Answer:
    """HSET answers how many fields it was given, not how many are new."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_wrong = name_of(command) == "HSET" and "result" in envelope
        return {"result": (len(command) - 2) // 2} if is_wrong else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.hash.model")
async def hset_takes_one_field_only(request: Request, reference: Reference) -> Answer:
    """HSET sets its first field, as it did before Redis 4.0."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_whole = len(command) % 2 == 0
        return await run(command[:4] if name_of(command) == "HSET" and is_whole else command)

    return await one_by_one(request, reference, behave)


@fault("redis.hash.model")
async def hmget_leaves_out_what_is_missing(request: Request, reference: Reference) -> Answer:
    """HMGET answers the values that there are."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "HMGET" or "result" not in envelope:
            return envelope
        return {"result": [value for value in envelope["result"] if value is not None]}

    return await one_by_one(request, reference, behave)


@fault("redis.hash.model")
async def hincrby_counts_in_doubles(request: Request, reference: Reference) -> Answer:
    """HINCRBY counts in the language's own numbers: past 2^53 it rounds."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "HINCRBY" or "result" not in envelope:
            return envelope
        rounded = int(float(envelope["result"]))
        await run(["HSET", command[1], command[2], str(rounded)])
        return {"result": rounded}

    return await one_by_one(request, reference, behave)


@fault("redis.hash.model")
async def hincrbyfloat_spells_as_the_language_does(
    request: Request, reference: Reference
) -> Answer:
    """HINCRBYFLOAT stores a whole number with its `.0`."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "HINCRBYFLOAT" and "result" in envelope:
            await run(["HSET", command[1], command[2], str(float(envelope["result"]))])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.hash.model")
async def hrandfield_never_repeats(request: Request, reference: Reference) -> Answer:
    """HRANDFIELD takes a negative count for a positive one."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "HRANDFIELD":
            command = [*command[:2], *(str(word).removeprefix("-") for word in command[2:])]
        return await run(command)

    return await one_by_one(request, reference, behave)
