"""Subscriptions: what laws do with them, beyond reading their events."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

import anyio

from edgeproof.clients.events import EventStream
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.clients.together import at_once as run_at_once

HEAD_S = 5.0
"""How long the head of a stream may take that should come at once."""

LEAVING_S = 8.0
"""How long a subscription may outlive its stream; the law says "within seconds"."""

FIRST_PAUSE_S = 0.1


@asynccontextmanager
async def subscribers(
    redis: RedisRestClient, channel: str, count: int = 1
) -> AsyncIterator[list[EventStream]]:
    """That many streams of a channel's messages, each of them confirmed."""
    async with AsyncExitStack() as opened:
        streams = []
        for _ in range(count):
            events = await opened.enter_async_context(redis.events("subscribe", channel))
            await events.next()
            streams.append(events)
        yield streams


async def subscribe_and_leave(
    redis: RedisRestClient, channel: str, *, times: int, at_once: int
) -> None:
    """Open that many streams, some at once, and close each as soon as its head has come."""

    async def visit() -> None:
        async with redis.events("subscribe", channel):
            pass

    for start in range(0, times, at_once):
        await run_at_once([visit] * min(at_once, times - start))


async def publish(redis: RedisRestClient, channel: str, payloads: Iterable[str]) -> list[object]:
    """Publish these in order, and return how many subscribers each has reached."""
    replies = await redis.sequence(*[("PUBLISH", channel, payload) for payload in payloads])
    return [reply.value for reply in replies]


async def is_head_held_back(redis: RedisRestClient, channel: str) -> bool:
    """Whether the head of a subscription comes only when a message is published.

    Raises Undecided if it does not come even then.
    """
    has_come = anyio.Event()
    is_published = False

    async def publish_if_it_does_not_come() -> None:
        nonlocal is_published
        with anyio.move_on_after(HEAD_S):
            await has_come.wait()
        if not has_come.is_set():
            is_published = True
            await redis("PUBLISH", channel, "is anybody there?")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(publish_if_it_does_not_come)
        async with redis.events("subscribe", channel):
            has_come.set()
    return is_published


async def listeners_left(redis: RedisRestClient, channel: str) -> object:
    """How many a message still reaches after all have gone and the deployment may have noticed.

    Nothing is published while PUBSUB counts anybody: a proxy that notices a lost client only when
    it writes to it would get help from that. If PUBSUB is refused, the whole time is waited.
    """
    pause_s = FIRST_PAUSE_S
    deadline = anyio.current_time() + LEAVING_S
    while anyio.current_time() < deadline:
        count = await _subscribers(redis, channel)
        if count is None:
            await anyio.sleep_until(deadline)
        elif count == 0 and await redis("PUBLISH", channel, "is anybody left?") == 0:
            return 0
        else:
            await anyio.sleep(pause_s)
            pause_s *= 2
    return await redis("PUBLISH", channel, "is anybody left?")


async def _subscribers(redis: RedisRestClient, channel: str) -> object:
    """The answer of PUBSUB NUMSUB, None if it has none."""
    reply = await redis.reply("PUBSUB", "NUMSUB", channel)
    match reply.result:
        case [str(), int(count)]:
            return count
    return None
