"""Keyrings: a key of each kind, made by one client, and the changes to them since."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from edgeproof.clients import Command, RedisRestClient, Reply
from edgeproof.strategies.keyring import (
    NamedTemplate,
    Names,
    kinds_in,
    looks_at,
    making,
    named,
    names_for,
    template,
)

Ask = Callable[[Sequence[Command]], Awaitable[list[Reply]]]
"""Runs commands one after the other, with full rights."""

SAME_TIME_MS = 60_000
"""Times to live get shorter by themselves, but not by a minute; every attempt changes more."""

KeyDifference = tuple[object, object]


class Keyring:
    """Keys made according to `KINDS`; only those in `names`, if not every kind is needed."""

    def __init__(self, ask: Ask, names: Names) -> None:
        """`ask` makes the keys and looks at them; see `made`."""
        self._ask = ask
        self._names = names
        self._lines = looks_at(names)
        self._replies: list[Reply] = []

    @classmethod
    async def made(cls, ask: Ask, names: Names) -> "Keyring":
        """Make the keys, and remember what they hold."""
        keyring = cls(ask, names)
        commands = making(names)
        replies = await ask([*commands, *keyring._looks()])
        keyring._replies = replies[len(commands) :]
        return keyring

    def _looks(self) -> list[list[str]]:
        return self.commands(map(template, self._lines))

    def commands(self, templates: Iterable[NamedTemplate]) -> list[list[str]]:
        """The templates with the names of these keys."""
        return [named(words, self._names) for words in templates]

    async def changes(self) -> dict[str, KeyDifference]:
        """What has changed: the command that showed it (`GET {text}`), with the two replies."""
        replies = await self._ask(self._looks())
        return {
            line: (_shown(before), _shown(after))
            for line, before, after in zip(self._lines, self._replies, replies, strict=True)
            if not _is_unchanged(line, _shown(before), _shown(after))
        }


async def fresh_keyring(redis: RedisRestClient, templates: Iterable[NamedTemplate]) -> Keyring:
    """Fresh keys of the kinds that the templates name, and one for templates that name none.

    (Any key shows FLUSHALL.)
    """

    async def ask(commands: Sequence[Command]) -> list[Reply]:
        return await redis.sequence(*commands)

    kinds = kinds_in(templates) or ["text"]
    return await Keyring.made(ask, names_for(kinds, redis.fresh_key))


def _shown(reply: Reply) -> object:
    return reply.result if reply.error is None else reply.code


def _is_unchanged(line: str, before: object, after: object) -> bool:
    match before, after:
        case int(), int() if line.startswith("PTTL") and min(before, after) >= 0:
            return abs(before - after) < SAME_TIME_MS
    return before == after
