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


@fault("redis.set.algebra")
async def sdiff_is_symmetric(request: Request, reference: Reference) -> Answer:
    """SDIFF answers what is in one of two sets and not in the other, whichever it is."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "SDIFF" or "error" in envelope or len(command) != 3:
            return envelope
        reverse = await run(["SDIFF", command[2], command[1]])
        return {"result": envelope["result"] + reverse["result"]}

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def missing_sets_are_left_out_of_sinter(request: Request, reference: Reference) -> Answer:
    """SINTER of a set and a key that is not there is the set."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SINTER" and len(command) > 1:
            there = [key for key in command[1:] if (await run(["EXISTS", key]))["result"]]
            command = ["SINTER", *(there or command[1:])]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def stores_add_to_the_destination(request: Request, reference: Reference) -> Answer:
    """SUNIONSTORE is SUNION and SADD: what the destination had before stays."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "SUNIONSTORE" or len(command) == 2:
            return await run(command)
        union = await run(["SUNION", *command[2:]])
        if union.get("result"):
            await run(["SADD", command[1], *union["result"]])
            return {"result": len(union["result"])}
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def an_empty_result_leaves_the_destination(request: Request, reference: Reference) -> Answer:
    """SINTERSTORE of nothing in common stores nothing, and removes nothing either."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "SINTERSTORE" or len(command) == 2:
            return await run(command)
        common = await run(["SINTER", *command[2:]])
        return {"result": 0} if common.get("result") == [] else await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def a_destination_of_another_type_is_refused(
    request: Request, reference: Reference
) -> Answer:
    """SDIFFSTORE will not overwrite what is no set."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SDIFFSTORE":
            is_set = "result" in await run(["SCARD", *command[1:2]])
            if len(command) > 2 and not is_set:
                return {"error": "WRONGTYPE the destination is no set"}
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def another_type_is_an_empty_set(request: Request, reference: Reference) -> Answer:
    """SUNION passes over a source that is no set."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SUNION" and len(command) > 1:
            sets = [key for key in command[1:] if "result" in await run(["SCARD", key])]
            if not sets:
                return {"result": []}
            command = ["SUNION", *sets]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def smove_copies(request: Request, reference: Reference) -> Answer:
    """SMOVE adds to its destination and leaves its source."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_move = name_of(command) == "SMOVE" and envelope.get("result") == 1
        if is_move and command[1] != command[2]:
            await run(["SADD", command[1], command[3]])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def spop_leaves_what_it_pops(request: Request, reference: Reference) -> Answer:
    """SPOP is SRANDMEMBER."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "SPOP" or "error" in await run(["SCARD", *command[1:2]]):
            return await run(command)
        is_refused = any(not str(count).isdecimal() for count in command[2:])
        return await run(command if is_refused else ["SRANDMEMBER", *command[1:]])

    return await one_by_one(request, reference, behave)


@fault("redis.set.algebra")
async def srandmember_never_repeats(request: Request, reference: Reference) -> Answer:
    """SRANDMEMBER takes a negative count for a positive one."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SRANDMEMBER":
            command = [*command[:2], *(str(word).removeprefix("-") for word in command[2:])]
        return await run(command)

    return await one_by_one(request, reference, behave)
