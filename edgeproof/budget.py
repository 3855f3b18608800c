"""Budgets: the most that a run may send."""

import re
from typing import Final

import msgspec

from edgeproof.errors import ConfigurationError

_UNITS: Final = {"B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
SIZE: Final = re.compile(r"(\d+)\s*(B|KB|MB|GB)", re.ASCII | re.IGNORECASE)


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a run may send: commands (as hosts bill them) and bytes; None is without bound.

    A pipeline of twenty is twenty commands; a request that carries none counts as one. Bytes are
    those of the bodies of requests and answers.
    """

    commands: int | None = None
    bytes: int | None = None

    def __str__(self) -> str:
        """As `--budget` takes it."""
        sizes = [] if self.bytes is None else [f"{self.bytes:,} bytes"]
        commands = [] if self.commands is None else [f"{self.commands:,} commands"]
        return " and ".join([*commands, *sizes]) or "no bound"


UNBOUNDED: Final = Budget()


def parse_budget(text: str) -> Budget:
    """The budget that `--budget` names: `5000` commands, `20MB`, or both as `5000,20MB`.

    Raises ConfigurationError for anything else.
    """
    commands = size = None
    for part in filter(None, (part.strip() for part in text.split(","))):
        as_size = SIZE.fullmatch(part)
        if part.isascii() and part.isdecimal() and int(part) and commands is None:
            commands = int(part)
        elif as_size and int(as_size[1]) and size is None:
            size = int(as_size[1]) * _UNITS[as_size[2].upper()]
        else:
            raise ConfigurationError(
                f"{text!r} is not a valid budget",
                "give commands (5000), bytes (20MB), or both: 5000,20MB",
            )
    return Budget(commands=commands, bytes=size)
