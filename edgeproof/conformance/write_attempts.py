"""Attempts to write: which there are, according to the server's own list, and what they change.

A client without the right to write sends them all; a real Redis has shown that they do write with
full rights.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from edgeproof.clients import CommandEntry, Form, RedisRestClient, Reply, command_table, send_each
from edgeproof.conformance.keyrings import KeyDifference, Keyring, fresh_keyring
from edgeproof.conformance.profiles import Profile
from edgeproof.laws import Broken
from edgeproof.oracle import Oracle
from edgeproof.strategies.keyring import NamedTemplate, kinds_in, names_for
from edgeproof.strategies.writes import REACHING_FAR, attempts_of, guesses

ONE_IN = 4
"""The share of the attempts that goes into each form that carries one command at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Forbidden changes by commands: what showed them, the reply before, and the reply after.

    The keys are named by their kinds, as in templates.
    """

    by: list[str]
    changed: dict[str, KeyDifference]


async def listed_writes(redis: RedisRestClient, oracle: Oracle) -> dict[str, CommandEntry]:
    """Every command that the deployment, or else a real Redis, lists as a write, by name.

    If both lists are available, both count: the deployment may be of another version.
    """
    reply = Reply(status=400, error="ERR no reply at all")
    with suppress(Broken):
        reply = await redis.reply("COMMAND")
    entries = [*command_table(await oracle("COMMAND")), *command_table(reply.result)]
    return {entry.name: entry for entry in entries if entry.is_write}


async def shown_attempts(
    writes: dict[str, CommandEntry], oracle: Oracle, *, key_prefix: str
) -> list[NamedTemplate]:
    """For each write, the attempts that were seen to change something on a real Redis.

    What that Redis does not know is attempted by guess. No other key there begins with
    `key_prefix`.
    """
    known = {entry.name for entry in command_table(await oracle("COMMAND"))}
    attempts: list[NamedTemplate] = []
    for name, entry in writes.items():
        if name.partition("|")[0] in REACHING_FAR:
            continue
        candidates = attempts_of(name)
        if name in known:
            found = [one for one in candidates if await has_effect(oracle, one, key_prefix)]
            attempts += found or await _first_shown(entry, oracle, key_prefix)
        else:
            attempts += candidates or islice(_guesses(entry), 1)
    return list(dict.fromkeys(attempts))


async def _first_shown(entry: CommandEntry, oracle: Oracle, key_prefix: str) -> list[NamedTemplate]:
    for guess in _guesses(entry):
        if await has_effect(oracle, guess, key_prefix):
            return [guess]
    return []


def _guesses(entry: CommandEntry) -> Iterable[NamedTemplate]:
    """None for a command that names no key: nobody knows how far it would reach."""
    if not entry.key_places:
        return ()
    return guesses(entry.name, arity=entry.arity, key_places=entry.key_places)


async def has_effect(oracle: Oracle, attempt: NamedTemplate, key_prefix: str) -> bool:
    """Whether the attempt changes a keyring of that Redis."""
    names = names_for(kinds_in([attempt]), lambda kind: f"{key_prefix}:{kind}")
    keyring = await Keyring.made(oracle.replies, names)
    try:
        await oracle.replies(keyring.commands([attempt]))
        return bool(await keyring.changes())
    finally:
        await oracle.reply("DEL", *names.values())


def share_of(
    attempts: Sequence[NamedTemplate], form: Form, profile: Profile
) -> list[NamedTemplate]:
    """The attempts that are sent in a form: all of them in a pipeline and as JSON.

    The other forms carry one command each, and share the attempts, unless the run is thorough.
    """
    others = [Form.PATH, Form.PATH_BODY, Form.TRANSACTION]
    if profile is Profile.THOROUGH or form not in others:
        return list(attempts)
    return list(attempts[others.index(form) :: ONE_IN])


async def change_by(
    intruder: RedisRestClient, redis: RedisRestClient, attempts: Sequence[NamedTemplate], form: Form
) -> _Change | None:
    """What `intruder` changed by attempts in that form, with as few of them as show it; or None.

    Afterwards the running example has only the exchanges that show it. Each time, `redis` makes
    fresh keys, and looks at them afterwards.
    """
    change = await _change(intruder, redis, attempts, form)
    while change is not None and len(attempts) > 1:
        middle = len(attempts) // 2
        for half in (attempts[:middle], attempts[middle:]):
            redis.transport.case.exchanges.clear()
            smaller = await _change(intruder, redis, half, form)
            if smaller is not None:
                change, attempts = smaller, half
                break
        else:
            # They show it only together.
            return await _change(intruder, redis, attempts, form) or change
    return change


async def _change(
    intruder: RedisRestClient, redis: RedisRestClient, attempts: Sequence[NamedTemplate], form: Form
) -> _Change | None:
    keyring = await fresh_keyring(redis, attempts)
    await send_each(intruder, keyring.commands(attempts), form)
    changed = await keyring.changes()
    return _Change(by=[" ".join(words) for words in attempts], changed=changed) if changed else None
