"""A real Redis of each version at hand, and the endpoint in a process of its own before it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from redis import Redis

from edgeproof.stack.redis_binary import embedded_binary
from tests.stack.endpoint.processes import (
    READ_ONLY_TOKEN,
    TOKEN,
    RunningEndpoint,
    RunningRedis,
    run_endpoint,
    run_redis,
)

ClientFactory = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


def _redis_binaries() -> dict[str, str]:
    """The embedded Valkey, and the system's own Redis where there is one (7.0 on Debian 12)."""
    system = shutil.which("redis-server", path=os.defpath + ":/usr/local/bin")
    return {"embedded": str(embedded_binary())} | ({"system": system} if system else {})


@pytest.fixture(scope="session", params=_redis_binaries().items(), ids=lambda item: item[0])
def redis_binary(request: pytest.FixtureRequest) -> str:
    return str(request.param[1])


@pytest.fixture(scope="session")
def redis_server(
    redis_binary: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningRedis]:
    with run_redis(redis_binary, tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture(scope="session")
def endpoint(redis_server: RunningRedis) -> Iterator[RunningEndpoint]:
    with run_endpoint(redis_server.url) as running:
        yield running


@pytest.fixture
def redis(redis_server: RunningRedis) -> Iterator[Redis]:
    """An empty database, seen past the endpoint."""
    with redis_server.client() as client:
        client.flushall()
        yield client


@pytest.fixture(scope="session")
def connect(endpoint: RunningEndpoint) -> ClientFactory:
    """Open an HTTP client of the endpoint, with the full token unless another is given."""

    @asynccontextmanager
    async def opened(token: str | None = TOKEN) -> AsyncIterator[httpx.AsyncClient]:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        async with httpx.AsyncClient(base_url=endpoint.url, headers=headers) as client:
            yield client

    return opened


@pytest.fixture
async def rest(connect: ClientFactory, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the full token, over an empty database."""
    async with connect() as client:
        yield client


@pytest.fixture
async def read_only(connect: ClientFactory, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the read-only token, over an empty database."""
    async with connect(READ_ONLY_TOKEN) as client:
        yield client
