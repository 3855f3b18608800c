"""Faults of isolation: all requests share a connection, and one of them sets its state.

What a connection would remember, these faults remember themselves.
"""

import asyncio
import re
from itertools import count

from tests.faulty.endpoints.commands import Command, Envelope, Run, commands_in, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

OK: Envelope = {"result": "OK"}
CONNECTIONS = 10


def words_of(command: Command) -> list[str]:
    """The command in capitals."""
    return [str(word).upper() for word in command]


def in_database(number: str, command: Command) -> Command:
    """The command on a key that is not there in database 0."""
    is_elsewhere = number != "0" and len(command) > 1
    return [command[0], f"{number}:{command[1]}", *command[2:]] if is_elsewhere else command


_is_open: set[str] = set()


@fault("rest.isolation.no-state")
async def multi_sticks_to_the_shared_connection(request: Request, reference: Reference) -> Answer:
    """MULTI opens a transaction for everybody."""

    async def behave(command: Command, run: Run) -> Envelope:
        name = words_of(command)[0]
        if name == "MULTI":
            _is_open.add("MULTI")
        elif name in {"EXEC", "DISCARD"}:
            _is_open.discard("MULTI")
        elif _is_open:
            return {"result": "QUEUED"}
        return OK if name in {"MULTI", "DISCARD"} else await run(command)

    return await one_by_one(request, reference, behave)


_database = ["0"]


@fault("rest.isolation.no-state")
async def select_sticks_to_the_shared_connection(request: Request, reference: Reference) -> Answer:
    """SELECT changes the database for everybody."""

    async def behave(command: Command, run: Run) -> Envelope:
        match words_of(command):
            case ["SELECT", number]:
                _database[0] = number
                return OK
        return await run(in_database(_database[0], command))

    return await one_by_one(request, reference, behave)


_databases = ["0"] * CONNECTIONS
_turns = count()


@fault("rest.isolation.no-state")
async def select_sticks_to_one_connection_of_ten(request: Request, reference: Reference) -> Answer:
    """SELECT changes the database for whoever is given the same connection of a pool."""
    connection = next(_turns) % CONNECTIONS

    async def behave(command: Command, run: Run) -> Envelope:
        match words_of(command):
            case ["SELECT", number]:
                _databases[connection] = number
                return OK
        return await run(in_database(_databases[connection], command))

    return await one_by_one(request, reference, behave)


_after_transactions = ["0"]


@fault("rest.isolation.no-state")
async def select_within_a_transaction_sticks(request: Request, reference: Reference) -> Answer:
    """SELECT is refused, but not looked for among the commands of a transaction."""
    if request.path == b"/multi-exec":
        selects = [words for words in map(words_of, commands_in(request)) if words[0] == "SELECT"]
        for _, number in selects:
            _after_transactions[0] = number
        return json_answer(200, [OK]) if selects else await reference(request)

    async def behave(command: Command, run: Run) -> Envelope:
        return await run(in_database(_after_transactions[0], command))

    return await one_by_one(request, reference, behave)


_protocol = ["2"]


@fault("rest.isolation.no-state")
async def hello_changes_the_shape_of_replies(request: Request, reference: Reference) -> Answer:
    """HELLO 3 is obeyed, and scores are doubles from then on."""

    def as_double(result: object) -> object:
        match result:
            case [str(member), str(score)]:
                return [[member, float(score)]]
            case str() if re.fullmatch(r"\d+", result):
                return float(result)
        return result

    async def behave(command: Command, run: Run) -> Envelope:
        match words_of(command):
            case ["HELLO", version]:
                _protocol[0] = version
                return {"result": {"proto": int(version)}}
        envelope = await run(command)
        if _protocol[0] == "3" and "result" in envelope:
            return {"result": as_double(envelope["result"])}
        return envelope

    return await one_by_one(request, reference, behave)


_is_answering = asyncio.Event()
_is_answering.set()


@fault("rest.isolation.no-state")
async def client_reply_off_silences_everybody(request: Request, reference: Reference) -> Answer:
    """After CLIENT REPLY OFF every request waits for a reply that does not come."""
    match [words_of(command) for command in commands_in(request)]:
        case [["CLIENT", "REPLY", "OFF"]]:
            _is_answering.clear()
        case [["CLIENT", "REPLY", "ON"]]:
            _is_answering.set()
            return json_answer(200, OK)
    await _is_answering.wait()
    return await reference(request)


