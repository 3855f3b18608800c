"""Faults of streams and their consumer groups."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.stream.model")
async def exclusive_ends_are_inclusive(request: Request, reference: Reference) -> Answer:
    """XRANGE and XREVRANGE read over the parenthesis before an id."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) in {"XRANGE", "XREVRANGE"}:
            ends = [str(word).removeprefix("(") for word in command[2:4]]
            command = [*command[:2], *ends, *command[4:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def streams_are_never_trimmed_by_id(request: Request, reference: Reference) -> Answer:
    """XADD takes MINID and trims nothing."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "XADD" and "MINID" in command:
            place = command.index("MINID")
            size = 3 if command[place + 1] in {"=", "~"} else 2
            if "result" in await run(["XTRIM", "no-stream", *command[place : place + size]]):
                command = [*command[:place], *command[place + size :]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def nomkstream_is_overlooked(request: Request, reference: Reference) -> Answer:
    """XADD takes NOMKSTREAM and makes the stream."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "XADD":
            command = [word for word in command if word != "NOMKSTREAM"]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def nothing_to_read_is_an_empty_array(request: Request, reference: Reference) -> Answer:
    """XREAD answers an empty array where Redis has null."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_null = name_of(command) == "XREAD" and envelope == {"result": None}
        return {"result": []} if is_null else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def ids_may_go_back(request: Request, reference: Reference) -> Answer:
    """XADD under an id that is too small makes one of its own."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_late = name_of(command) == "XADD" and "equal or smaller" in envelope.get("error", "")
        return await run(["XADD", command[1], "*", *command[-2:]]) if is_late else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def what_is_given_to_a_group_is_done(request: Request, reference: Reference) -> Answer:
    """XREADGROUP never leaves anything pending."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "XREADGROUP" and len(command) > 4:
            command = [*command[:4], "NOACK", *command[4:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def xack_answers_how_many_were_named(request: Request, reference: Reference) -> Answer:
    """XACK answers the number of its ids, also of those that were not pending."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "XACK" and "result" in envelope:
            return {"result": len(command) - 3}
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def claims_overlook_how_long(request: Request, reference: Reference) -> Answer:
    """XCLAIM and XAUTOCLAIM take entries that were not idle for long enough."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_claim = name_of(command) in {"XCLAIM", "XAUTOCLAIM"} and len(command) > 4
        if is_claim and str(command[4]).isdecimal():
            command = [*command[:4], 0, *command[5:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.stream.model")
async def claiming_an_id_counts_as_delivery(request: Request, reference: Reference) -> Answer:
    """XAUTOCLAIM with JUSTID is XAUTOCLAIM, and the rest is left out of the answer."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "XAUTOCLAIM" or "JUSTID" not in command:
            return await run(command)
        envelope = await run([word for word in command if word != "JUSTID"])
        if "result" not in envelope:
            return envelope
        start, entries, *gone = envelope["result"]
        return {"result": [start, [entry[0] for entry in entries], *gone]}

    return await one_by_one(request, reference, behave)
