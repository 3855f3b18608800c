"""A whole check of a server of bad manners, and what the server and its Redis say about it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import redis

from edgeproof.stack import redis_server
from tests.faulty.manners.server import POSTS, TOKEN

DATABASES = 10
"""Databases of Redis in which something could be left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was told of one check, and what the server knows; keys that are left are names."""

    exit_code: int
    result: dict[str, Any]
    output: str
    counted: int
    keys_left: list[str]
    still_answers: bool

    @property
    def told(self) -> int:
        """How many requests the result says were sent."""
        requests: int = self.result["totals"]["requests"]
        return requests

    @property
    def told_left(self) -> list[str]:
        """The names of the keys that the result says are left."""
        left = self.result.get("left", [])
        return [name for one in left if one["what"] == "keys" for name in one["names"]]

    def outcome(self, law: str) -> str:
        """The outcome of a law."""
        (found,) = (one["outcome"] for one in self.result["laws"] if one["id"] == law)
        return str(found)

    def laws(self, outcome: str) -> list[str]:
        """The laws of that outcome."""
        return [one["id"] for one in self.result["laws"] if one["outcome"] == outcome]


@contextmanager
def served(manner: str, redis_path: str, counts: Path) -> Iterator[str]:
    """The URL of the server with that manner, before the Redis at that path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.faulty.manners.server", manner, str(port)]
    with subprocess.Popen([*command, redis_path, str(counts)], stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    for _ in range(200):
        if _answers(port):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def checked(manner: str, *, dares: bool) -> Row:
    """Check the server with that manner, whole, at the quick profile."""
    with tempfile.TemporaryDirectory() as name, redis_server() as redis_url:
        counts, out = Path(name) / "counts", Path(name) / "out"
        with served(manner, redis_url.removeprefix("unix://"), counts) as url:
            is_posts = manner in POSTS
            where = ["--posts", f"{url}/posts"] if is_posts else ["--redis", url]
            options = [
                *where,
                "--profile",
                "quick",
                "--jobs",
                "1",
                *(["--probe-isolation"] if dares else []),
            ]
            done = subprocess.run(
                [sys.executable, "-m", "edgeproof", "check", *options, "--out", str(out)],
                env=os.environ
                | {"UPSTASH_REDIS_REST_TOKEN": TOKEN, "XDG_CACHE_HOME": name, "COLUMNS": "100"},
                capture_output=True, text=True, check=False, timeout=900,
            )  # fmt: skip
            counted = counts.stat().st_size if counts.exists() else 0
            still_answers = _serves(url, is_posts=is_posts)
        result = msgspec.json.decode((out / "result.json").read_bytes())
        keys = keys_in(redis_url)
    return Row(
        exit_code=done.returncode,
        result=result,
        output=done.stdout + done.stderr,
        counted=counted,
        keys_left=keys,
        still_answers=still_answers,
    )


def _serves(url: str, *, is_posts: bool) -> bool:
    """Whether it answers PING, or lists posts, within seconds."""
    target = "/posts" if is_posts else "/ping"
    command = ["GET", url.removeprefix("http://"), target]
    host, _, port = command[1].partition(":")
    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    try:
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(request.encode())
            return connection.recv(12).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def keys_in(url: str) -> list[str]:
    """The keys that edgeproof made in any database of the Redis at that URL, sorted."""
    found = []
    for number in range(DATABASES):
        with redis.Redis.from_url(url, db=number, decode_responses=True) as client:
            found += [str(key) for key in client.scan_iter("*edgeproof*")]
    return sorted(found)
