"""Versions: since when Redis has a command or an option, if that is newer than the oldest oracle.

An older oracle does not know them, and nobody can be judged by what it has not done.

Source: https://redis.io/docs/latest/commands/ (the history of each command)
"""

from typing import Final

from edgeproof.clients import Command

Version = tuple[int, int]

OLDEST: Final[Version] = (6, 2)
"""Redis before 6.2 lacks options and commands that the laws use (GETDEL, EXAT, SMISMEMBER)."""

COMMANDS_SINCE: Final[dict[str, Version]] = {
    "EXPIRETIME": (7, 0),
    "PEXPIRETIME": (7, 0),
    "SINTERCARD": (7, 0),
    "ZINTERCARD": (7, 0),
    "LMPOP": (7, 0),
    "ZMPOP": (7, 0),
    "EVAL_RO": (7, 0),
    "EVALSHA_RO": (7, 0),
}

WITH_CONDITIONS: Final = frozenset({"EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT"})
"""Commands that accept NX, XX, GT and LT since 7.0; without these they have two arguments."""

WITH_UNITS: Final = frozenset({"BITCOUNT", "BITPOS"})
_UNITS: Final = frozenset({"BYTE", "BIT"})
"""Units of a range since 7.0."""

OPTIONS_SINCE: Final[Version] = (7, 0)


def needed_version(command: Command) -> Version:
    """The version of Redis that the command needs, including its options."""
    if newer_option(command):
        return OPTIONS_SINCE
    return COMMANDS_SINCE.get(str(command[0]).upper(), OLDEST)


def newer_option(command: Command) -> str | None:
    """What the command has that exists only since 7.0, in a few words; None if nothing."""
    name = str(command[0]).upper()
    words = {str(word).upper() for word in command[2:]}
    if name in WITH_CONDITIONS and len(command) > 3:  # noqa: PLR2004  (name, key, time)
        return "a condition"
    if name in WITH_UNITS and not words.isdisjoint(_UNITS):
        return "a unit"
    if name == "SET" and words >= {"NX", "GET"}:
        return "NX and GET"
    return None
