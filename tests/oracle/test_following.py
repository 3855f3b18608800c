"""Following: an answer that Redis could have given is expected, and another is not."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.oracle import Oracle
from edgeproof.oracle.following import expected_reply
from edgeproof.stack import redis_server

pytestmark = pytest.mark.anyio

SCENE: list[Command] = [
    ("SADD", "set", "a", "b"),
    ("HSET", "hash", "f", "1", "g", "2"),
    ("ZADD", "zset", "1", "a", "2", "b"),
    ("XADD", "stream", "5-0", "f", "v"),
]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A real Redis."""
    with redis_server() as url:
        yield url


@pytest.fixture
async def oracle(redis_url: str) -> AsyncIterator[Oracle]:
    """The oracle over it, with a key of each type that chance has to do with."""
    async with Oracle.connected(redis_url) as connected:
        await connected("FLUSHALL")
        await connected.replies(SCENE)
        yield connected


async def is_followed(oracle: Oracle, command: Command, result: object) -> bool:
    """Whether the oracle takes `result` for an answer that Redis could have given."""
    received = Reply(status=200, result=result)
    return (await expected_reply(oracle, command, received)).result == result


@pytest.mark.parametrize(
    ("command", "result"),
    [
        (("SPOP", "set"), "a"),
        (("SPOP", "set"), "b"),
        (("SPOP", "set", "5"), ["b", "a"]),
        (("SPOP", "set", "1"), ["b"]),
        (("SRANDMEMBER", "set"), "b"),
        (("SRANDMEMBER", "set", "2"), ["b", "a"]),
        (("SRANDMEMBER", "set", "-3"), ["b", "b", "b"]),
        (("HRANDFIELD", "hash"), "g"),
        (("HRANDFIELD", "hash", "1", "WITHVALUES"), ["g", "2"]),
        (("ZRANDMEMBER", "zset", "-2", "WITHSCORES"), ["a", "1", "a", "1"]),
        (("XADD", "stream", "*", "f", "v"), "77-1"),
    ],
    ids=str,
)
async def test_what_chance_may_bring_is_expected(
    oracle: Oracle, command: Command, result: object
) -> None:
    assert await is_followed(oracle, command, result)


@pytest.mark.parametrize(
    ("command", "result"),
    [
        (("SPOP", "set"), "c"),
        (("SPOP", "set"), ["a"]),
        (("SPOP", "set", "1"), "a"),
        (("SPOP", "set", "2"), ["a", "a"]),
        (("SPOP", "set", "1"), ["a", "b"]),
        (("SRANDMEMBER", "set"), "c"),
        (("SRANDMEMBER", "set", "2"), ["a", "a"]),
        (("SRANDMEMBER", "set", "-3"), ["a", "b"]),
        (("HRANDFIELD", "hash", "1", "WITHVALUES"), ["g", "1"]),
        (("ZRANDMEMBER", "zset", "1", "WITHSCORES"), ["a"]),
        (("XADD", "stream", "*", "f", "v"), "4-0"),
        (("XADD", "stream", "*", "f", "v"), "now"),
    ],
    ids=str,
)
async def test_what_chance_cannot_bring_is_not(
    oracle: Oracle, command: Command, result: object
) -> None:
    assert not await is_followed(oracle, command, result)


async def test_what_was_popped_is_gone_and_what_was_added_is_there(oracle: Oracle) -> None:
    assert await is_followed(oracle, ("SPOP", "set"), "a")
    assert await oracle("SMEMBERS", "set") == ["b"]
    assert await is_followed(oracle, ("XADD", "stream", "MAXLEN", "1", "*", "f", "v"), "77-1")
    assert await oracle("XRANGE", "stream", "-", "+") == [["77-1", ["f", "v"]]]
