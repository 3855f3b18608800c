"""Faults of sets."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.set.membership")
async def sadd_counts_what_was_named(request: Request, reference: Reference) -> Answer:
    """SADD answers how many members it was given, not how many are new."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_wrong = name_of(command) == "SADD" and "result" in envelope
        return {"result": len(command) - 2} if is_wrong else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.set.membership")
async def srem_removes_the_first_member_only(request: Request, reference: Reference) -> Answer:
    """SREM takes one member, as it did before Redis 2.4."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(command[:3] if name_of(command) == "SREM" else command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.membership")
async def members_have_no_letter_case(request: Request, reference: Reference) -> Answer:
    """Members are looked up without regard to letter case."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) in {"SADD", "SREM", "SISMEMBER", "SMISMEMBER"}:
            command = [*command[:2], *(str(member).lower() for member in command[2:])]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.membership")
async def smembers_lists_twice_what_was_added_twice(
    request: Request, reference: Reference
) -> Answer:
    """The members are read from two tables that overlap."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_list = name_of(command) == "SMEMBERS" and "result" in envelope
        return {"result": envelope["result"] + envelope["result"][:1]} if is_list else envelope

    return await one_by_one(request, reference, behave)
