"""The command table: what a server says about its commands (`COMMAND`), as far as laws need it.

Source: https://redis.io/docs/latest/commands/command/
"""

from collections.abc import Iterator
from dataclasses import dataclass

SUBCOMMANDS = 9
"""The place in an entry of the entries of its subcommands, since Redis 7.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEntry:
    """A command, `get`, or a subcommand, `xgroup|create`.

    `arity` includes the name, and is negative if it is the least number of words; `key_places` are
    the places of the keys among the words (1 is the first argument; empty if only the command
    itself can tell).
    """

    name: str
    arity: int
    is_write: bool
    key_places: range


def command_table(reply: object) -> list[CommandEntry]:
    """The entries in a reply to `COMMAND`, with those of subcommands; all else is left out.

    An emulator may answer anything: whatever can be read counts.
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
    """Places of keys; a negative `last` counts from the end of the shortest form of the command."""
    if first <= 0 or step <= 0:
        return range(0)
    return range(first, (last if last >= 0 else max(first, abs(arity) + last)) + 1, step)
