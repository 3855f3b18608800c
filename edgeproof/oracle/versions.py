"""Versions: since when Redis has a command or an option, if not since that of the oldest oracle.

An older oracle does not know them, and by what it has not done nobody can be judged.

Source: https://redis.io/docs/latest/commands/ (the history of each command)
"""

from typing import Final

from edgeproof.clients import Command

Version = tuple[int, int]

OLDEST: Final[Version] = (6, 2)
"""Redis before 6.2 lacks options and commands that the laws name (GETDEL, EXAT, SMISMEMBER)."""

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
"""Commands that take NX, XX, GT and LT since 7.0; without these they have two arguments."""

UNITS: Final = frozenset({"BYTE", "BIT"})
"""Units of a range of BITCOUNT and BITPOS since 7.0."""


def needed_version(command: Command) -> Version:
    """The version of Redis that the command needs."""
    name = str(command[0]).upper()
    words = {str(word).upper() for word in command[2:]}
    is_newer = (
        (name in WITH_CONDITIONS and len(command) > 3)  # noqa: PLR2004  (name, key, time)
        or (name in {"BITCOUNT", "BITPOS"} and not words.isdisjoint(UNITS))
        or (name == "SET" and words >= {"NX", "GET"})
    )
    return (7, 0) if is_newer else COMMANDS_SINCE.get(name, OLDEST)
