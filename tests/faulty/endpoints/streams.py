"""Faults of streams of events: how they begin, and how an event is written."""

import base64
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

STREAMS = (b"/subscribe/", b"/psubscribe/", b"/monitor")


def is_stream(request: Request) -> bool:
    """Whether the request asks for a stream of events."""
    return request.path.startswith(STREAMS)


async def with_each_event(
    request: Request, reference: Reference, change: Callable[[bytes], bytes]
) -> Answer:
    """The reference's answer with each event of a stream changed."""
    answer = await reference(request)
    if answer.events is None:
        return answer

    async def changed(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for event in events:
            yield change(event)

    return replace(answer, events=changed(answer.events))


async def with_events(
    request: Request,
    reference: Reference,
    change: Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]],
) -> Answer:
    """The reference's answer with the events of a stream changed as a whole."""
    answer = await reference(request)
    return answer if answer.events is None else replace(answer, events=change(answer.events))


def with_payload(event: bytes, change: Callable[[str], str]) -> bytes:
    """The event with the payload of its message changed; other events as they are.

    A line break in what the change makes stays one.
    """
    lines = event.decode().removesuffix("\n\n").removeprefix("data: ").split("\ndata: ")
    kind, *rest = "\n".join(lines).split(",", 3 if event.startswith(b"data: p") else 2)
    if not kind.endswith("message"):
        return event
    return f"data: {','.join([kind, *rest[:-1], change(rest[-1])])}\n\n".encode()


@fault("rest.subscribe.stream", "rest.monitor.stream")
async def events_have_no_space(request: Request, reference: Reference) -> Answer:
    """An event is `data:` and its text, which the standard allows, and no client of it reads."""
    return await with_each_event(
        request, reference, lambda event: event.replace(b"data: ", b"data:")
    )


@fault("rest.subscribe.stream")
async def events_are_not_separated(request: Request, reference: Reference) -> Answer:
    """An event is a line, and no empty line follows it."""
    return await with_each_event(request, reference, lambda event: event.removesuffix(b"\n"))


@fault("rest.subscribe.stream")
async def events_end_in_carriage_returns(request: Request, reference: Reference) -> Answer:
    """The lines end as those of HTTP do, and clients take the carriage return for text."""
    return await with_each_event(request, reference, lambda event: event.replace(b"\n", b"\r\n"))


@fault("rest.subscribe.stream")
async def events_are_lines_of_json(request: Request, reference: Reference) -> Answer:
    """An event is the JSON of Redis's reply."""

    def as_json(event: bytes) -> bytes:
        words = event.decode().removeprefix("data: ").rstrip("\n").split(",", 2)
        return f'data: ["{words[0]}","{words[1]}","{words[2]}"]\n\n'.encode()

    if not request.path.startswith(b"/subscribe/"):
        return await reference(request)
    return await with_each_event(request, reference, as_json)


@fault("rest.subscribe.stream")
async def a_subscription_is_not_confirmed(request: Request, reference: Reference) -> Answer:
    """Redis's confirmation is taken for none of the client's business."""

    async def without_first(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        await anext(events)
        async for event in events:
            yield event

    return await with_events(request, reference, without_first)


@fault("rest.subscribe.stream")
async def a_confirmation_has_no_count(request: Request, reference: Reference) -> Answer:
    """The first event names the channel only."""

    def without_count(event: bytes) -> bytes:
        is_first = event.startswith(b"data: subscribe,")
        return event.rpartition(b",")[0] + b"\n\n" if is_first else event

    return await with_each_event(request, reference, without_count)


@fault("rest.subscribe.stream", "rest.monitor.stream")
async def streams_are_plain_text(request: Request, reference: Reference) -> Answer:
    """A stream has the media type that the framework gives to text."""
    answer = await reference(request)
    return answer if answer.events is None else with_type(answer, b"text/plain; charset=utf-8")


def with_type(answer: Answer, media_type: bytes) -> Answer:
    """The same answer with another Content-Type."""
    others = [pair for pair in answer.headers if pair[0] != b"content-type"]
    return replace(answer, headers=(*others, (b"content-type", media_type)))


@fault("rest.subscribe.stream")
async def the_head_waits_for_a_message(request: Request, reference: Reference) -> Answer:
    """A proxy sends a head together with the first of the body, and the first is withheld."""
    answer = await reference(request)
    if answer.events is None or not request.path.startswith(b"/subscribe/"):
        return answer
    return replace(answer, body=await anext(answer.events) + await anext(answer.events))


@fault("rest.subscribe.stream")
async def events_wait_for_the_next(request: Request, reference: Reference) -> Answer:
    """A buffer on the way is emptied only when more comes."""

    async def one_behind(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        held = await anext(events)
        async for event in events:
            yield held
            held = event

    return await with_events(request, reference, one_behind)


@fault("rest.subscribe.stream")
async def messages_are_in_base64_if_asked(request: Request, reference: Reference) -> Answer:
    """`Upstash-Encoding` holds for what a stream brings as well."""
    if request.header(b"upstash-encoding") != b"base64":
        return await reference(request)
    return await with_each_event(
        request,
        reference,
        lambda event: with_payload(
            event, lambda payload: base64.b64encode(payload.encode()).decode()
        ),
    )


@fault("rest.subscribe.stream")
async def a_body_is_another_channel(request: Request, reference: Reference) -> Answer:
    """As with other commands, the body is the last argument."""
    if is_stream(request) and request.body:
        segment = "".join(f"%{byte:02x}" for byte in request.body).encode()
        request = replace(request, path=request.path + b"/" + segment)
    return await reference(request)


@fault("rest.subscribe.stream")
async def a_body_must_be_json(request: Request, reference: Reference) -> Answer:
    """A parser of bodies stands before every endpoint."""
    if is_stream(request) and request.body:
        try:
            request.json()
        except ValueError:
            return json_answer(400, {"error": "ERR invalid JSON"})
    return await reference(request)


@fault("rest.subscribe.stream")
async def channels_are_not_decoded(request: Request, reference: Reference) -> Answer:
    """The channel is what stands in the path, percent signs and all."""
    if is_stream(request):
        request = replace(request, path=request.path.replace(b"%", b"%25"))
    return await reference(request)


@fault("rest.subscribe.stream", "rest.monitor.stream")
async def streams_need_post(request: Request, reference: Reference) -> Answer:
    """Streams are routed as the documentation's example asks for them."""
    if is_stream(request) and request.method == "GET":
        return json_answer(405, {"error": "ERR method not allowed"})
    return await reference(request)
