"""Faults that show only when clients overlap."""

import asyncio
from dataclasses import replace
from itertools import count

from tests.faulty.endpoints.commands import (
    Command,
    Envelope,
    Run,
    commands_in,
    name_of,
    one_by_one,
    request_to_ping,
)
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer


@fault("redis.incr.atomic", "redis.incr.real-time")
async def incr_is_get_and_set(request: Request, reference: Reference) -> Answer:
    """INCR reads the count, and then writes the next one."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "INCR":
            return await run(command)
        number = int((await run(["GET", command[1]])).get("result") or 0) + 1
        await run(["SET", command[1], str(number)])
        return {"result": number}

    return await one_by_one(request, reference, behave)


_blocks: dict[tuple[str, int], list[int]] = {}
_turns = count()


@fault("redis.incr.real-time")
async def two_nodes_count_in_blocks(request: Request, reference: Reference) -> Answer:
    """Each of two nodes takes ten numbers at a time, and gives them out one by one."""
    node = next(_turns) % 2

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "INCR":
            return await run(command)
        block = _blocks.setdefault((command[1], node), [])
        if not block:
            last = (await run(["INCRBY", command[1], "10"]))["result"]
            block.extend(range(last - 9, last + 1))
        return {"result": block.pop(0)}

    return await one_by_one(request, reference, behave)


@fault("redis.set.concurrent")
async def a_set_is_read_and_written_whole(request: Request, reference: Reference) -> Answer:
    """SADD and SREM read all members, and write them all back."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) not in {"SADD", "SREM"}:
            return await run(command)
        _, key, member = command
        before = set((await run(["SMEMBERS", key])).get("result", []))
        after = before | {member} if name_of(command) == "SADD" else before - {member}
        await run(["EVAL", WRITE_SET, "1", key, *sorted(after)])
        return {"result": int(before != after)}

    return await one_by_one(request, reference, behave)


WRITE_SET = (
    "redis.call('DEL', KEYS[1]) for _, m in ipairs(ARGV) do redis.call('SADD', KEYS[1], m) end"
)


@fault("redis.mget.snapshot")
async def mset_sets_one_key_after_another(request: Request, reference: Reference) -> Answer:
    """MSET is as many SETs."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "MSET":
            return await run(command)
        for key, value in zip(command[1::2], command[2::2], strict=True):
            await run(["SET", key, value])
        return {"result": "OK"}

    return await one_by_one(request, reference, behave)


_cached: dict[str, tuple[float, Envelope]] = {}
CACHED_S = 0.05


async def _from_cache(key: str, run: Run) -> Envelope:
    now_s = asyncio.get_running_loop().time()
    fresh_until_s, envelope = _cached.get(key, (0.0, {}))
    if fresh_until_s < now_s:
        envelope = await run(["GET", key])
        _cached[key] = (now_s + CACHED_S, envelope)
    return envelope


@fault("redis.register.linearizable", "rest.sync.read-your-writes")
async def reads_come_from_a_cache(request: Request, reference: Reference) -> Answer:
    """What GET has read once it answers for a while, whatever is written meanwhile."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "GET" and len(command) == 2:
            return await _from_cache(command[1], run)
        return await run(command)

    return await with_token_of(request, reference, await one_by_one(request, reference, behave))


_reads = count()


@fault("rest.sync.monotonic")
async def one_of_two_replicas_lags(request: Request, reference: Reference) -> Answer:
    """Every other GET is answered by a replica that is a little behind."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "GET" and len(command) == 2 and next(_reads) % 2:
            return await _from_cache(command[1], run)
        return await run(command)

    return await with_token_of(request, reference, await one_by_one(request, reference, behave))


async def with_token_of(request: Request, reference: Reference, answer: Answer) -> Answer:
    """The answer with the sync token that the reference gives now."""
    now = await reference(request_to_ping(request))
    tokens = tuple(pair for pair in now.headers if pair[0] == SYNC_TOKEN)
    others = tuple(pair for pair in answer.headers if pair[0] != SYNC_TOKEN)
    return replace(answer, headers=(*others, *tokens))


SYNC_TOKEN = b"upstash-sync-token"


@fault("rest.sync.token")
async def the_sync_token_never_changes(request: Request, reference: Reference) -> Answer:
    """Every answer carries the same sync token."""
    answer = await reference(request)
    headers = tuple((k, b"1" if k == SYNC_TOKEN else v) for k, v in answer.headers)
    return replace(answer, headers=headers)


@fault("rest.sync.token")
async def batches_carry_no_sync_token(request: Request, reference: Reference) -> Answer:
    """Only single commands are answered with a sync token."""
    answer = await reference(request)
    if request.path not in {b"/pipeline", b"/multi-exec"}:
        return answer
    return replace(answer, headers=tuple(p for p in answer.headers if p[0] != SYNC_TOKEN))


@fault("rest.sync.token")
async def an_unknown_sync_token_is_refused(request: Request, reference: Reference) -> Answer:
    """A sync token that is not of this server is an error."""
    token = request.header(SYNC_TOKEN)
    if token and not token.count(b":"):
        return json_answer(400, {"error": "ERR invalid sync token"})
    return await reference(request)


@fault("rest.transaction.atomic")
async def a_transaction_lets_others_in(request: Request, reference: Reference) -> Answer:
    """The commands of a transaction are executed one after the other, each by itself."""
    if request.path != b"/multi-exec" or not commands_in(request):
        return await reference(request)

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(command)

    return await one_by_one(replace(request, path=b"/pipeline"), reference, behave)


_requests = count(1)
_offers: list[tuple[Answer, asyncio.Future[Answer]]] = []
OFFERED_S = 0.05


@fault("rest.isolation.own-reply")
async def replies_are_crossed_now_and_then(request: Request, reference: Reference) -> Answer:
    """One request in fifty is given the reply to another that was under way with it."""
    number = next(_requests)
    answer = await reference(request)
    if answer.status != 200 or request.path != b"/":
        return answer
    if number % 50 == 0:
        taken: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        _offers.append((answer, taken))
        done, _ = await asyncio.wait([taken], timeout=OFFERED_S)
        return taken.result() if done else answer
    while _offers:
        other, taken = _offers.pop()
        if not taken.done():
            taken.set_result(answer)
            return other
    return answer


_transactions: set[int] = set()


@fault("rest.transaction.concurrent")
async def commands_beside_a_transaction_are_queued(
    request: Request, reference: Reference
) -> Answer:
    """While a transaction is sent, commands of others are queued on the same connection."""
    if request.path == b"/multi-exec":
        number = next(_requests)
        _transactions.add(number)
        try:
            return await reference(request)
        finally:
            _transactions.discard(number)
    if request.path == b"/" and _transactions:
        return json_answer(200, {"result": "QUEUED"})
    return await reference(request)
