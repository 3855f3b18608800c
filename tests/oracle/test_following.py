"""Following: what chance may decide is taken over, and nothing else is."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.oracle import Oracle
from edgeproof.oracle.following import expected_reply
from edgeproof.stack import redis_server

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A real Redis."""
    with redis_server() as url:
        yield url


@pytest.fixture
async def oracle(redis_url: str) -> AsyncIterator[Oracle]:
    """The oracle over it, with a set, a hash and a sorted set."""
    async with Oracle.connected(redis_url) as connected:
        await connected("FLUSHALL")
        await connected("SADD", "set", "a", "b", "c")
        await connected("HSET", "hash", "f", "1", "g", "2")
        await connected("ZADD", "zset", "0.1", "m", "2", "n")
        yield connected


def result(value: object) -> Reply:
    """A reply with a result."""
    return Reply(status=200, result=value)


@pytest.mark.parametrize(
    ("command", "possible"),
    [
        (("SPOP", "set"), "b"),
        (("SPOP", "set", "2"), ["c", "a"]),
        (("SPOP", "set", 10), ["c", "a", "b"]),
        (("SPOP", "set", "0"), []),
        (("SRANDMEMBER", "set"), "b"),
        (("SRANDMEMBER", "set", "2"), ["c", "a"]),
        (("SRANDMEMBER", "set", "-3"), ["c", "c", "a"]),
        (("HRANDFIELD", "hash"), "g"),
        (("HRANDFIELD", "hash", "-2", "WITHVALUES"), ["g", "2", "g", "2"]),
        (("HRANDFIELD", "hash", "9", "WITHVALUES"), ["g", "2", "f", "1"]),
        (("ZRANDMEMBER", "zset", "1"), ["n"]),
        (("ZRANDMEMBER", "zset", "-1", "WITHSCORES"), ["m", "0.1"]),
        (("ZRANDMEMBER", "zset", "1", "WITHSCORES"), ["m", "0.10000000000000001"]),
    ],
)
async def test_what_redis_might_have_answered_is_expected(
    oracle: Oracle, command: Command, possible: object
) -> None:
    assert (await expected_reply(oracle, command, result(possible))).result == possible


@pytest.mark.parametrize(
    ("command", "impossible"),
    [
        (("SPOP", "set"), "d"),
        (("SPOP", "set"), ["a"]),
        (("SPOP", "set"), None),
        (("SPOP", "set", "1"), "a"),
        (("SPOP", "set", "2"), ["a"]),
        (("SPOP", "set", "2"), ["a", "a"]),
        (("SPOP", "set", "2"), ["a", "d"]),
        (("SPOP", "set", "-1"), ["a"]),
        (("SPOP", "set", "abc"), ["a"]),
        (("SPOP", "hash"), "f"),
        (("SPOP", "missing"), "a"),
        (("SPOP", "set", "3"), ["a", ["b"], 3]),
        (("SRANDMEMBER", "set"), "d"),
        (("SRANDMEMBER", "set", "-2"), ["a"]),
        (("SRANDMEMBER", "set", "2"), ["a", "a"]),
        (("HRANDFIELD", "hash"), "1"),
        (("HRANDFIELD", "hash", "1", "WITHVALUES"), ["f", "2"]),
        (("HRANDFIELD", "hash", "1", "WITHVALUES"), [["f", "1"]]),
        (("ZRANDMEMBER", "zset", "1", "WITHSCORES"), ["m", "2"]),
        (("ZRANDMEMBER", "zset", "1", "WITHSCORES"), ["m", 0.1]),
        (("ZRANDMEMBER", "zset", "1", "WITHSCORES"), ["m", "abc"]),
        (("ZRANDMEMBER", "zset", "1", "NOOPTION"), ["m"]),
    ],
)
async def test_what_redis_cannot_have_answered_is_not(
    oracle: Oracle, command: Command, impossible: object
) -> None:
    assert (await expected_reply(oracle, command, result(impossible))).result != impossible


async def test_what_was_popped_is_gone(oracle: Oracle) -> None:
    await expected_reply(oracle, ("SPOP", "set", "2"), result(["c", "a"]))
    assert await oracle("SMEMBERS", "set") == ["b"]


async def test_what_was_picked_is_not(oracle: Oracle) -> None:
    await expected_reply(oracle, ("SRANDMEMBER", "set", "2"), result(["c", "a"]))
    assert await oracle("SCARD", "set") == 3


async def test_an_error_is_judged_by_what_the_oracle_does_itself(oracle: Oracle) -> None:
    refused = Reply(status=400, error="ERR no")
    assert isinstance((await expected_reply(oracle, ("SPOP", "set"), refused)).result, str)
