"""The reference worker: create, list and delete."""

import re
from collections.abc import AsyncIterator

import anyio
import httpx
import pytest
import redis

from edgeproof.deployments import Deployment

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
TEXTS = [
    "",
    " a \t\r\n\u2028",
    "\x00",
    "\ufeffmark first",
    "é e\u0301 😀 שלום",
    '{"id": "post:1"}',
    "null",
    "-0",
    "x/EX/1?_token=t&a=%2F..%2F+#",
    "\"'\\",
]


@pytest.fixture
def server(stack: Deployment) -> redis.Redis:
    assert stack.redis_server_url
    return redis.Redis.from_url(stack.redis_server_url, decode_responses=True)


async def create(posts: httpx.AsyncClient, text: str) -> str:
    response = await posts.post("/posts", content=text.encode())
    assert response.status_code == 201
    return response.text


async def listed(posts: httpx.AsyncClient) -> dict[str, str]:
    return {post["id"]: post["text"] for post in (await posts.get("/posts")).json()}


async def test_a_new_post_is_answered_with_its_id_and_place(posts: httpx.AsyncClient) -> None:
    response = await posts.post("/posts", content=b"text")
    assert response.status_code == 201
    assert re.fullmatch(r"post:[1-9]\d*", response.text)
    assert response.headers["location"] == f"/posts/{response.text}"
    assert (await posts.delete(response.headers["location"])).status_code == 200


@pytest.mark.parametrize("text", TEXTS)
async def test_a_text_is_listed_as_sent(posts: httpx.AsyncClient, text: str) -> None:
    post_id = await create(posts, text)
    assert await listed(posts) == {post_id: text}


@pytest.mark.parametrize("content_type", ["application/json", "text/plain;charset=latin1", "x"])
async def test_the_content_type_does_not_matter(
    posts: httpx.AsyncClient, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    response = await posts.post("/posts", content="é".encode(), headers=headers)
    assert await listed(posts) == {response.text: "é"}


@pytest.mark.parametrize(
    "body", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"a" * 70_000 + b"\xe2\x82"]
)
async def test_a_body_that_is_not_utf8_is_refused(posts: httpx.AsyncClient, body: bytes) -> None:
    assert (await posts.post("/posts", content=body)).status_code == 400
    assert await listed(posts) == {}


