"""What tests of the load engine share."""

from collections.abc import AsyncIterator, Callable

import pytest

from edgeproof.load.origin import Origin
from edgeproof.load.pool import Limits, Pool

OpenPool = Callable[..., Pool]


@pytest.fixture
async def open_pool() -> AsyncIterator[OpenPool]:
    """Make pools of connections to a URL; they are closed when the test is over."""
    pools: list[Pool] = []

    def make(
        url: str,
        *,
        connections: int = 4,
        connect_s: float = 5.0,
        answer_s: float = 5.0,
        ca_file: str | None = None,
    ) -> Pool:
        limits = Limits(connections=connections, connect_s=connect_s, answer_s=answer_s)
        pools.append(Pool(Origin.of_url(url, ca_file), limits))
        return pools[-1]

    yield make
    for pool in pools:
        await pool.close()
