"""Faults of subscriptions: patterns, several channels, and how long a subscription lasts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer
from tests.faulty.endpoints.streams import with_each_event, with_events

IDLE_S = 4.0
"""After so long without an event a connection is closed."""

MOST_SUBSCRIPTIONS = 64
"""How many connections a pool has."""


@fault("rest.subscribe.pattern")
async def a_patterns_message_is_a_message(request: Request, reference: Reference) -> Answer:
    """A pattern's messages have the form of those of a channel."""

    def as_message(event: bytes) -> bytes:
        if not event.startswith(b"data: pmessage,"):
            return event
        _, _, rest = event.split(b",", 2)
        return b"data: message," + rest

    return await with_each_event(request, reference, as_message)


@fault("rest.subscribe.pattern")
async def a_patterns_message_has_no_pattern(request: Request, reference: Reference) -> Answer:
    """`pmessage` names the channel and not the pattern."""

    def without_pattern(event: bytes) -> bytes:
        if not event.startswith(b"data: pmessage,"):
            return event
        kind, _, rest = event.split(b",", 2)
        return kind + b"," + rest

    return await with_each_event(request, reference, without_pattern)


@fault("rest.subscribe.pattern")
async def patterns_are_names(request: Request, reference: Reference) -> Answer:
    """`/psubscribe` is `/subscribe` by another name."""
    return await reference(
        replace(request, path=request.path.replace(b"/psubscribe/", b"/subscribe/"))
    )


@fault("rest.subscribe.pattern")
async def patterns_know_the_star_only(request: Request, reference: Reference) -> Answer:
    """Patterns are matched by the proxy, which takes `?` and brackets for letters."""
    if request.path.startswith(b"/psubscribe/"):
        for letter in (b"%3F", b"%5B"):
            request = replace(request, path=request.path.replace(letter, b"%5C" + letter))
    return await with_each_event(request, reference, lambda event: event.replace(b"\\", b""))


@fault("rest.subscribe.pattern")
async def patterns_match_their_beginning(request: Request, reference: Reference) -> Answer:
    """A pattern is cut at its first wildcard, and matches whatever starts so."""

    def named(event: bytes) -> bytes:
        return event.replace(b"%s*," % short, b"%s," % full) if short else event

    short = full = b""
    if request.path.startswith(b"/psubscribe/"):
        start = request.path.partition(b".")[0]
        full = request.path.removeprefix(b"/psubscribe/")
        full = full.replace(b"%3A", b":").replace(b"%2A", b"*")
        full = full.replace(b"%3F", b"?").replace(b"%5B", b"[").replace(b"%5D", b"]")
        short = full.partition(b".")[0]
        request = replace(request, path=start + b"%2A")
    return await with_each_event(request, reference, named)


@fault("rest.subscribe.channels")
async def only_the_first_channel_is_listened_to(request: Request, reference: Reference) -> Answer:
    """A path has one parameter."""
    if request.path.startswith((b"/subscribe/", b"/psubscribe/")):
        request = replace(request, path=b"/".join(request.path.split(b"/")[:3]))
    return await reference(request)


@fault("rest.subscribe.channels")
async def channels_are_one_name(request: Request, reference: Reference) -> Answer:
    """The rest of the path is the channel, slashes and all."""
    if request.path.startswith((b"/subscribe/", b"/psubscribe/")):
        _, command, *words = request.path.split(b"/")
        request = replace(request, path=b"/" + command + b"/" + b"%2F".join(words))
    return await reference(request)


@fault("rest.subscribe.channels")
async def channels_are_confirmed_once(request: Request, reference: Reference) -> Answer:
    """The stream begins with one event, however many channels it has."""

    async def after_first(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield await anext(events)
        async for event in events:
            if b"subscribe," not in event:
                yield event

    return await with_events(request, reference, after_first)


@fault("rest.subscribe.closes")
async def subscriptions_outlive_their_streams(request: Request, reference: Reference) -> Answer:
    """Nobody tells Redis that the client has gone."""
    answer = await reference(request)
    events = answer.events
    if events is None:
        return answer

    async def listen_on() -> None:
        async for _ in events:
            pass

    return replace(answer, farewell=listen_on)


@fault("rest.subscribe.closes")
async def a_departure_shows_at_the_next_message(request: Request, reference: Reference) -> Answer:
    """That a client has gone is found out when something is written to it."""
    answer = await reference(request)
    events = answer.events
    if events is None:
        return answer

    async def listen_once() -> None:
        await anext(events, None)

    return replace(answer, farewell=listen_once)


@fault("rest.subscribe.closes")
async def idle_streams_are_closed(request: Request, reference: Reference) -> Answer:
    """A proxy closes what has been silent for some time."""

    async def while_awake(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        try:
            while True:
                yield await asyncio.wait_for(anext(events), IDLE_S)
        except (TimeoutError, StopAsyncIteration):
            return

    return await with_events(request, reference, while_awake)


_opened = 0


@fault("rest.subscribe.closes")
async def pooled_connections_do_not_come_back(request: Request, reference: Reference) -> Answer:
    """Each subscription takes a connection of a pool, and takes it with it."""
    global _opened  # noqa: PLW0603  (the pool of one process)
    if request.path.startswith(b"/subscribe/"):
        _opened += 1
        if _opened > MOST_SUBSCRIPTIONS:
            return json_answer(503, {"error": "ERR no connection is free"})
    return await reference(request)
