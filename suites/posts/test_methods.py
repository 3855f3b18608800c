"""Methods and paths: anything but the collection and its posts changes nothing."""

import pytest

from edgeproof.clients import PostsClient
from edgeproof.laws import Expectations, law

OUTSIDE = ("x", "-edgeproof", "x/y")
"""Appended to the collection's URL, these make a URL outside of it: `…/postsx`."""


@law("posts.method.refuses-others")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "BREW", "PROPFIND"])
async def test_other_methods_are_refused_and_change_nothing(
    posts: PostsClient, expect: Expectations, method: str
) -> None:
    earlier = await posts.created("")
    mark = f"sent with {method} after {earlier}"
    response = await posts.request(method, body=mark.encode())
    holds = 400 <= response.status < 500 or response.status == 501
    expect.that(f"the status of {method}", holds, received=response.status, expected="4xx or 501")
    expect.equal("the posts with what was sent", await posts.marked(mark, []), [])
    expect.equal("the posts that are gone", await posts.missing([earlier]), [])


@law("posts.method.allow")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_405_names_the_methods_that_work(
    posts: PostsClient, expect: Expectations, method: str
) -> None:
    response = await posts.request(method, body=b"not to be kept")
    expect.equal(f"the status of {method}", response.status, 405)
    allowed = {name.strip() for name in (response.header("allow") or "").split(",")}
    expect.that(
        "the methods that Allow names",
        {"GET", "POST"} <= allowed and method not in allowed,
        received=sorted(allowed),
        expected=f"GET and POST among them, {method} not",
    )


@law("posts.method.head")
async def test_head_answers_as_get_without_a_body(posts: PostsClient, expect: Expectations) -> None:
    await posts.created("one to be listed")
    head, get = await posts.request("HEAD"), await posts.request("GET")
    expect.equal("the status of HEAD", head.status, get.status)
    expect.equal("the body of HEAD", head.text, "")
    name = "content-type"
    expect.equal("the Content-Type of HEAD", head.header(name), get.header(name))
    # It may be missing, or be that of a list that has changed since, but no list is empty.
    length = head.header("content-length")
    expect.that("the Content-Length of HEAD", length != "0", received=length, expected="not 0")


@law("posts.path.unknown")
@pytest.mark.parametrize("path", OUTSIDE)
async def test_post_outside_the_collection_creates_nothing(
    posts: PostsClient, expect: Expectations, path: str
) -> None:
    mark = f"sent outside after {await posts.created('')}"
    await posts.request("POST", path, body=mark.encode())
    expect.equal("the posts with what was sent", await posts.marked(mark, []), [])


@law("posts.path.unknown")
@pytest.mark.parametrize("path", ["x", "-edgeproof", "/x"])
async def test_delete_outside_the_collection_deletes_nothing(
    posts: PostsClient, expect: Expectations, path: str
) -> None:
    post_id = await posts.created("still there")
    await posts.request("DELETE", f"{path}/{post_id}")
    expect.equal("the posts that are gone", await posts.missing([post_id]), [])


@law("posts.path.not-found")
@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_a_path_outside_the_collection_is_not_found(
    posts: PostsClient, expect: Expectations, method: str, path: str
) -> None:
    response = await posts.request(method, path)
    expect.equal(f"the status of {method}", response.status, 404)
