"""Connections to Redis: lent, given back, and never given back spoilt."""

import asyncio
import os
import signal

import anyio
import pytest
from redis import Redis

from edgeproof.stack.endpoint.backend import MOST_CONNECTIONS, Backend, BackendUnavailableError
from tests.stack.endpoint.processes import RunningRedis


async def test_a_cancelled_exchange_leaves_no_reply_for_the_next(
    redis_server: RunningRedis, redis: Redis
) -> None:
    backend = Backend(redis_server.url)
    for _ in range(20):
        waiting = asyncio.create_task(backend.exchange([[b"ECHO", b"stale"]] * 100))
        while not waiting.done() and redis.info("commandstats").get("cmdstat_echo") is None:
            await anyio.lowlevel.checkpoint()
        waiting.cancel()
        await asyncio.wait([waiting])
        assert await backend.exchange([[b"ECHO", b"fresh"]]) == [b"fresh"]
        redis.config_resetstat()
    await backend.close()


async def test_a_server_that_does_not_answer_is_unavailable_in_time(
    redis_server: RunningRedis,
) -> None:
    backend = Backend(redis_server.url, reply_timeout_s=0.1)
    assert await backend.exchange([[b"PING"]]) == [b"PONG"]
    os.kill(redis_server.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(BackendUnavailableError):
            await backend.exchange([[b"PING"]])
    finally:
        os.kill(redis_server.process.pid, signal.SIGCONT)
    assert await backend.exchange([[b"PING"]]) == [b"PONG"]
    await backend.close()


async def test_more_requests_than_connections_wait_their_turn(
    redis_server: RunningRedis, redis: Redis
) -> None:
    backend = Backend(redis_server.url)
    before = len(redis.client_list())
    exchanges = [backend.exchange([[b"INCR", b"n"]]) for _ in range(MOST_CONNECTIONS * 5)]
    replies = await asyncio.gather(*exchanges)
    assert {reply for [reply] in replies} == set(range(1, len(exchanges) + 1))
    assert len(redis.client_list()) - before <= MOST_CONNECTIONS
    await backend.close()


async def test_a_connection_of_a_subscription_may_be_silent_for_ever(
    redis_server: RunningRedis,
) -> None:
    for url in (redis_server.url, f"{redis_server.url}?socket_timeout=1"):
        connection = await Backend(url).dedicated_connection()
        try:
            assert connection.socket_timeout is None
        finally:
            await connection.disconnect(nowait=True)
