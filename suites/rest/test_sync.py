"""Sync tokens: a client sees from every connection what it has already seen."""

from collections.abc import Awaitable
from functools import partial

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import Form, RedisRestClient, Response, at_once, parse_reply
from edgeproof.conformance.at_once.overlapping import kept_as_found
from edgeproof.conformance.run import Run
from edgeproof.laws import Broken, Expectations, as_shown, law

HEADER = "Upstash-Sync-Token"
READERS = 5
WRITES = 6


def token_in(response: Response) -> str:
    """The token in an answer. Raises Broken if there is none."""
    token = response.header(HEADER)
    if not token:
        raise Broken(f"the header {HEADER} of the answer", as_shown(token), "a token")
    return token


async def read(redis: RedisRestClient, key: str, token: str) -> Response:
    """GET the key as a client that has seen what the token stands for."""
    return await redis.send(("GET", key), headers=[(HEADER, token)])


async def value_in(answer: Awaitable[Response]) -> object:
    """The result in an answer."""
    response = await answer
    return parse_reply(response.status, response.json()).value


@law("rest.sync.token")
@pytest.mark.parametrize("form", Form)
async def test_every_success_carries_a_token_that_changes_with_each_write(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    tokens = [token_in(await redis.send(("APPEND", key, "x"), form)) for _ in range(5)]
    expect.equal("the tokens that came twice", sorted(t for t in tokens if tokens.count(t) > 1), [])
    expect.satisfies("the token of a read", token_in(await read(redis, key, "")), bool, "a token")


@law("rest.sync.token")
@pytest.mark.parametrize("token", ["", "unknown", "0:0", "x" * 1_000, "1700000000000-0"])
async def test_any_token_in_a_request_is_tolerated(
    redis: RedisRestClient, expect: Expectations, token: str
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "kept")
    expect.equal("the value", await value_in(read(redis, key, token)), "kept")


@law("rest.sync.token")
async def test_an_old_token_is_tolerated(redis: RedisRestClient, expect: Expectations) -> None:
    key = redis.fresh_key()
    old = token_in(await redis.send(("SET", key, "before")))
    await redis("SET", key, "after")
    expect.equal("the value", await value_in(read(redis, key, old)), "after")


@law("rest.sync.read-your-writes")
@given(values=st.lists(st.text("abc", max_size=3), min_size=1, max_size=5))
async def test_who_has_the_token_of_a_write_sees_it_from_any_connection(
    redis: RedisRestClient, expect: Expectations, values: list[str]
) -> None:
    key = redis.fresh_key()
    for number, value in enumerate(values):
        token = token_in(await redis.send(("SET", key, f"{number}{value}")))
        readers = [partial(value_in, read(redis, key, token)) for _ in range(READERS)]
        seen = await at_once(readers)
        expect.equal("what reads with the token saw", seen, [f"{number}{value}"] * READERS)


@law("rest.sync.monotonic")
@kept_as_found
@given(readers=st.integers(1, 5))
async def test_reads_that_pass_the_token_on_never_go_back(
    redis: RedisRestClient, expect: Expectations, readers: int
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "0")
    is_written = anyio.Event()

    async def write() -> None:
        for _ in range(WRITES):
            await redis("INCR", key)
        is_written.set()

    async def look() -> None:
        token, seen = "", 0
        while not is_written.is_set():
            response = await read(redis, key, token)
            token = token_in(response)
            count = int(str(redis.read(response).value or 0))
            expect.that("the count", count >= seen, received=count, expected=f"{seen} or more")
            seen = count

    await at_once([write, *[look] * readers])
