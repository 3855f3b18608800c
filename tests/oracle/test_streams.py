"""Streams: the oracle follows ids that the server made, and shows and compares what is pending."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.oracle import Oracle, agrees
from edgeproof.oracle.following import expected_reply
from edgeproof.oracle.state import reading
from edgeproof.stack import redis_server

XPENDING: Command = ("XPENDING", "k", "g", "-", "+", "10")
XAUTOCLAIM: Command = ("XAUTOCLAIM", "k", "g", "c", "0", "0")


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A real Redis."""
    with redis_server() as url:
        yield url


@pytest.fixture
async def oracle(redis_url: str) -> AsyncIterator[Oracle]:
    """The oracle over it, emptied."""
    async with Oracle.connected(redis_url) as connected:
        await connected("FLUSHALL")
        yield connected


def result(value: object) -> Reply:
    """A reply with a result."""
    return Reply(status=200, result=value)


@pytest.mark.anyio
@pytest.mark.parametrize("options", [(), ("NOMKSTREAM",), ("MAXLEN", "~", "1000", "LIMIT", "10")])
async def test_the_oracle_adds_an_entry_under_the_id_that_the_server_made(
    oracle: Oracle, options: tuple[str, ...]
) -> None:
    await oracle("XADD", "k", "1-1", "a", "b")
    command = ("XADD", "k", *options, "*", "*", "*")
    assert (await expected_reply(oracle, command, result("5-0"))).result == "5-0"
    assert await oracle("XRANGE", "k", "5", "5") == [["5-0", ["*", "*"]]]


@pytest.mark.anyio
async def test_a_field_that_is_called_star_is_no_id(oracle: Oracle) -> None:
    command = ("XADD", "k", "5-0", "*", "*")
    assert (await expected_reply(oracle, command, result("6-0"))).result == "5-0"
    assert await oracle("XRANGE", "k", "-", "+") == [["5-0", ["*", "*"]]]


@pytest.mark.anyio
async def test_an_id_that_is_not_later_is_not_followed(oracle: Oracle) -> None:
    await oracle("XADD", "k", "5-0", "a", "b")
    reply = await expected_reply(oracle, ("XADD", "k", "*", "a", "b"), result("5-0"))
    assert reply.code == "ERR"


@pytest.mark.anyio
async def test_the_state_of_a_stream_is_its_entries_and_what_is_pending(oracle: Oracle) -> None:
    await oracle("XADD", "k", "1-1", "a", "b")
    for group in ("naïve", "g"):
        await oracle("XGROUP", "CREATE", "k", group, "0")
    assert [list(command) for command in await reading(oracle, ["k"])] == [
        ["TYPE", "k"],
        ["PTTL", "k"],
        ["XRANGE", "k", "-", "+"],
        ["XPENDING", "k", "g", "-", "+", "1000"],
        ["XPENDING", "k", "naïve", "-", "+", "1000"],
    ]


@pytest.mark.parametrize(
    ("command", "received", "expected"),
    [
        (XPENDING, [["1-1", "bob", 0, 2]], [["1-1", "bob", 59_000, 2]]),
        (XPENDING, [], []),
        (("XPENDING", "k", "g"), [0, None, None, None], [0, None, None, None]),
        (XAUTOCLAIM, ["0-0", ["1-1"]], ["0-0", ["1-1"], []]),
        (XAUTOCLAIM, ["0-0", ["1-1"], []], ["0-0", ["1-1"]]),
    ],
)
def test_replies_that_agree(command: Command, received: object, expected: object) -> None:
    assert agrees(command, result(received), result(expected))


@pytest.mark.parametrize(
    ("command", "received", "expected"),
    [
        (XPENDING, [["1-1", "bob", 0, 2]], [["1-1", "bob", 0, 3]]),
        (XPENDING, [["1-1", "bob", 0, 2]], [["1-1", "alice", 0, 2]]),
        (XPENDING, [["1-1", "bob", 0, 2]], [["1-1", "bob", 1_000_000, 2]]),
        (XPENDING, [["1-1", "bob", "0", 2]], [["1-1", "bob", 0, 2]]),
        (XPENDING, [["1-1", "bob", 0, 2]], []),
        (XPENDING, None, []),
        (("XPENDING", "k", "g"), [1, "1-1", "1-1", []], [2, "1-1", "1-1", []]),
        (XAUTOCLAIM, ["1-1", ["1-1"]], ["0-0", ["1-1"], []]),
        (XAUTOCLAIM, ["0-0", ["1-1"], ["2-1"]], ["0-0", ["1-1"], []]),
        (XAUTOCLAIM, ["0-0"], ["0-0", [], []]),
        (XAUTOCLAIM, None, ["0-0", [], []]),
    ],
)
def test_replies_that_do_not(command: Command, received: object, expected: object) -> None:
    assert not agrees(command, result(received), result(expected))
