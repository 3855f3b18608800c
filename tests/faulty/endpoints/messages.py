"""Faults of messages: what becomes of a payload, and who gets it."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault
from tests.faulty.endpoints.streams import with_each_event, with_events, with_payload


def is_message(event: bytes) -> bool:
    """Whether the event is one of a subscription's messages."""
    return event.startswith((b"data: message,", b"data: pmessage,"))


async def with_payloads(
    request: Request, reference: Reference, change: Callable[[str], str]
) -> Answer:
    """The reference's answer with each payload changed."""
    return await with_each_event(request, reference, lambda event: with_payload(event, change))


@fault("rest.subscribe.payload")
async def payloads_are_json_strings(request: Request, reference: Reference) -> Answer:
    """A payload is encoded as JSON, so that no line break gets into the stream."""
    return await with_payloads(request, reference, json.dumps)


@fault("rest.subscribe.payload")
async def payloads_end_at_a_comma(request: Request, reference: Reference) -> Answer:
    """An event is split at its commas, and the third part is the payload."""
    return await with_payloads(request, reference, lambda payload: payload.partition(",")[0])


@fault("rest.subscribe.payload")
async def payloads_are_latin(request: Request, reference: Reference) -> Answer:
    """What does not fit one byte becomes a question mark."""
    return await with_payloads(
        request, reference, lambda payload: payload.encode("latin-1", "replace").decode("latin-1")
    )


@fault("rest.subscribe.payload")
async def payloads_are_trimmed(request: Request, reference: Reference) -> Answer:
    """An event is trimmed before it is sent."""
    return await with_payloads(request, reference, str.rstrip)


@fault("rest.subscribe.payload")
async def payloads_are_split_at_any_line_end(request: Request, reference: Reference) -> Answer:
    """What a library calls lines are made lines: Unicode knows more of them than the stream."""
    return await with_payloads(
        request, reference, lambda payload: "\ndata: ".join(payload.splitlines())
    )


@fault("rest.subscribe.payload")
async def json_is_written_again(request: Request, reference: Reference) -> Answer:
    """A payload that is JSON is parsed and written again."""

    def rewritten(payload: str) -> str:
        try:
            return json.dumps(json.loads(payload), separators=(",", ":"))
        except ValueError:
            return payload

    return await with_payloads(request, reference, rewritten)


@fault("rest.subscribe.payload")
async def empty_payloads_are_left_out(request: Request, reference: Reference) -> Answer:
    """A message without a text is taken for none."""

    async def not_empty(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for event in events:
            if not (is_message(event) and event.endswith(b",\n\n")):
                yield event

    return await with_events(request, reference, not_empty)


@fault("rest.subscribe.line-breaks")
async def line_breaks_are_raw(request: Request, reference: Reference) -> Answer:
    """A payload's lines follow each other as they are, and all but the first are no data."""
    return await with_payloads(request, reference, lambda payload: payload)


@fault("rest.subscribe.line-breaks")
async def line_breaks_become_spaces(request: Request, reference: Reference) -> Answer:
    """A payload is made one line."""
    return await with_payloads(request, reference, lambda payload: payload.replace("\n", " "))


@fault("rest.subscribe.line-breaks")
async def line_breaks_end_a_payload(request: Request, reference: Reference) -> Answer:
    """Only the first line is sent."""
    return await with_payloads(request, reference, lambda payload: payload.partition("\n")[0])


@fault("rest.subscribe.line-breaks")
async def each_line_is_a_message(request: Request, reference: Reference) -> Answer:
    """A message of two lines is sent as two messages."""

    def apart(event: bytes) -> bytes:
        fields = event.split(b",", 2)
        return event.replace(b"\ndata: ", b"\n\n" + b",".join(fields[:2]) + b",")

    return await with_each_event(request, reference, apart)


@fault("rest.subscribe.line-breaks")
async def what_is_refused_is_published(request: Request, reference: Reference) -> Answer:
    """PUBLISH of a text with a line break is an error, and the message is on its way."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "PUBLISH" and {"\n", "\r"} & set(str(command[-1])):
            return {"error": "ERR a message is one line"}
        return envelope

    return await one_by_one(request, reference, behave)


async def with_publish_answering(
    request: Request, reference: Reference, change: Callable[[int], object]
) -> Answer:
    """The reference's answer with that of PUBLISH changed."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "PUBLISH" or "result" not in envelope:
            return envelope
        return {"result": change(envelope["result"])}

    return await one_by_one(request, reference, behave)


@fault("rest.subscribe.delivery")
async def publish_answers_nought(request: Request, reference: Reference) -> Answer:
    """PUBLISH is put into a queue, and nobody has got it yet when it is answered."""
    return await with_publish_answering(request, reference, lambda _: 0)


@fault("rest.subscribe.delivery")
async def publish_answers_ok(request: Request, reference: Reference) -> Answer:
    """PUBLISH answers as SET does."""
    return await with_publish_answering(request, reference, lambda _: "OK")


@fault("rest.subscribe.delivery")
async def publish_answers_one(request: Request, reference: Reference) -> Answer:
    """All subscribers share one subscription of the proxy, which is what Redis counts."""
    return await with_publish_answering(request, reference, lambda count: min(count, 1))


_TAKEN: defaultdict[bytes, int] = defaultdict(int)


@fault("rest.subscribe.delivery")
async def only_one_subscriber_is_served(request: Request, reference: Reference) -> Answer:
    """Subscribers of a channel wait for messages at one queue, and the first there has them."""
    _TAKEN[request.path] += 1
    place = _TAKEN[request.path]

    async def share(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for event in events:
            if place == 1 or not is_message(event):
                yield event

    return await with_events(request, reference, share)


@fault("rest.subscribe.delivery")
async def every_tenth_message_is_lost(request: Request, reference: Reference) -> Answer:
    """A subscriber that is not quick enough misses something."""

    async def some(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        count = 0
        async for event in events:
            count += is_message(event)
            if not is_message(event) or count % 10:
                yield event

    return await with_events(request, reference, some)


@fault("rest.subscribe.delivery")
async def messages_overtake(request: Request, reference: Reference) -> Answer:
    """Each message is sent by a task of its own, and the second is quicker than the first."""

    async def swapped(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        held: list[bytes] = []
        async for event in events:
            held.append(event)
            if not is_message(event) or len(held) == 2:
                for late in reversed(held):
                    yield late
                held.clear()

    return await with_events(request, reference, swapped)


@fault("rest.subscribe.delivery")
async def messages_come_twice(request: Request, reference: Reference) -> Answer:
    """Two subscriptions of the proxy write to one stream."""
    return await with_each_event(
        request, reference, lambda event: event * 2 if is_message(event) else event
    )


_KEPT: dict[str, str] = {}


@fault("rest.subscribe.delivery")
async def the_last_message_is_kept(request: Request, reference: Reference) -> Answer:
    """Who subscribes gets first what was last published."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "PUBLISH" and len(command) == 3:
            _KEPT[str(command[1])] = str(command[2])
        return await run(command)

    async def with_kept(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        first = await anext(events)
        yield first
        channel = first.decode().split(",")[1]
        if channel in _KEPT:
            yield f"data: message,{channel},{_KEPT[channel]}\n\n".encode()
        async for event in events:
            yield event

    if request.path.startswith(b"/subscribe/"):
        return await with_events(request, reference, with_kept)
    return await one_by_one(request, reference, behave)
