"""States: what keys are brought into really comes about."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.oracle import Oracle
from edgeproof.stack import redis_server
from edgeproof.strategies import KEYS, STATES, commands_of

pytestmark = pytest.mark.anyio


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


@pytest.mark.parametrize("state", STATES)
async def test_redis_takes_every_command_of_the_state(oracle: Oracle, state: str) -> None:
    names = [f"key:{number}" for number in range(KEYS)]
    replies = await oracle.replies(commands_of(STATES[state], names))
    assert [reply.error for reply in replies if reply.error is not None] == []
