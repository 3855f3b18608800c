"""Sets: the reading commands show what SADD and SREM change, even with several clients at once."""

import pytest
from hypothesis import given

from edgeproof.clients import Command, RedisRestClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import (
    Change,
    Reading,
    Sets,
    Storing,
    changes_of_a_set,
    readings_of_sets,
    storings_of_sets,
)

LOOK_ALIKES = ("a", "A", " a", "a ", "á", "a\u0301", "1", "01", "1.0", "", "\0")
"""Members that software may take for one another; to Redis they are bytes."""

EVERY_STORE = pytest.mark.parametrize("command", ["SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"])


def in_order(members: object) -> object:
    """The members sorted, since they have no order; anything but a list of texts as it is."""
    is_list = isinstance(members, list) and all(isinstance(member, str) for member in members)
    return sorted(members) if is_list else members  # type: ignore[call-overload]  # a list, as seen


def additions(keys: list[str], sets: Sets) -> list[Command]:
    """The SADDs that make these sets; an empty set needs none."""
    pairs = zip(keys, sets, strict=True)
    return [("SADD", key, *sorted(members)) for key, members in pairs if members]


@law("redis.set.membership")
@given(changes=changes_of_a_set())
async def test_every_change_answers_how_many_members_it_changed(
    redis: RedisRestClient, expect: Expectations, changes: list[Change]
) -> None:
    key = redis.fresh_key()
    replies = await redis.sequence(*[(change.command, key, *change.named) for change in changes])
    counts = [len(change.before ^ change.after) for change in changes]
    expect.equal("the answers to SADD and SREM", [reply.value for reply in replies], counts)


@law("redis.set.membership")
@given(changes=changes_of_a_set())
async def test_reading_shows_what_was_added_and_not_removed(
    redis: RedisRestClient, expect: Expectations, changes: list[Change]
) -> None:
    key = redis.fresh_key()
    members = changes[-1].after
    named = sorted({member for change in changes for member in change.named})
    *_, listed, count, are_members, is_member = await redis.sequence(
        *[(change.command, key, *change.named) for change in changes],
        ("SMEMBERS", key),
        ("SCARD", key),
        ("SMISMEMBER", key, *named),
        ("SISMEMBER", key, named[0]),
    )
    expect.equal("SMEMBERS, sorted", in_order(listed.value), sorted(members))
    expect.equal("SCARD", count.value, len(members))
    expect.equal("SMISMEMBER", are_members.value, [int(name in members) for name in named])
    expect.equal("SISMEMBER", is_member.value, int(named[0] in members))


@law("redis.set.membership")
async def test_members_that_look_alike_are_members_of_their_own(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    added = await redis("SADD", key, *LOOK_ALIKES)
    expect.equal("the answer to SADD", added, len(LOOK_ALIKES))
    expect.equal("the answer to SREM", await redis("SREM", key, LOOK_ALIKES[0]), 1)
    expect.equal(
        "SMEMBERS, sorted", in_order(await redis("SMEMBERS", key)), sorted(LOOK_ALIKES[1:])
    )


@law("redis.set.algebra")
@given(drawn=readings_of_sets())
async def test_what_is_read_of_several_sets_is_what_sets_make(
    redis: RedisRestClient, expect: Expectations, drawn: tuple[Sets, list[Reading]]
) -> None:
    sets, readings = drawn
    keys = redis.fresh_keys(len(sets))
    added = additions(keys, sets)
    replies = await redis.sequence(*added, *[reading.words(keys) for reading in readings])
    results = [in_order(reply.value) for reply in replies[len(added) :]]
    expect.equal("the results, sorted", results, [sorted(one.result) for one in readings])


@law("redis.set.algebra")
@given(drawn=storings_of_sets())
async def test_what_is_stored_and_moved_is_where_sets_have_it(
    redis: RedisRestClient, expect: Expectations, drawn: tuple[Sets, list[Storing]]
) -> None:
    sets, storings = drawn
    keys = redis.fresh_keys(len(sets))
    added = additions(keys, sets)
    replies = await redis.sequence(
        *added,
        *[storing.words(keys) for storing in storings],
        *[("SMEMBERS", key) for key in keys],
        ("EXISTS", *keys),
    )
    *values, existing = [reply.value for reply in replies[len(added) :]]
    answers, listed = values[: len(storings)], values[len(storings) :]
    after = storings[-1].after
    expect.equal("the answers", answers, [storing.answer for storing in storings])
    expect.equal("SMEMBERS of each, sorted", [*map(in_order, listed)], [*map(sorted, after)])
    expect.equal("how many are there, of those not empty", existing, sum(map(bool, after)))


@law("redis.set.algebra")
@EVERY_STORE
async def test_a_destination_of_another_type_is_overwritten(
    redis: RedisRestClient, expect: Expectations, command: str
) -> None:
    source, destination = redis.fresh_keys(2)
    await redis.sequence(("SADD", source, "a", "b"), ("RPUSH", destination, "element"))
    expect.equal("the answer", await redis(command, destination, source), 2)
    expect.equal("SMEMBERS, sorted", in_order(await redis("SMEMBERS", destination)), ["a", "b"])


@law("redis.set.algebra")
@EVERY_STORE
async def test_an_empty_result_removes_a_destination_of_any_type(
    redis: RedisRestClient, expect: Expectations, command: str
) -> None:
    source, of_another_type, one_set = redis.fresh_keys(3)
    await redis.sequence(("RPUSH", of_another_type, "element"), ("SADD", one_set, "member"))
    expect.equal("over a list", await redis(command, of_another_type, source), 0)
    expect.equal("over a set", await redis(command, one_set, source), 0)
    expect.equal("EXISTS of both", await redis("EXISTS", of_another_type, one_set), 0)


@law("redis.set.algebra")
@pytest.mark.parametrize(
    "command",
    [
        ("SINTER", "set", "list"),
        ("SUNION", "set", "list"),
        ("SDIFF", "list", "set"),
        ("SINTERSTORE", "destination", "set", "list"),
        ("SUNIONSTORE", "destination", "list", "set"),
        ("SDIFFSTORE", "destination", "set", "list"),
        ("SMOVE", "list", "set", "a"),
        ("SMOVE", "set", "list", "a"),
    ],
    ids=" ".join,
)
async def test_a_source_of_another_type_is_refused(
    redis: RedisRestClient, expect: Expectations, command: tuple[str, ...]
) -> None:
    kinds = ("set", "list", "destination")
    keys = dict(zip(kinds, redis.fresh_keys(len(kinds)), strict=True))
    filling = (("SADD", keys["set"], "a"), ("RPUSH", keys["list"], "b"))
    await redis.sequence(*filling, ("SADD", keys["destination"], "c"))
    refused = await redis.reply(*[keys.get(word, word) for word in command])
    expect.equal("the code of the error", refused.code, "WRONGTYPE")
    replies = await redis.sequence(
        ("LRANGE", keys["list"], 0, -1),
        ("SMEMBERS", keys["set"]),
        ("SMEMBERS", keys["destination"]),
    )
    contents = [reply.value for reply in replies]
    expect.equal("list, set and destination afterwards", contents, [["b"], ["a"], ["c"]])
