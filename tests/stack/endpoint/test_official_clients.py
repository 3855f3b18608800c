"""The clients that apps use: PyPI's upstash-redis and npm's @upstash/redis."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from redis import Redis
from upstash_redis import Redis as PythonClient
from upstash_redis.asyncio import Redis as AsyncPythonClient
from upstash_redis.errors import UpstashError

from tests import needs
from tests.stack.endpoint.processes import TOKEN, RunningEndpoint

UNICODE = "grüß dich 😀"


@pytest.fixture
def python_client(endpoint: RunningEndpoint, redis: Redis) -> Iterator[Any]:
    """Yield the client untyped: its annotations miss `exec`, and name text where it gives True."""
    with PythonClient(url=endpoint.url, token=TOKEN, allow_telemetry=False) as client:
        yield client


def test_the_python_client_keeps_strings(python_client: Any) -> None:
    assert python_client.set("k", UNICODE, ex=100) is True
    assert python_client.get("k") == UNICODE
    assert python_client.get("missing") is None
    assert python_client.incrby("n", 2**62) == 2**62
    assert python_client.mget("k", "missing") == [UNICODE, None]
    with pytest.raises(UpstashError, match="ERR value is not an integer"):
        python_client.incr("k")


def test_the_python_client_keeps_collections(python_client: Any) -> None:
    assert python_client.sadd("s", "a", UNICODE) == 2
    assert set(python_client.smembers("s")) == {"a", UNICODE}
    assert python_client.hset("h", values={"name": "Ada", "born": 1815}) == 2
    assert python_client.hgetall("h") == {"name": "Ada", "born": "1815"}
    assert python_client.zadd("z", {"low": 1.5, "high": 9}) == 2
    assert python_client.zrange("z", 0, -1, withscores=True) == [("low", 1.5), ("high", 9.0)]
    assert python_client.scan(0, match="z", count=1000) == (0, ["z"])


def test_the_python_client_runs_batches_and_scripts(python_client: Any) -> None:
    assert python_client.pipeline().set("p", "1").incr("p").get("p").exec() == [True, 2, "2"]
    assert python_client.multi().set("t", "x").append("t", "y").get("t").exec() == [True, 2, "xy"]
    source = "#!lua flags=allow-key-locking\nreturn {KEYS[1], ARGV[1]}"
    digest = python_client.script_load(source)
    assert python_client.evalsha(digest, keys=["k"], args=[UNICODE]) == ["k", UNICODE]
    with pytest.raises(UpstashError, match="NOSCRIPT"):
        python_client.evalsha("0" * 40)


async def test_the_asynchronous_python_client_works_alike(
    endpoint: RunningEndpoint, redis: Redis
) -> None:
    client: Any
    async with AsyncPythonClient(url=endpoint.url, token=TOKEN, allow_telemetry=False) as client:
        assert await client.set("k", UNICODE) is True
        assert await client.get("k") == UNICODE
        assert await client.multi().incr("n").incr("n").exec() == [1, 2]


async def javascript_answers(script: Path, endpoint: RunningEndpoint) -> dict[str, Any]:
    environment = os.environ | {
        "UPSTASH_REDIS_REST_URL": endpoint.url,
        "UPSTASH_REDIS_REST_TOKEN": TOKEN,
    }
    with anyio.fail_after(30):
        ended = await anyio.run_process([needs.node(), str(script)], env=environment)
    answers: dict[str, Any] = json.loads(ended.stdout)
    return answers


async def test_the_javascript_client_gets_back_what_it_sent(
    javascript_client: Path, endpoint: RunningEndpoint, redis: Redis
) -> None:
    answers = await javascript_answers(javascript_client / "client.mjs", endpoint)
    assert answers == {
        "strings": {
            "set": "OK",
            "get": UNICODE,
            "number": ["OK", 42, 42],
            "object": ["OK", {"a": [1, None, "x"]}],
            "missing": None,
            "mget": [42, None, UNICODE],
            "ok": ["OK", ["OK", 42]],
            "refused": "Command failed: ERR value is not an integer or out of range",
        },
        "collections": {
            "set": ["a", "b", "ü"],
            "isMember": [1, 0],
            "hash": {"name": "Ada", "born": 1815},
            "scores": ["low", 1.5, "high", 9],
            "score": 1.5,
            "list": ["one", "two"],
            "scan": ["0", ["z"]],
        },
        "batches": {
            "pipeline": ["OK", 2, 2, "PONG"],
            "transaction": ["OK", 2, "xy"],
            "errors": [
                {"result": "OK"},
                {"error": "ERR value is not an integer or out of range"},
            ],
        },
        "scripts": {"eval": "ä", "created": ["k", "v"], "again": ["k", "w"]},
        "subscription": {
            "receivers": 1,
            "received": {"channel": "news", "message": {"text": 'a,b"ü'}},
        },
    }
