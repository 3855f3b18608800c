"""Deleting posts: a deleted post is gone for good, and every other one is unchanged."""

from collections.abc import Container

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts

NEVER_GIVEN = "post:900719925474099"
"""An id far beyond the value of any counter."""


@law("posts.delete.answers-id")
@given(text=texts())
async def test_delete_answers_the_id_or_nothing(
    posts: PostsClient, expect: Expectations, text: str
) -> None:
    post_id = await posts.created(text)
    response = await posts.delete(post_id)
    expect.one_of(
        "the status and body of the answer to DELETE",
        [response.status, response.text],
        ([200, post_id], [204, ""]),
    )


@law("posts.delete.removes")
@given(several=st.lists(texts(), min_size=2, max_size=3), place=st.integers(0, 2))
async def test_delete_removes_that_post_and_leaves_the_others_alone(
    posts: PostsClient, expect: Expectations, several: list[str], place: int
) -> None:
    created = {await posts.created(text): text for text in several}
    left = await posts.as_listed(created)
    post_id = list(left)[place % len(left)]
    await posts.deleted(post_id)
    left[post_id] = None
    expect.equal("the posts as listed", await posts.as_listed(left), left)


@law("posts.delete.stays-deleted")
@given(places=st.lists(st.integers(0, 1), min_size=1, max_size=2, unique=True))
async def test_a_deleted_post_does_not_come_back_with_later_ones(
    posts: PostsClient, expect: Expectations, places: list[int]
) -> None:
    earlier = [await posts.created("deleted soon") for _ in range(2)]
    gone: dict[str, str | None] = {earlier[place]: None for place in places}
    for post_id in gone:
        await posts.deleted(post_id)
    expect.equal("the deleted posts", await posts.as_listed(gone), gone)
    await expect_another_id(posts, expect, earlier)
    expect.equal("the deleted posts, after a later one", await posts.as_listed(gone), gone)


@law("posts.delete.idempotent")
@pytest.mark.parametrize("text", ["", "deleted twice"])
async def test_deleting_again_changes_nothing(
    posts: PostsClient, expect: Expectations, text: str
) -> None:
    other, post_id = await posts.created("beside it"), await posts.created(text)
    await posts.deleted(post_id)
    left = await posts.as_listed({other: "beside it", post_id: None})
    response = await posts.delete(post_id)
    expect_done_or_unknown(expect, response.status)
    expect.equal("the posts as listed", await posts.as_listed(left), left)
    await expect_another_id(posts, expect, left)


@law("posts.delete.idempotent")
async def test_deleting_an_id_never_given_changes_nothing(
    posts: PostsClient, expect: Expectations
) -> None:
    other = await posts.created("beside it")
    left = await posts.as_listed({other: "beside it", NEVER_GIVEN: None})
    response = await posts.delete(NEVER_GIVEN)
    expect_done_or_unknown(expect, response.status)
    expect.equal("the posts as listed", await posts.as_listed(left), left)
    await expect_another_id(posts, expect, left)


async def expect_another_id(
    posts: PostsClient, expect: Expectations, earlier: Container[str]
) -> None:
    """The next post gets an id that none of the earlier ones has."""
    post_id = await posts.created("a later one")
    is_new = post_id not in earlier
    expect.that("the id of a later post", is_new, received=post_id, expected="one not given before")


def expect_done_or_unknown(expect: Expectations, status: int) -> None:
    """The status is 2xx or 404."""
    holds = 200 <= status < 300 or status == 404
    expect.that("the status of DELETE", holds, received=status, expected="2xx or 404")


@law("posts.delete.encoded-id")
@pytest.mark.parametrize("colon", ["%3A", "%3a"])
async def test_an_encoded_id_names_the_same_post(
    posts: PostsClient, expect: Expectations, colon: str
) -> None:
    post_id = await posts.created("deleted by its encoded name")
    await posts.request("DELETE", "/" + post_id.replace(":", colon))
    gone = {post_id: None}
    expect.equal("the post after its DELETE", await posts.as_listed(gone), gone)


@law("posts.delete.encoded-id")
@pytest.mark.parametrize("query", ["?", "?a=b", "?/post:0", "?a=%2Fpost:0&b"])
async def test_a_query_string_is_no_part_of_the_id(
    posts: PostsClient, expect: Expectations, query: str
) -> None:
    post_id = await posts.created("deleted with a query string")
    await posts.request("DELETE", f"/{post_id}{query}")
    gone = {post_id: None}
    expect.equal("the post after its DELETE", await posts.as_listed(gone), gone)
