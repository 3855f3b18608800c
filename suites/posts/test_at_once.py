"""At once: posts of several clients appear and disappear at one instant each."""

from hypothesis import given

from edgeproof.clients import PostsClient
from edgeproof.conformance.at_once.overlapping import Clients, kept_as_found
from edgeproof.conformance.at_once.subjects import Posts
from edgeproof.consistency import POST_BY_POST, WHOLE_LIST
from edgeproof.laws import Expectations, law
from edgeproof.strategies import (
    ClientPrograms,
    beginning_with,
    client_programs,
    list_programs,
    post_calls,
)


@law("posts.concurrent.per-post")
@kept_as_found
@given(programs=client_programs(post_calls()))
async def test_each_post_appears_and_leaves_at_one_instant(
    posts: PostsClient,
    posts_clients: Clients[PostsClient],
    expect: Expectations,
    programs: ClientPrograms[str | int],
) -> None:
    await posts_clients.expect_linearizable(
        expect, POST_BY_POST, programs, Posts, lag_s=posts.settle_s
    )


@law("posts.concurrent.snapshot")
@kept_as_found
@given(programs=beginning_with("POST", list_programs()))
async def test_each_list_shows_all_posts_as_they_were_at_one_instant(
    posts: PostsClient,
    posts_clients: Clients[PostsClient],
    expect: Expectations,
    programs: ClientPrograms[str | int],
) -> None:
    await posts_clients.expect_linearizable(
        expect, WHOLE_LIST, programs, Posts, lag_s=posts.settle_s
    )
