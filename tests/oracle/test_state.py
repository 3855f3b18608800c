"""State: all there is to a key, by the type that the oracle has under it."""

from collections.abc import AsyncIterator

import pytest

from edgeproof.oracle import Oracle
from edgeproof.oracle.state import reading
from edgeproof.stack import redis_server

pytestmark = pytest.mark.anyio


@pytest.fixture
async def oracle() -> AsyncIterator[Oracle]:
    """The oracle over a real Redis."""
    with redis_server() as url:
        async with Oracle.connected(url) as connected:
            yield connected


async def test_each_key_is_read_by_its_type(oracle: Oracle) -> None:
    await oracle("SET", "text", "v")
    await oracle("PFADD", "estimate", "a")
    await oracle("ZADD", "zset", "1", "a")
    commands = await reading(oracle, ["text", "estimate", "zset", "nothing"])
    assert {name for name, key, *_ in commands if key == "nothing"} == {"TYPE", "PTTL"}
    assert {name for name, key, *_ in commands if key == "estimate"} == {"TYPE", "PTTL", "PFCOUNT"}
    assert ("GET", "text") in commands
    assert ("ZRANGE", "zset", "0", "-1", "WITHSCORES") in commands
