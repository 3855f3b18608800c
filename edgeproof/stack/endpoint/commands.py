"""Which commands may be sent, judged by the server's own command table.

The nature of a command (a read, a transaction, an administrator's) is never listed here: `COMMAND`
states it, with its ACL categories, for whatever Redis is behind the endpoint (6.2, 7.0 and later;
from 7.0 on for each subcommand too). Only what the table does not say is named below.

Source: https://redis.io/docs/latest/commands/command/
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from edgeproof.stack.endpoint.resp import Arguments, Error, RedisReply

NOT_SHARED: Final = frozenset({"@transaction", "@connection", "@admin", "@blocking"})
"""Categories whose commands would reach beyond their own request. All requests share a few Redis
connections, so a command that sets a connection's state or blocks it would affect somebody else."""

STATELESS: Final = frozenset({"ping", "echo", "command"})
"""Commands of `@connection` that leave the connection as it was."""

NOT_SHARED_BY_NAME: Final = frozenset(
    {
        "select",  # Redis 6.2 files it under @keyspace
        "asking",  # likewise, with the next two
        "readonly",
        "readwrite",
        "role",  # administrative, but without the category in 6.2
        "wait",  # blocks, but without the category
        "waitaof",
        "script|debug",  # holds the connection in the debugger
        "post",  # 6.2 treats these two as a cross-protocol attack and closes the connection
        "host:",
        "swapdb",  # deletes every key of everybody
        "migrate",  # makes the server connect to an address of the caller's choice
    }
)

BROAD_READS: Final = frozenset({"scan", "keys"})
"""Reads that the documentation denies to the read-only token."""


class Access(Enum):
    """The rights of a token."""

    FULL = "full"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandEntry:
    """One line of the command table; the name of a subcommand is `container|subcommand`."""

    name: str
    categories: frozenset[str]
    subcommands: Mapping[str, "_CommandEntry"]

    @property
    def is_read(self) -> bool:
        """Whether the read-only token may send it."""
        is_read = not self.categories.isdisjoint({"@read", "@connection"})
        return is_read and "@admin" not in self.categories and self.name not in BROAD_READS

    @property
    def may_write(self) -> bool:
        """Whether it may change data: scripts and functions count, since their text is not read."""
        return self.categories.isdisjoint({"@read", "@connection"})


class CommandTable:
    """The commands of one Redis server."""

    def __init__(self, entries: Iterable[_CommandEntry]) -> None:
        self._entries = {entry.name: entry for entry in entries}

    @classmethod
    def from_reply(cls, reply: RedisReply) -> "CommandTable":
        """Read the reply to `COMMAND`: an array of entries, each an array of 7 fields or more."""
        assert isinstance(reply, list)
        return cls(map(_entry, reply))

    def find(self, arguments: Arguments) -> _CommandEntry | None:
        """Return the entry of a command, or of its subcommand; `None` for an unknown command."""
        entry = self._entries.get(_word(arguments[0]))
        if entry is None or len(arguments) == 1:
            return entry
        # Up to 6.2 the table has no subcommands; one that matters here is still distinguished.
        subcommand = f"{entry.name}|{_word(arguments[1])}"
        if subcommand in NOT_SHARED_BY_NAME:
            return _CommandEntry(name=subcommand, categories=entry.categories, subcommands={})
        return entry.subcommands.get(subcommand, entry)

    def may_write(self, arguments: Arguments) -> bool:
        """Whether the command may change data; to be safe, an unknown one may."""
        entry = self.find(arguments)
        return entry is None or entry.may_write

    def refusal(self, arguments: Arguments, access: Access) -> Error | None:
        """Return why this command may not be sent, or `None` if it may.

        Unknown commands are refused here too: Redis obeys a few that its table does not list
        (`QUIT` in 6.2), so only listed commands are ever sent.
        """
        entry = self.find(arguments)
        if entry is None:
            return _unknown(arguments)
        if access is Access.READ_ONLY and not entry.is_read:
            return Error.of(
                f"NOPERM this user has no permissions to run the '{entry.name}' command"
            )
        if _reaches_past_its_request(entry, arguments):
            return Error.of(f"ERR Command is not available: '{entry.name}'")
        return None


def _reaches_past_its_request(entry: _CommandEntry, arguments: Arguments) -> bool:
    container = entry.name.partition("|")[0]
    if container in STATELESS:
        return False
    if entry.name in NOT_SHARED_BY_NAME or entry.name.endswith("subscribe"):
        return True
    if container in {"xread", "xreadgroup"}:
        return _has_block_option(arguments)
    return not entry.categories.isdisjoint(NOT_SHARED)


def _has_block_option(arguments: Arguments) -> bool:
    """Whether an XREAD or XREADGROUP asks to wait.

    Walks through the options, because a group or a consumer may itself be called `BLOCK`.
    """
    values = {"group": 2, "count": 1, "noack": 0}
    position = 1
    while position < len(arguments):
        option = _word(arguments[position])
        if option not in values:
            return option == "block"
        position += 1 + values[option]
    return False


def _unknown(arguments: Arguments) -> Error:
    name, *rest = (argument[:128].decode("utf-8", "replace") for argument in arguments[:9])
    beginning = " ".join(f"'{argument}'" for argument in rest)
    return Error.of(f"ERR unknown command '{name}', with args beginning with: {beginning}")


def _word(argument: bytes) -> str:
    """Return a keyword for comparison: Redis folds the case of ASCII letters only."""
    return argument.lower().decode("latin-1")


def _entry(fields: RedisReply) -> _CommandEntry:
    assert isinstance(fields, list)
    name, categories = fields[0], fields[6]
    assert isinstance(name, bytes)
    assert isinstance(categories, list)
    subcommands = fields[9] if len(fields) > 9 else []  # noqa: PLR2004 - the tenth, since 7.0
    assert isinstance(subcommands, list)
    return _CommandEntry(
        name=_word(name),
        categories=frozenset(
            _word(category) for category in categories if isinstance(category, bytes)
        ),
        subcommands={entry.name: entry for entry in map(_entry, subcommands)},
    )
