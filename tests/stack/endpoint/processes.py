"""Processes that the tests talk to: a real Redis, and the endpoint before it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

TOKEN = "full/+=token"
READ_ONLY_TOKEN = "read-only-token"


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
