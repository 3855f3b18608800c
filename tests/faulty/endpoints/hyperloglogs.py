"""Faults of HyperLogLogs."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.hyperloglog.model")
async def pfadd_answers_how_many(request: Request, reference: Reference) -> Answer:
    """PFADD answers as SADD does: how many elements are new."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_add = name_of(command) == "PFADD" and len(command) > 2
        before = await run(["PFCOUNT", command[1]]) if is_add else {}
        envelope = await run(command)
        if not is_add or "error" in envelope:
            return envelope
        after = await run(["PFCOUNT", command[1]])
        return {"result": after["result"] - before["result"]}

    return await one_by_one(request, reference, behave)


@fault("redis.hyperloglog.model")
async def pfcount_adds_up(request: Request, reference: Reference) -> Answer:
    """PFCOUNT of several keys is the sum of their counts."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "PFCOUNT" or len(command) < 3:
            return await run(command)
        envelopes = [await run(["PFCOUNT", key]) for key in command[1:]]
        errors = [envelope for envelope in envelopes if "error" in envelope]
        return errors[0] if errors else {"result": sum(one["result"] for one in envelopes)}

    return await one_by_one(request, reference, behave)


@fault("redis.hyperloglog.model")
async def pfmerge_replaces_the_destination(request: Request, reference: Reference) -> Answer:
    """PFMERGE stores the union of its sources, and forgets what was counted there."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "PFMERGE" and len(command) > 2 and command[1] not in command[2:]:
            counted = await run(["PFCOUNT", *command[1:]])
            if "result" in counted:
                await run(["DEL", command[1]])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.hyperloglog.model")
async def pfadd_of_nothing_makes_nothing(request: Request, reference: Reference) -> Answer:
    """PFADD without elements is an error, as with SADD."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "PFADD" and len(command) == 2:
            return {"error": "ERR wrong number of arguments for 'pfadd' command"}
        return await run(command)

    return await one_by_one(request, reference, behave)
