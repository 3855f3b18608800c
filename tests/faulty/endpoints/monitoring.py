"""Faults of MONITOR."""

from collections.abc import AsyncIterator

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault
from tests.faulty.endpoints.streams import with_each_event, with_events

GATHERED = 100
"""How many commands are worth a packet."""

SCRIPT = "return redis.call(unpack(ARGV))"


async def with_monitor(request: Request, reference: Reference, shown: tuple[bytes, ...]) -> Answer:
    """The reference's answer with those commands only, of which one of these words is a part."""

    async def some(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield await anext(events)
        async for event in events:
            if any(word in event.lower() for word in shown):
                yield event

    if request.path != b"/monitor":
        return await reference(request)
    return await with_events(request, reference, some)


@fault("rest.monitor.stream")
async def monitor_shows_its_own_connection(request: Request, reference: Reference) -> Answer:
    """MONITOR runs on a connection that sees nobody else."""
    return await with_monitor(request, reference, ())


@fault("rest.monitor.stream")
async def monitor_shows_writes_only(request: Request, reference: Reference) -> Answer:
    """MONITOR is what is replicated."""
    return await with_monitor(request, reference, (b'"set\\"', b'"set"'))


@fault("rest.monitor.stream")
async def monitor_shows_no_transactions(request: Request, reference: Reference) -> Answer:
    """What `/multi-exec` runs takes another way to the database."""

    async def without_scripts(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for event in events:
            if b"EVAL" not in event and b" lua]" not in event:
                yield event

    if request.path == b"/multi-exec":
        request = request.with_commands(lambda command: ["EVAL", SCRIPT, "0", *command])
    if request.path != b"/monitor":
        return await reference(request)
    return await with_events(request, reference, without_scripts)


@fault("rest.monitor.stream")
async def monitor_shows_names_only(request: Request, reference: Reference) -> Answer:
    """Keys and values are left out, for they may be secret."""

    def shortened(event: bytes) -> bytes:
        start, _, rest = event.partition(b'] \\"')
        return start + b'] \\"' + rest.partition(b'\\"')[0] + b'\\""\n\n' if rest else event

    if request.path != b"/monitor":
        return await reference(request)
    return await with_each_event(request, reference, shortened)


@fault("rest.monitor.stream")
async def monitor_does_not_say_ok(request: Request, reference: Reference) -> Answer:
    """The first event is the first command."""

    async def without_first(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        await anext(events)
        async for event in events:
            yield event

    if request.path != b"/monitor":
        return await reference(request)
    return await with_events(request, reference, without_first)


@fault("rest.monitor.stream")
async def monitor_says_ok_without_quotes(request: Request, reference: Reference) -> Answer:
    """The first event is the text of Redis's reply."""
    return await with_each_event(request, reference, lambda event: event.replace(b'"OK"', b"OK"))


@fault("rest.monitor.stream")
async def monitor_shows_many_commands_at_once(request: Request, reference: Reference) -> Answer:
    """Commands are gathered until they are worth a packet."""

    async def gathered(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield await anext(events)
        held: list[bytes] = []
        async for event in events:
            held.append(event)
            if len(held) == GATHERED:
                yield b"".join(held)
                held.clear()

    if request.path != b"/monitor":
        return await reference(request)
    return await with_events(request, reference, gathered)
