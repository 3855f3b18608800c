"""Faults of strings."""

from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


def words_of(command: Command) -> list[str]:
    """The words after a command's value, in capitals: the options of SET."""
    return [str(word).upper() for word in command[3:]]


@fault("redis.mget.order")
async def mget_leaves_out_what_is_missing(request: Request, reference: Reference) -> Answer:
    """MGET answers the values that there are."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "MGET" or "result" not in envelope:
            return envelope
        return {"result": [value for value in envelope["result"] if value is not None]}

    return await one_by_one(request, reference, behave)


@fault("redis.mget.order")
async def mget_answers_each_key_once(request: Request, reference: Reference) -> Answer:
    """The keys of MGET are made into a set first."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(list(dict.fromkeys(command)) if name_of(command) == "MGET" else command)

    return await one_by_one(request, reference, behave)


@fault("redis.mget.order")
async def mget_answers_in_the_order_of_keys(request: Request, reference: Reference) -> Answer:
    """MGET is one request to each shard, and the answers are joined as they come."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "MGET":
            command = [command[0], *sorted(command[1:])]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.mget.order")
async def mget_fails_on_another_type(request: Request, reference: Reference) -> Answer:
    """MGET is GET after GET, and the first error is its answer."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "MGET" or len(command) == 1:
            return await run(command)
        envelopes = [await run(["GET", key]) for key in command[1:]]
        errors = [envelope for envelope in envelopes if "error" in envelope]
        return errors[0] if errors else {"result": [one["result"] for one in envelopes]}

    return await one_by_one(request, reference, behave)


def without_option(name: str) -> Any:
    """SET that takes no notice of a flag."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SET" and name in words_of(command):
            options = [word for word in command[3:] if str(word).upper() != name]
            return await run([*command[:3], *options])
        return await run(command)

    return behave


@fault("redis.string.model")
async def keepttl_is_overlooked(request: Request, reference: Reference) -> Answer:
    """SET takes KEEPTTL and does not keep the time to live."""
    return await one_by_one(request, reference, without_option("KEEPTTL"))


@fault("redis.string.model")
async def xx_is_overlooked(request: Request, reference: Reference) -> Answer:
    """SET takes XX and sets a key that is not there."""
    return await one_by_one(request, reference, without_option("XX"))


@fault("redis.string.model")
async def set_with_get_answers_ok(request: Request, reference: Reference) -> Answer:
    """SET takes GET and does not answer the value that was there."""
    return await one_by_one(request, reference, without_option("GET"))


@fault("redis.string.model", "redis.expiry.happens")
async def px_counts_seconds(request: Request, reference: Reference) -> Answer:
    """SET takes the milliseconds of PX for seconds."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SET":
            command = [*command[:3], *("EX" if word == "PX" else word for word in command[3:])]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.string.model")
async def getrange_leaves_out_its_end(request: Request, reference: Reference) -> Answer:
    """GETRANGE counts as slices do in most languages."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "GETRANGE" or not envelope.get("result"):
            return envelope
        return {"result": envelope["result"][:-1]}

    return await one_by_one(request, reference, behave)


@fault("redis.string.model")
async def append_ends_the_time_to_live(request: Request, reference: Reference) -> Answer:
    """APPEND is GET and SET."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "APPEND" and "result" in envelope:
            await run(["PERSIST", command[1]])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.string.model")
async def msetnx_sets_what_is_missing(request: Request, reference: Reference) -> Answer:
    """MSETNX is SETNX after SETNX."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "MSETNX" or len(command) % 2 == 0 or len(command) == 1:
            return await run(command)
        pairs = zip(command[1::2], command[2::2], strict=True)
        done = [(await run(["SETNX", key, value]))["result"] for key, value in pairs]
        return {"result": int(all(done))}

    return await one_by_one(request, reference, behave)


@fault("redis.string.model")
async def strlen_counts_characters(request: Request, reference: Reference) -> Answer:
    """STRLEN is the length of a text, not of its bytes."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "STRLEN" or len(command) != 2 or "result" not in envelope:
            return envelope
        return {"result": len((await run(["GET", command[1]]))["result"] or "")}

    return await one_by_one(request, reference, behave)


@fault("redis.string.model")
async def another_type_is_overwritten_by_append(request: Request, reference: Reference) -> Answer:
    """APPEND to a list makes a text of it."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        is_wrong = name_of(command) == "APPEND" and envelope.get("error", "").startswith("WRONG")
        if not is_wrong:
            return envelope
        await run(["SET", command[1], command[2]])
        return {"result": len(str(command[2]).encode())}

    return await one_by_one(request, reference, behave)
