"""Faults of lists."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.list.model")
async def lpush_keeps_the_order_given(request: Request, reference: Reference) -> Answer:
    """LPUSH puts its elements in front as one piece, not one after the other."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "LPUSH":
            command = [*command[:2], *reversed(command[2:])]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.list.model")
async def lrange_leaves_out_its_end(request: Request, reference: Reference) -> Answer:
    """LRANGE counts as slices do in most languages."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "LRANGE" or "result" not in envelope or command[3] in {-1, "-1"}:
            return envelope
        return {"result": envelope["result"][:-1]}

    return await one_by_one(request, reference, behave)


@fault("redis.list.model")
async def lrem_counts_from_the_front_always(request: Request, reference: Reference) -> Answer:
    """LREM takes no notice of the sign of its count."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "LREM":
            command = [*command[:2], str(command[2]).removeprefix("-"), *command[3:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.list.model")
async def lpop_with_a_count_of_one_answers_no_array(
    request: Request, reference: Reference
) -> Answer:
    """LPOP and RPOP with a count answer an element alone where they pop but one."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        result = envelope.get("result")
        is_pop = name_of(command) in {"LPOP", "RPOP"}
        is_one = is_pop and isinstance(result, list) and len(result) == 1
        return {"result": envelope["result"][0]} if is_one else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.list.model")
async def a_move_onto_itself_loses_the_element(request: Request, reference: Reference) -> Answer:
    """LMOVE and RPOPLPUSH pop from the list that they have read, and write back the one before."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_move = name_of(command) in {"LMOVE", "RPOPLPUSH"} and "result" in envelope
        if is_move and command[1] == command[2] and envelope["result"] is not None:
            await run(["LREM", command[1], "1", envelope["result"]])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.list.model")
async def lpos_overlooks_maxlen(request: Request, reference: Reference) -> Answer:
    """LPOS takes MAXLEN and searches the whole list."""

    async def behave(command: Command, run: Run) -> Envelope:
        words = [str(word).upper() for word in command]
        if name_of(command) == "LPOS" and "MAXLEN" in words[3:-1]:
            place = words.index("MAXLEN", 3)
            if words[place + 1].isdecimal():
                command = [*command[:place], *command[place + 2 :]]
        return await run(command)

    return await one_by_one(request, reference, behave)
