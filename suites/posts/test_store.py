"""The store: what is in the database when the API says that a post exists, or is gone."""

from typing import cast

import pytest
from hypothesis import given

from edgeproof.clients import PostsClient, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Untested, law
from edgeproof.post_ids import post_number
from edgeproof.strategies import texts

IS_MEMBER, HAS_STRING, HAS_NO_EXPIRY = 1, "string", -1


@law("posts.store.agrees")
@given(text=texts())
async def test_a_listed_post_is_a_member_with_a_string(
    posts: PostsClient, redis: RedisRestClient, expect: Expectations, text: str
) -> None:
    post_id = await posts.created(text)
    expect.equal("the posts missing in the list", await posts.missing([post_id]), [])

    async def read() -> list[object]:
        return [await redis("SISMEMBER", "posts", post_id), await redis("TYPE", post_id)]

    expected = [IS_MEMBER, HAS_STRING]
    stored = await posts.settled(read, expected.__eq__)
    expect.equal("whether it is a member, and the type of its key", stored, expected)


@law("posts.store.agrees")
async def test_the_counter_has_come_to_the_largest_number(
    posts: PostsClient, redis: RedisRestClient, expect: Expectations
) -> None:
    number = post_number(await posts.created("the largest so far"))

    async def read() -> int:
        counter = await redis("GET", "post:id")
        # INCR would answer 1 for a missing counter, and refuse one that is not a number.
        return int(counter) if isinstance(counter, str) and counter.isdecimal() else 0

    counter = await posts.settled(read, number.__le__)
    expect.that("the counter", counter >= number, received=counter, expected=f"at least {number}")


@law("posts.store.agrees")
async def test_every_member_has_its_string_also_after_posts_that_failed(
    posts: PostsClient, redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    if not run.deployment.is_own:
        raise Untested("other people's posts may be half made or half deleted at any moment")
    await posts.created("one that did not fail")
    await posts.create(b"\xff")
    types = [
        await redis("TYPE", member)
        for member in cast("list[str]", await redis("SMEMBERS", "posts"))
    ]
    expect.equal("the types of the members' keys", set(types), {HAS_STRING})


@law("posts.store.no-leftovers")
@pytest.mark.parametrize("text", ["", "not left over"])
async def test_a_deleted_post_leaves_neither_member_nor_string(
    posts: PostsClient, redis: RedisRestClient, expect: Expectations, text: str
) -> None:
    post_id = await posts.created(text)
    await posts.deleted(post_id)

    async def read() -> list[object]:
        return [await redis("SISMEMBER", "posts", post_id), await redis("EXISTS", post_id)]

    left = await posts.settled(read, [0, 0].__eq__)
    expect.equal("whether it is a member, and whether its key exists", left, [0, 0])


@law("posts.store.no-leftovers")
@pytest.mark.parametrize("text", ["", "here to stay"])
async def test_neither_the_members_nor_a_string_expire(
    posts: PostsClient, redis: RedisRestClient, expect: Expectations, text: str
) -> None:
    post_id = await posts.created(text)

    async def read() -> list[object]:
        return [await redis("PTTL", "posts"), await redis("PTTL", post_id)]

    expected = [HAS_NO_EXPIRY, HAS_NO_EXPIRY]
    times = await posts.settled(read, expected.__eq__)
    expect.equal("the times to live of `posts` and of the post", times, expected)
