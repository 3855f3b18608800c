"""Sets: what SADD and SREM change is what the reading commands show."""

from hypothesis import given

from edgeproof.clients import RedisRestClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import Change, changes_of_a_set

LOOK_ALIKES = ("a", "A", " a", "a ", "á", "a\u0301", "1", "01", "1.0", "", "\0")
"""Members that software may take for one another; to Redis they are bytes."""


def in_order(members: object) -> object:
    """The members sorted, for they have no order; what is no list of texts as it is."""
    is_list = isinstance(members, list) and all(isinstance(member, str) for member in members)
    return sorted(members) if is_list else members  # type: ignore[call-overload]


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
