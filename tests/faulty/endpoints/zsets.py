"""Faults of sorted sets."""

from typing import Any

from tests.faulty.endpoints.commands import (
    Command,
    Envelope,
    Run,
    name_of,
    one_by_one,
    with_replies,
)
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


def without_option(option: str, *names: str) -> Any:
    """Commands that take no notice of an option."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) not in names:
            return await run(command)
        rest = [word for word in command[2:] if str(word).upper() != option]
        return await run([*command[:2], *rest])

    return behave


@fault("redis.zset.model")
async def zadd_overlooks_gt(request: Request, reference: Reference) -> Answer:
    """ZADD takes GT and lowers scores all the same."""
    return await one_by_one(request, reference, without_option("GT", "ZADD"))


@fault("redis.zset.model")
async def zadd_with_ch_counts_what_is_new(request: Request, reference: Reference) -> Answer:
    """ZADD takes CH and does not count the scores that it changed."""
    return await one_by_one(request, reference, without_option("CH", "ZADD"))


@fault("redis.zset.model")
async def infinite_scores_are_null(request: Request, reference: Reference) -> Answer:
    """Scores go through a JSON serializer, which has no infinity."""

    def change(command: Command, envelope: Envelope) -> Envelope:
        is_score = name_of(command) in {"ZSCORE", "ZINCRBY", "ZADD"}
        is_infinite = is_score and envelope.get("result") in {"inf", "-inf"}
        return {"result": None} if is_infinite else envelope

    return with_replies(request, await reference(request), change)


@fault("redis.zset.model")
async def scores_are_numbers(request: Request, reference: Reference) -> Answer:
    """ZSCORE answers a JSON number, not a string."""

    def change(command: Command, envelope: Envelope) -> Envelope:
        is_score = name_of(command) == "ZSCORE" and isinstance(envelope.get("result"), str)
        is_finite = is_score and "inf" not in envelope["result"]
        return {"result": float(envelope["result"])} if is_finite else envelope

    return with_replies(request, await reference(request), change)


@fault("redis.zset.model")
async def bounds_are_always_inclusive(request: Request, reference: Reference) -> Answer:
    """ZCOUNT and the ranges by score read `(1` as 1."""
    names = {"ZCOUNT", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZREMRANGEBYSCORE"}

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) in names:
            bounds = [str(word).removeprefix("(") for word in command[2:4]]
            command = [*command[:2], *bounds, *command[4:]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.zset.model")
async def weights_are_overlooked(request: Request, reference: Reference) -> Answer:
    """ZUNIONSTORE takes WEIGHTS and adds the scores as they are."""

    async def behave(command: Command, run: Run) -> Envelope:
        words = [str(word).upper() for word in command]
        if name_of(command) != "ZUNIONSTORE" or "WEIGHTS" not in words:
            return await run(command)
        place, count = words.index("WEIGHTS"), words[2]
        if not count.isdecimal() or "error" in await run(["ZUNION", *command[2:]]):
            return await run(command)
        return await run([*command[:place], *command[place + 1 + int(count) :]])

    return await one_by_one(request, reference, behave)


@fault("redis.zset.model")
async def sets_have_no_scores(request: Request, reference: Reference) -> Answer:
    """ZUNION and ZINTER refuse a plain set among their sources, whose members have the score 1."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) in {"ZUNION", "ZINTER"}:
            for key in command[2:]:
                if (await run(["TYPE", key])).get("result") == "set":
                    return {"error": "WRONGTYPE this is a set"}
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.zset.model")
async def members_are_ordered_by_utf_16(request: Request, reference: Reference) -> Answer:
    """Members of one score come in the order in which JavaScript compares strings."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "ZRANGEBYLEX" or "result" not in envelope:
            return envelope
        units = sorted(envelope["result"], key=lambda member: member.encode("utf-16-be"))
        return {"result": units}

    return await one_by_one(request, reference, behave)


@fault("redis.zset.model")
async def zrandmember_forgets_the_scores(request: Request, reference: Reference) -> Answer:
    """ZRANDMEMBER takes WITHSCORES and answers members only."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_picked = name_of(command) == "ZRANDMEMBER" and "result" in envelope
        has_scores = str(command[-1]).upper() == "WITHSCORES"
        return {"result": envelope["result"][::2]} if is_picked and has_scores else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.zset.model")
async def zrangestore_keeps_the_destination(request: Request, reference: Reference) -> Answer:
    """ZRANGESTORE of an empty range leaves its destination as it was."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "ZRANGESTORE":
            return await run(command)
        found = await run(["ZRANGE", *command[2:]])
        return {"result": 0} if found.get("result") == [] else await run(command)

    return await one_by_one(request, reference, behave)
