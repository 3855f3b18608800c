"""Names that no post has: DELETE of one does nothing.

A faulty deployment may take any of them for a key or a pattern. If other people have data there,
only names made from the run's own posts and keys are used.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient, RedisRestClient, path_segment
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.post_ids import post_number

HARMFUL = (
    "",
    "posts",
    "post:id",
    "post:",
    "post",
    "*",
    "post:*",
    "post:-1",
    "../posts",
    "post%3Aid",
)
"""Names that would affect everybody's posts."""

HARMLESS = ("post:{n}x", "post:0{n}", "x/post:{n}", "post:{n}/edgeproof", "../post:{n}")
"""Names that could affect the run's own post, `post:{n}`, and nothing else."""

RESEMBLING = (
    *("post:00{n}", "post:+{n}", "post:-{n}", "post:x{n}", "post:{n}.0", "post:{n}e0", "post:{n}:"),
    *("%20post:{n}", "post:%20{n}", "post:{n}%20", "post:{n}%0A", "post:{n}%00", "post:{n}%00x"),
    *(
        "post:{n},post:{n}",
        "post:{n}%20post:{n}",
        "post:{n}&post:{n}",
        "post:{n}%23",
        "post:{n}%3Fx",
    ),
    *("post%253A{n}", "x%2Fpost:{n}", "..%2Fpost:{n}", "post:{n}%2Fx", "post:{n}/post:{n}"),
)
"""More names of that kind. Names that a proxy may fold into the post's own path are not among them
(`x/../post:{n}`, `/post:{n}`, `..%2Fposts%2Fpost:{n}`): with those, DELETE rightly deletes the
post."""


def dare(run: Run, name: str) -> None:
    """Don't send a name to a deployment where it could harm others."""
    if name in HARMFUL:
        run.need_permission()


@law("posts.delete.only-posts")
@pytest.mark.parametrize("name", [*HARMLESS, *HARMFUL])
async def test_delete_of_a_name_that_no_post_has_does_nothing(
    posts: PostsClient, run: Run, expect: Expectations, name: str
) -> None:
    dare(run, name)
    await expect_no_effect(posts, expect, [name])


@law("posts.delete.only-posts")
@given(names=st.lists(st.sampled_from(RESEMBLING), min_size=1, max_size=5, unique=True))
async def test_delete_of_what_only_resembles_a_name_does_nothing(
    posts: PostsClient, expect: Expectations, names: list[str]
) -> None:
    await expect_no_effect(posts, expect, names)


async def expect_no_effect(posts: PostsClient, expect: Expectations, names: list[str]) -> None:
    """After DELETE of the names, no post is gone, and the counter still counts."""
    earlier = await posts.created("before it")
    for name in names:
        await posts.request("DELETE", f"/{name.format(n=post_number(earlier))}")
    later = await posts.created("after it")
    expect.that(
        "the id of a later post",
        post_number(later) > post_number(earlier),
        received=later,
        expected=f"a larger number than that of {earlier}",
    )
    expect.equal("the posts that are gone", await posts.missing([earlier, later]), [])


@law("posts.delete.only-posts")
@pytest.mark.parametrize("name", ["{key}", "x/{key}", "{key}/x", "*"])
async def test_delete_of_another_key_leaves_it_alone(
    posts: PostsClient, redis: RedisRestClient, run: Run, expect: Expectations, name: str
) -> None:
    dare(run, name)
    key = redis.fresh_key()
    await redis("SET", key, "not a post")
    await posts.request("DELETE", f"/{name.format(key=path_segment(key))}")
    expect.equal("the value of the other key", await redis("GET", key), "not a post")


@law("posts.delete.refuses-others")
@given(name=st.sampled_from([name for name in (*HARMLESS, *RESEMBLING) if ".." not in name]))
async def test_delete_of_what_only_resembles_a_name_is_refused(
    posts: PostsClient, expect: Expectations, name: str
) -> None:
    number = post_number(await posts.created("beside it"))
    response = await posts.request("DELETE", f"/{name.format(n=number)}")
    expect.one_of("the status of DELETE", response.status, (400, 404, 405))


@law("posts.delete.refuses-others")
@pytest.mark.parametrize("name", [name for name in HARMFUL if ".." not in name])
async def test_delete_of_a_name_that_no_post_has_is_refused(
    posts: PostsClient, run: Run, expect: Expectations, name: str
) -> None:
    dare(run, name)
    response = await posts.request("DELETE", f"/{name}")
    expect.one_of("the status of DELETE", response.status, (400, 404, 405))