async def test_a_text_of_one_mebibyte_is_kept(posts: httpx.AsyncClient) -> None:
    text = "é" * (MIB // 2)
    post_id = await create(posts, text)
    assert await listed(posts) == {post_id: text}


@pytest.mark.parametrize("size", [MIB + 1, 8 * MIB])
@pytest.mark.parametrize("is_chunked", [False, True], ids=["sized", "chunked"])
async def test_a_larger_text_is_refused(
    posts: httpx.AsyncClient, size: int, *, is_chunked: bool
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(0, size, 64 * 1024):
            yield b"a" * (64 * 1024)
        yield b"a"

    content = chunks() if is_chunked else b"a" * size
    assert (await posts.post("/posts", content=content)).status_code == 413
    assert await listed(posts) == {}


async def test_the_list_is_sorted_by_number(posts: httpx.AsyncClient) -> None:
    ids = [await create(posts, str(place)) for place in range(12)]
    assert [post["id"] for post in (await posts.get("/posts")).json()] == ids


async def test_a_member_without_its_text_is_not_listed(
    posts: httpx.AsyncClient, server: redis.Redis
) -> None:
    post_id = await create(posts, "whole")
    server.sadd("posts", "post:999999")
    assert await listed(posts) == {post_id: "whole"}
    server.srem("posts", "post:999999")


async def test_more_posts_than_lua_can_unpack_are_listed(
    posts: httpx.AsyncClient, server: redis.Redis
) -> None:
    expected = {f"post:{n}": f"text {n}" for n in range(1_000_000, 1_012_500)}
    server.mset(expected)
    server.sadd("posts", *expected)
    try:
        assert await listed(posts) == expected
    finally:
        server.delete("posts", *expected)


async def test_delete_answers_the_id_once_and_leaves_nothing(
    posts: httpx.AsyncClient, server: redis.Redis
) -> None:
    kept, gone = await create(posts, "kept"), await create(posts, "gone")
    response = await posts.delete(f"/posts/{gone}")
    assert (response.status_code, response.text) == (200, gone)
    assert (await posts.delete(f"/posts/{gone}")).status_code == 404
    assert await listed(posts) == {kept: "kept"}
    assert not server.exists(gone)


async def test_an_encoded_id_and_a_query_name_the_same_post(posts: httpx.AsyncClient) -> None:
    post_id = await create(posts, "text")
    encoded = post_id.replace(":", "%3A")
    assert (await posts.delete(f"/posts/{encoded}?a=/b")).text == post_id


@pytest.mark.parametrize(
    "name",
    [
        *("posts", "post:id", "post:", "post:1x", "post:-1", "post:0", "post:01", "*", "post:1%0A"),
        *("", "post:1/", "post:1/x", "..%2Fpost:1", "post%253A1", "%", "%E0%A4%A", "post:1%00"),
    ],
)
async def test_delete_of_anything_else_is_404_and_asks_the_database_nothing(
    posts: httpx.AsyncClient, server: redis.Redis, name: str
) -> None:
    commands = server.info("commandstats")
    # Sent as bytes, because the client would mend a malformed percent sign.
    url = posts.base_url.copy_with(raw_path=f"/posts/{name}".encode())
    assert (await posts.delete(url)).status_code == 404
    assert calls(server.info("commandstats")) == calls(commands)


def calls(statistics: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return how often each command was called, but for those of the test's own."""
    return {
        name: numbers["calls"]
        for name, numbers in statistics.items()
        if not name.startswith(("cmdstat_info", "cmdstat_client", "cmdstat_hello", "cmdstat_ping"))
    }


async def test_a_create_that_fails_leaves_no_half_of_a_post(
    posts: httpx.AsyncClient, server: redis.Redis
) -> None:
    server.set("posts", "not a set")
    try:
        assert (await posts.post("/posts", content=b"half")).status_code == 502
        assert (await posts.get("/posts")).status_code == 502
        assert server.keys("post:*") == ["post:id"]
    finally:
        server.delete("posts")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
async def test_the_collection_allows_three_methods(posts: httpx.AsyncClient, method: str) -> None:
    response = await posts.request(method, "/posts", content=b"x")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST"
    assert await listed(posts) == {}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS"])
async def test_a_post_allows_delete(posts: httpx.AsyncClient, method: str) -> None:
    post_id = await create(posts, "text")
    response = await posts.request(method, f"/posts/{post_id}")
    assert response.status_code == 405
    assert response.headers["allow"] == "DELETE"
    assert await listed(posts) == {post_id: "text"}


async def test_a_method_unknown_to_http_servers_is_refused_by_the_runtime(
    stack: Deployment,
) -> None:
    assert stack.posts_url
    async with httpx.AsyncClient() as client:
        assert (await client.request("FROB", stack.posts_url)).status_code == 501


@pytest.mark.parametrize(
    "path", ["/", "/post", "/posts/", "/posts/x", "//posts", "/Posts", "/a/posts"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_other_paths_are_404(posts: httpx.AsyncClient, method: str, path: str) -> None:
    url = posts.base_url.copy_with(raw_path=path.encode())
    assert (await posts.request(method, url)).status_code == 404
    assert await listed(posts) == {}


async def test_head_answers_as_get_does(posts: httpx.AsyncClient) -> None:
    await create(posts, "text")
    got, headed = await posts.get("/posts"), await posts.head("/posts")
    assert headed.status_code == got.status_code
    assert headed.headers == got.headers
    assert headed.content == b""


async def test_every_list_shows_whole_posts_while_others_come_and_go(
    posts: httpx.AsyncClient,
) -> None:
    lists: list[dict[str, str]] = []

    async def come_and_go() -> None:
        for _ in range(15):
            post_id = await create(posts, "whole")
            await posts.delete(f"/posts/{post_id}")

    async def look() -> None:
        lists.extend([await listed(posts) for _ in range(30)])

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(come_and_go)
            tasks.start_soon(look)
    assert any(lists)
    assert {text for shown in lists for text in shown.values()} == {"whole"}
