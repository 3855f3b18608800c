"""Differences: found where they are, and only there."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.clients import Command, Encoding, RedisRestClient, Reply
from edgeproof.oracle import Oracle, differences
from edgeproof.stack import redis_server

pytestmark = pytest.mark.anyio


class StandIn(RedisRestClient):
    """A deployment that has its answers ready."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)

    async def sequence(self, *commands: Command, encoding: Encoding = Encoding.JSON) -> list[Reply]:
        assert (len(commands), encoding) == (len(self.replies), Encoding.JSON)
        return self.replies


OK = Reply(status=200, result="OK")
LACKING = Reply(status=400, error="ERR unknown command 'SET'")
COMMANDS = [("SET", "k", "v"), ("GET", "k")]


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


async def test_the_same_replies_differ_nowhere(oracle: Oracle) -> None:
    redis = StandIn(OK, Reply(status=200, result="v"))
    assert await differences(redis, oracle, COMMANDS) == []


async def test_a_difference_names_its_command_and_both_replies(oracle: Oracle) -> None:
    redis = StandIn(OK, Reply(status=200, result="w"))
    [difference] = await differences(redis, oracle, COMMANDS)
    assert difference.command == ("GET", "k")
    assert (difference.received.result, difference.expected.result) == ("w", "v")


async def test_a_command_that_is_lacking_is_not_asked_of_the_oracle_either(oracle: Oracle) -> None:
    honest = StandIn(LACKING, Reply(status=200, result=None))
    assert await differences(honest, oracle, COMMANDS) == []


async def test_a_command_that_was_run_all_the_same_shows(oracle: Oracle) -> None:
    pretending = StandIn(LACKING, Reply(status=200, result="v"))
    [difference] = await differences(pretending, oracle, COMMANDS)
    assert difference.command == ("GET", "k")