_unread: list[Envelope] = []


@fault("rest.isolation.no-state")
async def nobody_waits_for_the_reply_to_client(request: Request, reference: Reference) -> Answer:
    """CLIENT is sent and forgotten, and the next request reads its reply."""

    async def behave(command: Command, run: Run) -> Envelope:
        if words_of(command)[0] == "CLIENT":
            _unread.append(OK)
            return OK
        _unread.append(await run(command))
        return _unread.pop(0)

    return await one_by_one(request, reference, behave)


_credentials: list[str] = []


@fault("rest.isolation.no-state")
async def auth_replaces_the_credentials(request: Request, reference: Reference) -> Answer:
    """What AUTH says is kept for the next connection, and that is refused."""

    async def behave(command: Command, run: Run) -> Envelope:
        if words_of(command)[0] == "AUTH":
            _credentials[:] = words_of(command)[1:]
        if _credentials:
            return {"error": "WRONGPASS invalid username-password pair or user is disabled."}
        return await run(command)

    return await one_by_one(request, reference, behave)


_has_quit: set[str] = set()


@fault("rest.isolation.no-state")
async def quit_closes_the_shared_connection(request: Request, reference: Reference) -> Answer:
    """After QUIT the next request finds the connection closed."""
    if ["QUIT"] in [words_of(command) for command in commands_in(request)]:
        _has_quit.add("QUIT")
        return json_answer(200, OK)
    if _has_quit:
        _has_quit.clear()
        return json_answer(500, {"error": "Socket closed unexpectedly"})
    return await reference(request)


_channels: set[str] = set()


@fault("rest.isolation.no-state")
async def subscribe_takes_the_shared_connection(request: Request, reference: Reference) -> Answer:
    """After SUBSCRIBE the connection is for messages only."""

    async def behave(command: Command, run: Run) -> Envelope:
        match words_of(command):
            case ["SUBSCRIBE", channel]:
                _channels.add(channel)
                return {"result": ["subscribe", channel, 1]}
            case ["UNSUBSCRIBE"]:
                _channels.clear()
                return {"result": ["unsubscribe", None, 0]}
            case [name, *_] if _channels:
                return {"error": f"ERR Can't execute '{name.lower()}': only (P)SUBSCRIBE / …"}
        return await run(command)

    return await one_by_one(request, reference, behave)


_lines: list[str] = []


@fault("rest.isolation.no-state")
async def monitor_puts_the_shared_connection_out_of_step(
    request: Request, reference: Reference
) -> Answer:
    """After MONITOR every request reads a line about a command in the place of its reply."""

    async def behave(command: Command, run: Run) -> Envelope:
        name = words_of(command)[0]
        if name in {"MONITOR", "RESET"}:
            _lines[:] = ["OK"] * (name == "MONITOR")
            return OK
        envelope = await run(command)
        if not _lines:
            return envelope
        _lines.append(f'1700000000.000000 [0 127.0.0.1:50000] "{name}"')
        return {"result": _lines.pop(0)}

    return await one_by_one(request, reference, behave)


_watched: dict[str, bool] = {}
"""Whether the key has changed since."""


@fault("rest.isolation.no-state")
async def watch_fails_the_next_transaction(request: Request, reference: Reference) -> Answer:
    """WATCH stays on the connection until some transaction of somebody is executed there."""
    commands = commands_in(request)
    if request.path == b"/multi-exec" and True in _watched.values():
        _watched.clear()
        return json_answer(200, [{"result": None} for _ in commands])
    for name, *keys in commands:
        if str(name).upper() == "WATCH":
            _watched.update(dict.fromkeys(keys, False))
        elif str(name).upper() == "SET" and keys[0] in _watched:
            _watched[keys[0]] = True
    return await reference(request)


_subscribed: set[str] = set()


@fault("rest.service.survives")
async def subscribe_ends_the_service(request: Request, reference: Reference) -> Answer:
    """SUBSCRIBE is passed on: from then on everybody is told that nothing else is allowed."""
    if any(words_of(command)[0] == "SUBSCRIBE" for command in commands_in(request)):
        _subscribed.add("SUBSCRIBE")
    if _subscribed:
        return json_answer(400, {"error": "ERR only (P)SUBSCRIBE / (P)UNSUBSCRIBE are allowed"})
    return await reference(request)
