"""A real Redis, and the oracle over it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.oracle import Oracle
from edgeproof.stack import redis_server


@pytest.fixture(scope="session")
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


@pytest.fixture
async def served_redis(redis_url: str, oracle: Oracle) -> AsyncIterator[Oracle]:
    """Another database, which is to be the deployment's; as empty."""
    async with Oracle.connected(f"{redis_url}?db=1") as connected:
        yield connected
