"""The command table: what a server says about its commands (`COMMAND`), as far as laws need it.

Source: https://redis.io/docs/latest/commands/command/
"""

from collections.abc import Iterator
from dataclasses import dataclass

SUBCOMMANDS = 9
"""Where in an entry those of its subcommands are, since Redis 7.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEntry:
    """A command, `get`, or a subcommand, `xgroup|create`.

    `arity` counts its name, and is negative where it is the least number of words; `key_places` are
    the places of its keys among them (1 is the first argument; none if only the command can tell).
    """

    name: str
    arity: int
    is_write: bool
    key_places: range


def command_table(reply: object) -> list[CommandEntry]:
    """The entries in a reply to `COMMAND`, those of subcommands too; what is no entry is left out.

    An emulator may answer anything: what can be read of it counts.
    """
    return list(_entries(reply))


def _entries(reply: object) -> Iterator[CommandEntry]:
    for fields in reply if isinstance(reply, list) else ():
        match fields:
            case [str(name), int(arity), list(flags), int(first), int(last), int(step), *rest]:
                categories = rest[0] if rest and isinstance(rest[0], list) else ()
                yield CommandEntry(
                    name=name.lower(),
                    arity=arity,
                    is_write="write" in flags or "@write" in categories,
                    key_places=_places(arity, first, last, step),
                )
                yield from _entries(fields[SUBCOMMANDS] if len(fields) > SUBCOMMANDS else None)


def _places(arity: int, first: int, last: int, step: int) -> range:
    """Places of keys; a negative `last` counts from the end of the least that the command takes."""
    if first <= 0 or step <= 0:
        return range(0)
    return range(first, (last if last >= 0 else max(first, abs(arity) + last)) + 1, step)
