"""Methods and paths: which ones mean a command, and what happens to the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import (
    ATTEMPT,
    WRITING_ENDPOINTS,
    Endpoint,
    Form,
    RedisRestClient,
    Response,
    parse_reply,
    path_segment,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.strategies.texts import texts

OTHER_METHODS = pytest.mark.parametrize("method", ["DELETE", "PATCH"])
EVERY_WRITING_ENDPOINT = pytest.mark.parametrize("endpoint", WRITING_ENDPOINTS)


def unknown_commands() -> st.SearchStrategy[str]:
    """Names that are not commands, of one word and more."""
    return texts(max_size=20).map(lambda text: f"nosuchcommand{text}")


def cache_directives(response: Response) -> list[str]:
    """The words of Cache-Control, in lower case."""
    return [word.strip().lower() for word in (response.header("cache-control") or "").split(",")]


@law("rest.method.allowed")
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_a_path_may_be_asked_for_with_any_of_three_methods(
    redis: RedisRestClient, run: Run, expect: Expectations, method: str
) -> None:
    run.need("path")
    key = redis.fresh_key()
    await redis("SET", key, "value")
    response = await redis.request(method, f"/get/{path_segment(key)}")
    expect.equal(f"the status of {method}", response.status, 200)
    expect.equal(f"the reply to {method}", redis.read(response, Form.PATH).value, "value")


@law("rest.method.allowed")
async def test_a_path_may_be_asked_for_with_head(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("path")
    response = await redis.request("HEAD", f"/get/{path_segment(redis.fresh_key())}")
    expect.equal("the status of HEAD", response.status, 200)


@law("rest.method.allowed")
@EVERY_WRITING_ENDPOINT
async def test_put_is_post(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    key = redis.fresh_key()
    response = await redis.try_endpoint(endpoint, key, method="PUT")
    expect.equal("the status of PUT", response.status, 200)
    expect.equal("the value afterwards", await redis("GET", key), ATTEMPT)


@law("rest.method.allowed")
async def test_the_body_of_put_is_the_last_argument_of_a_path(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("path-body")
    key = redis.fresh_key()
    response = await redis.request("PUT", f"/set/{path_segment(key)}", body=b'["PING"]')
    expect.equal("the status of PUT", response.status, 200)
    expect.equal("the value afterwards", await redis("GET", key), '["PING"]')


@law("rest.method.refused")
@OTHER_METHODS
@EVERY_WRITING_ENDPOINT
async def test_other_methods_are_refused_without_effect(
    redis: RedisRestClient, run: Run, expect: Expectations, method: str, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    key = redis.fresh_key()
    await redis("SET", key, "before")
    response = await redis.try_endpoint(endpoint, key, method=method)
    expect.one_of(f"the status of {method} {endpoint}", response.status, [405, 404])
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.method.not-allowed")
@OTHER_METHODS
@EVERY_WRITING_ENDPOINT
async def test_the_refusal_of_a_method_says_that_it_is_the_method(
    redis: RedisRestClient, run: Run, expect: Expectations, method: str, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    response = await redis.try_endpoint(endpoint, redis.fresh_key(), method=method)
    expect.equal(f"the status of {method} {endpoint}", response.status, 405)


@law("rest.method.head")
@pytest.mark.parametrize(
    ("command", "is_anonymous"),
    [
        (["echo", "text"], False),
        (["get"], False),
        (["nosuchcommand"], False),
        (["echo", "text"], True),
    ],
)
async def test_head_is_get_without_the_body(
    redis: RedisRestClient, expect: Expectations, *, command: list[str], is_anonymous: bool
) -> None:
    target = "/" + "/".join(map(path_segment, command))
    identity = [("Accept-Encoding", "identity")]
    head = await redis.request("HEAD", target, headers=identity, is_anonymous=is_anonymous)
    get = await redis.request("GET", target, headers=identity, is_anonymous=is_anonymous)
    expect.equal("the status", head.status, get.status)
    expect.equal("Content-Type", head.header("content-type"), get.header("content-type"))
    lengths = [None, get.header("content-length"), str(len(get.body))]
    expect.one_of("Content-Length", head.header("content-length"), lengths)
    expect.equal("the body of the answer to HEAD", head.body, b"")


@law("rest.path.unknown-command")
@given(name=unknown_commands(), arguments=st.lists(texts(max_size=20), max_size=2))
async def test_an_unknown_command_in_the_path_is_an_error_in_json(
    redis: RedisRestClient, expect: Expectations, name: str, arguments: list[str]
) -> None:
    response = await redis.send([name, *arguments], Form.PATH)
    expect.equal("the status", response.status, 400)
    error = parse_reply(response.status, response.json()).error
    expect.that("the error", bool(error), received=response.text, expected='{"error": "…"}')


@law("rest.cache.no-store")
async def test_the_answer_to_get_may_not_be_stored(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "value")
    response = await redis.request("GET", f"/get/{path_segment(key)}")
    expect.that(
        "Cache-Control",
        "no-store" in cache_directives(response),
        received=response.header("cache-control"),
        expected="no-store among its directives",
    )
