"""Faults of names: keys that are taken for each other, or for more than themselves."""

import unicodedata
from collections.abc import Callable
from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault

PREFIX = "edgeproof:"
"""What each key of a run starts with, and no other argument."""


def with_names(change: Callable[[str], str]) -> Any:
    """Any command, the names of its keys changed."""

    def changed(word: Any) -> Any:
        return change(word) if isinstance(word, str) and word.startswith(PREFIX) else word

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(list(map(changed, command)))

    return behave


def everything_above(key: str) -> str:
    """The beginning of the key that its neighbours have too, without the last part."""
    return key.rpartition(":")[0]


async def keys_like(run: Run, pattern: str) -> list[str]:
    """The keys that a pattern of KEYS matches."""
    keys: list[str] = (await run(["KEYS", pattern]))["result"]
    return keys


def literally(name: str) -> str:
    """The name as a pattern that matches nothing else."""
    return "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in name)


@fault("redis.families.independent")
async def names_have_no_letter_case(request: Request, reference: Reference) -> Answer:
    """The table of keys is collated without regard to letter case."""
    return await one_by_one(request, reference, with_names(str.lower))


@fault("redis.families.independent")
async def names_end_at_255_characters(request: Request, reference: Reference) -> Answer:
    """The column of keys has 255 characters."""
    return await one_by_one(request, reference, with_names(lambda name: name[:255]))


@fault("redis.families.independent")
async def names_end_at_nul(request: Request, reference: Reference) -> Answer:
    """A name is a string of C."""
    behave = with_names(lambda name: name.partition("\0")[0])
    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def names_end_at_a_space(request: Request, reference: Reference) -> Answer:
    """A command is sent on in one line."""
    behave = with_names(lambda name: name.partition(" ")[0])
    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def names_are_trimmed(request: Request, reference: Reference) -> Answer:
    """White space at the end of a name is taken for a slip of the pen."""
    return await one_by_one(request, reference, with_names(str.rstrip))


@fault("redis.families.independent")
async def names_are_normalized(request: Request, reference: Reference) -> Answer:
    """Names are kept in Unicode's form NFC."""

    def normalized(name: str) -> str:
        return unicodedata.normalize("NFC", name)

    return await one_by_one(request, reference, with_names(normalized))


@fault("redis.families.independent")
async def names_are_decoded_once_more(request: Request, reference: Reference) -> Answer:
    """A `%20` of a name is a space by the time it comes to the store."""
    behave = with_names(lambda name: name.replace("%20", " "))
    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def del_takes_patterns(request: Request, reference: Reference) -> Answer:
    """DEL takes a name with an asterisk for all the keys that it matches."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "DEL" and len(command) > 1:
            patterns = [name for name in command[1:] if "*" in name]
            matched = [key for pattern in patterns for key in await keys_like(run, pattern)]
            return await run(["DEL", *command[1:], *matched])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def del_takes_what_is_below(request: Request, reference: Reference) -> Answer:
    """DEL removes a directory, with all that is in it."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "DEL" and len(command) > 1:
            patterns = [f"{literally(name)}:*" for name in command[1:]]
            below = [key for pattern in patterns for key in await keys_like(run, pattern)]
            return await run(["DEL", *command[1:], *below])
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def rename_takes_along_what_starts_alike(request: Request, reference: Reference) -> Answer:
    """RENAME is UPDATE … SET key = REPLACE(key, old, new)."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "RENAME" and "result" in envelope:
            _, old, new = command
            for key in await keys_like(run, f"{literally(old)}?*"):
                await run(["RENAME", key, new + key.removeprefix(old)])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def expire_is_for_all_keys_with_a_time(request: Request, reference: Reference) -> Answer:
    """A time to live belongs to what a name starts with, as a policy of a bucket does."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "EXPIRE" and envelope.get("result") == 1:
            for key in await keys_like(run, f"{everything_above(command[1])}:*"):
                await run(["EXPIRE", key, "1000"])
        return envelope

    return await one_by_one(request, reference, behave)


@fault("redis.families.independent")
async def set_keeps_the_value_before(request: Request, reference: Reference) -> Answer:
    """A SET keeps what it replaces under the name with `:1` behind it."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "SET" and len(command) > 2:
            await run(["COPY", command[1], f"{command[1]}:1", "REPLACE"])
        return await run(command)

    return await one_by_one(request, reference, behave)
