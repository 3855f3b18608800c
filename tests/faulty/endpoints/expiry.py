"""Faults of expiry: keys that end too early, too late, never, or not for every command."""

from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault

LIFETIMES = {"EX", "PX", "EXAT", "PXAT"}


def with_lifetime(command: Command, change: Any) -> Command:
    """The command with its EX, PX, EXAT or PXAT and the time after it changed, if it has one."""
    for place, word in enumerate(command[:-1]):
        if place > 1 and str(word).upper() in LIFETIMES:
            option = change(str(word).upper(), command[place + 1])
            return [*command[:place], *option, *command[place + 2 :]]
    return command


def setting(change: Any) -> Any:
    """SET whose option of a lifetime is changed."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_ours = name_of(command) == "SET"
        return await run(with_lifetime(command, change) if is_ours else command)

    return behave


@fault("redis.expiry.happens")
async def what_set_stores_never_ends(request: Request, reference: Reference) -> Answer:
    """SET takes a time to live and stores the value alone."""
    return await one_by_one(request, reference, setting(lambda *_: ()))


@fault("redis.expiry.happens")
async def ex_counts_milliseconds(request: Request, reference: Reference) -> Answer:
    """SET hands EX on to a store that counts in milliseconds."""

    def in_milliseconds(option: str, time: Any) -> tuple[Any, ...]:
        return ("PX" if option == "EX" else option, time)

    return await one_by_one(request, reference, setting(in_milliseconds))


@fault("redis.expiry.happens")
async def keys_end_half_way(request: Request, reference: Reference) -> Answer:
    """PEXPIRE counts from when the connection was idle last, and so ends the key too early."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "PEXPIRE" and len(command) == 3 and str(command[2]).isdigit():
            command = [*command[:2], str(int(command[2]) // 2)]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.expiry.happens")
async def times_are_kept_in_the_zone_of_the_host(request: Request, reference: Reference) -> Answer:
    """EXAT and PXAT are an hour late: the host's clock is not set to UTC."""

    def an_hour_late(option: str, time: Any) -> tuple[Any, ...]:
        hour = {"EXAT": 3600, "PXAT": 3_600_000}.get(option, 0)
        return (option, int(time) + hour if hour and str(time).isdigit() else time)

    return await one_by_one(request, reference, setting(an_hour_late))


@fault("redis.expiry.happens")
async def persist_is_overlooked(request: Request, reference: Reference) -> Answer:
    """PERSIST answers that it was done, and it was not."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_ours = name_of(command) == "PERSIST" and len(command) == 2
        return await run(["EXISTS", command[1]] if is_ours else command)

    return await one_by_one(request, reference, behave)


@fault("redis.expiry.happens", "redis.string.model")
async def set_always_keeps_the_time_to_live(request: Request, reference: Reference) -> Answer:
    """SET changes the value of a key in place, which leaves its time to live."""

    async def behave(command: Command, run: Run) -> Envelope:
        options = {str(word).upper() for word in command[3:]}
        if name_of(command) == "SET" and len(command) > 2 and options <= {"NX", "XX", "GET"}:
            command = [*command, "KEEPTTL"]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.expiry.happens")
async def getex_is_get(request: Request, reference: Reference) -> Answer:
    """GETEX takes its options and does nothing about them."""

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(["GET", command[1]] if name_of(command) == "GETEX" else command)

    return await one_by_one(request, reference, behave)


_STORED_WITH_AN_END: dict[str, Any] = {}


def remember(command: Command) -> None:
    """Keep the value that a SET stores with a time to live."""
    if name_of(command) == "SET" and not LIFETIMES.isdisjoint(map(str, command[3:])):
        _STORED_WITH_AN_END[str(command[1])] = command[2]


@fault("redis.expiry.happens")
async def mget_shows_what_has_ended(request: Request, reference: Reference) -> Answer:
    """GET looks at the time to live, MGET reads the store below it, which is swept at times."""

    async def behave(command: Command, run: Run) -> Envelope:
        remember(command)
        envelope = await run(command)
        if name_of(command) != "MGET" or "result" not in envelope:
            return envelope
        pairs = zip(command[1:], envelope["result"], strict=True)
        values = [_STORED_WITH_AN_END.get(str(key)) if one is None else one for key, one in pairs]
        return {"result": values}

    return await one_by_one(request, reference, behave)


@fault("redis.expiry.happens")
async def exists_counts_what_has_ended(request: Request, reference: Reference) -> Answer:
    """EXISTS counts what the last sweep left, be its time over or not."""

    async def behave(command: Command, run: Run) -> Envelope:
        remember(command)
        if name_of(command) != "EXISTS" or len(command) == 1:
            return await run(command)
        counts = [(await run(["EXISTS", key]))["result"] for key in command[1:]]
        left = [str(key) in _STORED_WITH_AN_END for key in command[1:]]
        return {"result": sum(map(max, counts, left))}

    return await one_by_one(request, reference, behave)
