"""Faults of keys, whatever they hold, and of their times to live."""

from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


def with_reply(name: str, change: Any) -> Any:
    """One command whose result is changed, given the command and the right result."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != name or "result" not in envelope:
            return envelope
        return {"result": change(command, envelope["result"])}

    return behave


@fault("redis.keys.model")
async def exists_counts_different_keys(request: Request, reference: Reference) -> Answer:
    """The keys of EXISTS are made into a set first."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_ours = name_of(command) == "EXISTS" and len(command) > 1
        return await run([command[0], *dict.fromkeys(command[1:])] if is_ours else command)

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def del_counts_what_was_named(request: Request, reference: Reference) -> Answer:
    """DEL answers how many keys it was given, not how many it took away."""
    behave = with_reply("DEL", lambda command, _: len(command) - 1)
    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def persist_always_answers_1(request: Request, reference: Reference) -> Answer:
    """PERSIST answers that it was done, also where there was no time to live."""
    return await one_by_one(request, reference, with_reply("PERSIST", lambda *_: 1))


@fault("redis.keys.model")
async def ttl_of_no_key_is_minus_1(request: Request, reference: Reference) -> Answer:
    """TTL and no key: -1, as it was before Redis 2.8."""
    return await one_by_one(
        request, reference, with_reply("TTL", lambda _, result: max(result, -1))
    )


@fault("redis.keys.model")
async def ttl_counts_milliseconds(request: Request, reference: Reference) -> Answer:
    """TTL is PTTL by another name."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(["PTTL", *command[1:]] if name_of(command) == "TTL" else command)

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def rename_ends_the_time_to_live(request: Request, reference: Reference) -> Answer:
    """RENAME writes the value under the new name, and its time to live is not part of it."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "RENAME" and "result" in envelope:
            await run(["PERSIST", command[2]])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def renamenx_overwrites(request: Request, reference: Reference) -> Answer:
    """RENAMENX is RENAME that answers 1."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "RENAMENX":
            return await run(command)
        envelope = await run(["RENAME", *command[1:]])
        return {"result": 1} if "result" in envelope else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def copy_always_replaces(request: Request, reference: Reference) -> Answer:
    """COPY overwrites, asked to or not."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_ours = name_of(command) == "COPY" and len(command) == 3
        return await run([*command, "REPLACE"] if is_ours else command)

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def copy_leaves_the_time_to_live_behind(request: Request, reference: Reference) -> Answer:
    """COPY copies the value alone."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "COPY" and envelope.get("result") == 1:
            await run(["PERSIST", command[2]])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def a_time_past_is_no_time_to_live(request: Request, reference: Reference) -> Answer:
    """EXPIRE takes 0 and less for "never", and leaves the key where it is."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "EXPIRE" and command[2:] in (["0"], ["-1"]):
            return await run(["EXISTS", command[1]])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.keys.model")
async def what_is_copied_onto_itself_is_copied(request: Request, reference: Reference) -> Answer:
    """COPY of a key onto itself is no error."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_ours = name_of(command) == "COPY" and len(command) > 2 and command[1] == command[2]
        return await run(["EXISTS", command[1]]) if is_ours else await run(command)

    return await one_by_one(request, reference, behave)
