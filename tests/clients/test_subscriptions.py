"""Subscriptions: confirmed, left, and counted without helping a deployment to notice."""

import itertools
import json
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest

from edgeproof.clients import (
    Ledger,
    RedisRestClient,
    is_head_held_back,
    listeners_left,
    publish,
    subscribe_and_leave,
    subscribers,
)
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import Case, Undecided, root_cause
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

Serve = Callable[[Behaviour], StandIn]

CHANNEL = "edgeproof:test:subscriptions"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than a test has to."""
    monkeypatch.setattr("edgeproof.clients.subscriptions.HEAD_S", 0.1)
    monkeypatch.setattr("edgeproof.clients.subscriptions.LEAVING_S", 0.2)
    monkeypatch.setattr("edgeproof.clients.subscriptions.FIRST_PAUSE_S", 0.01)


@pytest.fixture
def real(stack: Deployment, connect: Connect) -> RedisRestClient:
    """A client of the embedded stack."""
    assert stack.redis_url is not None
    assert stack.token is not None
    return RedisRestClient(connect(stack.redis_url), stack.token, Ledger(), key_prefix="p")


def endpoint(
    serve: Serve, connect: Connect, *, numsub: Iterable[object], publish: Iterable[int]
) -> tuple[RedisRestClient, StandIn]:
    """An endpoint with these answers to PUBSUB NUMSUB and PUBLISH; the last is repeated."""
    counts = {"PUBSUB": repeating_last(numsub), "PUBLISH": repeating_last(publish)}

    def behave(seen: Seen) -> bytes:
        result = next(counts[json.loads(seen.body)[0]])
        envelope = {"error": "ERR unknown"} if result is None else {"result": result}
        return answer(200, json.dumps(envelope).encode())

    server = serve(behave)
    redis = RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")
    return redis, server


def repeating_last(values: Iterable[object]) -> Iterator[object]:
    *first, last = values
    return itertools.chain(first, itertools.repeat(last))


def names(server: StandIn) -> list[str]:
    """The commands that were asked."""
    return [json.loads(seen.body)[0] for seen in server.seen]


async def test_subscribers_are_there_and_get_what_is_published(real: RedisRestClient) -> None:
    async with subscribers(real, CHANNEL, 2) as streams:
        assert await publish(real, CHANNEL, ["a", "b"]) == [2, 2]
        for events in streams:
            assert await events.take(2) == [f"message,{CHANNEL},a", f"message,{CHANNEL},b"]


async def test_who_leaves_is_gone(real: RedisRestClient, case: Case) -> None:
    await subscribe_and_leave(real, CHANNEL, times=7, at_once=3)
    assert case.requests == 7
    assert await listeners_left(real, CHANNEL) == 0


async def test_a_head_that_comes_at_once_is_not_held_back(
    real: RedisRestClient, case: Case
) -> None:
    assert not await is_head_held_back(real, CHANNEL)
    assert case.requests == 1


async def test_a_head_that_comes_with_a_message_is_held_back(
    serve: Serve, connect: Connect
) -> None:
    is_published = threading.Event()

    def behave(seen: Seen) -> bytes:
        if seen.target == "/":
            is_published.set()
            return answer(200, b'{"result":1}')
        is_published.wait(5)
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

    redis = RedisRestClient(connect(serve(behave).url), Secret(TOKEN), Ledger(), key_prefix="p")
    assert await is_head_held_back(redis, CHANNEL)


async def test_a_head_that_does_not_come_at_all_says_nothing(
    serve: Serve, connect: Connect
) -> None:
    def behave(seen: Seen) -> bytes:
        return answer(200, b'{"result":1}') if seen.target == "/" else b""

    redis = RedisRestClient(connect(serve(behave).url), Secret(TOKEN), Ledger(), key_prefix="p")
    with pytest.raises(BaseExceptionGroup) as raised:
        await is_head_held_back(redis, CHANNEL)
    assert isinstance(root_cause(raised.value), Undecided)


async def test_nobody_is_left_once_both_counts_say_so(serve: Serve, connect: Connect) -> None:
    numsub = [[CHANNEL, 2], [CHANNEL, 1], [CHANNEL, 0]]
    redis, server = endpoint(serve, connect, numsub=numsub, publish=[0])
    assert await listeners_left(redis, CHANNEL) == 0
    assert names(server) == ["PUBSUB", "PUBSUB", "PUBSUB", "PUBLISH"]


async def test_nothing_is_published_while_somebody_is_counted(
    serve: Serve, connect: Connect
) -> None:
    redis, server = endpoint(serve, connect, numsub=[[CHANNEL, 1]], publish=[1, 0])
    assert await listeners_left(redis, CHANNEL) == 1
    assert names(server).count("PUBLISH") == 1


async def test_a_count_that_is_refused_is_not_asked_again(serve: Serve, connect: Connect) -> None:
    redis, server = endpoint(serve, connect, numsub=[None], publish=[1, 0])
    assert await listeners_left(redis, CHANNEL) == 1
    assert names(server) == ["PUBSUB", "PUBLISH"]


async def test_a_count_of_nobody_is_not_believed_against_publish(
    serve: Serve, connect: Connect
) -> None:
    redis, _ = endpoint(serve, connect, numsub=[[CHANNEL, 0]], publish=[1, 1, 0])
    assert await listeners_left(redis, CHANNEL) == 0
