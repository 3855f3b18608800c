"""Subscriptions: a channel's messages as a stream of events."""

from asyncio import sleep

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import (
    Form,
    RedisRestClient,
    is_head_held_back,
    listeners_left,
    publish,
    subscribe_and_leave,
    subscribers,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, law, needs, risky
from edgeproof.strategies import broken_payloads, lines_of, payloads
from edgeproof.strategies.messages import PAYLOADS

NUMBERS = [str(number) for number in range(1, 31)]
END = "the end of what edgeproof publishes here"
"""Published last: a message that is missing before it is lost, not late."""

pytestmark = risky(Risk.STREAM)


# The first: others run in other processes while it waits.
@law("rest.subscribe.closes")
async def test_an_idle_stream_lives(redis: RedisRestClient, run: Run, expect: Expectations) -> None:
    channel = redis.fresh_key()
    async with subscribers(redis, channel) as [events]:
        await sleep(run.profile.idle_s)
        expect.equal("the reply to PUBLISH", await redis("PUBLISH", channel, "awake?"), 1)
        expect.equal("the event", await events.next(), f"message,{channel},awake?")


@law("rest.subscribe.stream")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("label", ["key", "a b/ü%2F?😀"], ids=["plain", "encoded"])
async def test_a_channel_is_confirmed_and_then_its_messages_come(
    redis: RedisRestClient, expect: Expectations, method: str, label: str
) -> None:
    channel = redis.fresh_key(label)
    async with redis.events("subscribe", channel, method=method) as events:
        expect.equal("the status", events.head.status, 200)
        expect.equal("the media type", events.head.media_type, "text/event-stream")
        expect.equal("the first event", await events.next(), f"subscribe,{channel},1")
        await redis("PUBLISH", channel, "hello")
        expect.equal("the next event", await events.next(), f"message,{channel},hello")


@law("rest.subscribe.stream")
async def test_the_head_does_not_wait_for_a_message(
    redis: RedisRestClient, expect: Expectations
) -> None:
    is_held_back = await is_head_held_back(redis, redis.fresh_key())
    expect.that("the head", not is_held_back, received="after a message", expected="at once")


@law("rest.subscribe.stream")
async def test_events_are_not_in_base64(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("base64")
    channel = redis.fresh_key()
    asked = [("Upstash-Encoding", "base64")]
    async with redis.events("subscribe", channel, headers=asked) as events:
        expect.equal("the first event", await events.next(), f"subscribe,{channel},1")
        await redis("PUBLISH", channel, "hello")
        expect.equal("the next event", await events.next(), f"message,{channel},hello")


@law("rest.subscribe.stream")
@pytest.mark.parametrize("body", [b"other", b'["other"]', b"\xff"], ids=repr)
async def test_a_body_is_ignored(
    redis: RedisRestClient, run: Run, expect: Expectations, body: bytes
) -> None:
    run.need("path-body")
    channel = redis.fresh_key()
    async with redis.events("subscribe", channel, body=body) as events:
        expect.equal("the first event", await events.next(), f"subscribe,{channel},1")
        await redis("PUBLISH", channel, "hello")
        expect.equal("the next event", await events.next(), f"message,{channel},hello")


@law("rest.subscribe.pattern")
@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [(".*", ".news", "-news"), (".?", ".n", ".news"), (".[ab]", ".b", ".c")],
)
async def test_a_pattern_is_confirmed_and_its_channels_are_named(
    redis: RedisRestClient, expect: Expectations, pattern: str, matching: str, other: str
) -> None:
    name = redis.fresh_key()
    payload = 'a,"b",{}'
    async with redis.events("psubscribe", name + pattern) as events:
        expect.equal("the status", events.head.status, 200)
        expect.equal("the media type", events.head.media_type, "text/event-stream")
        expect.equal("the first event", await events.next(), f"psubscribe,{name}{pattern},1")
        await publish(redis, name + other, [payload])
        await publish(redis, name + matching, [payload])
        message = f"pmessage,{name}{pattern},{name}{matching},{payload}"
        expect.equal("the next event", await events.next(), message)


@law("rest.subscribe.payload")
@given(payloads=st.lists(payloads(), min_size=1, max_size=20))
@example(payloads=list(PAYLOADS))
async def test_payloads_arrive_as_they_were_published(
    redis: RedisRestClient, expect: Expectations, payloads: list[str]
) -> None:
    channel = redis.fresh_key()
    async with subscribers(redis, channel) as [events]:
        await publish(redis, channel, [*payloads, END])
        received = await events.take(len(payloads) + 1, last=f"message,{channel},{END}")
    expected = [f"message,{channel},{payload}" for payload in [*payloads, END]]
    expect.equal("the events", received, expected)


@law("rest.subscribe.line-breaks")
@given(payload=broken_payloads())
async def test_line_breaks_are_delivered_or_refused(
    redis: RedisRestClient, expect: Expectations, payload: str
) -> None:
    channel = redis.fresh_key()
    async with subscribers(redis, channel) as [events]:
        reply = await redis.reply("PUBLISH", channel, payload)
        await redis("PUBLISH", channel, END)
        received = await events.take(2, last=f"message,{channel},{END}")
    sent = [END] if reply.error else [payload, END]
    lines = [lines_of(f"message,{channel},{text}") for text in sent]
    expect.equal("the lines of each event", list(map(lines_of, received)), lines)


@law("rest.subscribe.delivery")
@pytest.mark.parametrize("count", [1, 2, 3])
async def test_every_subscriber_gets_every_message_in_order(
    redis: RedisRestClient, expect: Expectations, count: int
) -> None:
    channel = redis.fresh_key()
    async with subscribers(redis, channel, count) as streams:
        reached = await publish(redis, channel, NUMBERS)
        expect.equal("how many each message reached", reached, [count] * len(NUMBERS))
        received = [await events.take(len(NUMBERS)) for events in streams]
    messages = [f"message,{channel},{number}" for number in NUMBERS]
    expect.equal("the events of each subscriber", received, [messages] * count)


@law("rest.subscribe.delivery")
@pytest.mark.parametrize("form", Form)
async def test_messages_of_requests_in_any_form_come_in_order(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    channel = redis.fresh_key()
    async with subscribers(redis, channel) as [events]:
        reached = [await redis("PUBLISH", channel, number, form=form) for number in NUMBERS[:5]]
        expect.equal("how many each message reached", reached, [1] * 5)
        messages = [f"message,{channel},{number}" for number in NUMBERS[:5]]
        expect.equal("the events", await events.take(5), messages)


@law("rest.subscribe.delivery")
@needs("psubscribe")
async def test_a_channel_and_a_pattern_count_as_two(
    redis: RedisRestClient, expect: Expectations
) -> None:
    channel = redis.fresh_key()
    async with (
        subscribers(redis, channel) as [by_name],
        redis.events("psubscribe", f"{channel}*") as by_pattern,
    ):
        await by_pattern.next()
        expect.equal("the reply to PUBLISH", await redis("PUBLISH", channel, "hello"), 2)
        expect.equal("by its name", await by_name.next(), f"message,{channel},hello")
        event = f"pmessage,{channel}*,{channel},hello"
        expect.equal("by a pattern", await by_pattern.next(), event)


@law("rest.subscribe.delivery")
async def test_nobody_gets_what_was_published_before(
    redis: RedisRestClient, expect: Expectations
) -> None:
    channel = redis.fresh_key()
    expect.equal("PUBLISH to nobody", await redis("PUBLISH", channel, "early"), 0)
    async with subscribers(redis, channel) as [events]:
        expect.equal("PUBLISH to somebody", await redis("PUBLISH", channel, "late"), 1)
        expect.equal("the event", await events.next(), f"message,{channel},late")


@law("rest.subscribe.channels")
@pytest.mark.parametrize(
    ("command", "event"),
    [
        ("subscribe", "message,"),
        pytest.param("psubscribe", "pmessage,{channel},", marks=needs("psubscribe")),
    ],
)
async def test_several_channels_are_one_stream(
    redis: RedisRestClient, expect: Expectations, command: str, event: str
) -> None:
    channels = redis.fresh_keys(3)
    async with redis.events(command, *channels) as events:
        numbered = [f"{command},{name},{number}" for number, name in enumerate(channels, start=1)]
        expect.equal("the first events", await events.take(3), numbered)
        replies = await redis.sequence(*[("PUBLISH", name, "hello") for name in channels])
        expect.equal("the replies to PUBLISH", [reply.value for reply in replies], [1, 1, 1])
        messages = [f"{event.format(channel=name)}{name},hello" for name in channels]
        # Order holds within a channel.
        expect.equal("the messages", sorted(await events.take(3)), sorted(messages))


@law("rest.subscribe.closes")
async def test_who_closes_the_stream_listens_no_more(
    redis: RedisRestClient, expect: Expectations
) -> None:
    channel = redis.fresh_key()
    async with subscribers(redis, channel) as [events]:
        expect.equal("how many listen before", await redis("PUBLISH", channel, "hello"), 1)
        await events.next()
    expect.equal("how many listen after", await listeners_left(redis, channel), 0)


@law("rest.subscribe.closes")
async def test_many_openings_leave_nothing_behind(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    channel = redis.fresh_key()
    await subscribe_and_leave(redis, channel, times=run.profile.openings, at_once=10)
    expect.equal("how many listen after", await listeners_left(redis, channel), 0)
    async with redis.events("subscribe", channel) as events:
        expect.equal("the first event", await events.next(), f"subscribe,{channel},1")
        expect.equal("how many listen then", await redis("PUBLISH", channel, "hello"), 1)
