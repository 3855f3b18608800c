"""Levels of consistency in order: which is at least as strong as which."""

import re
from typing import Final

from edgeproof.errors import ConfigurationError

Rank = tuple[int, float]
"""Greater is stronger; among the eventual ones, which settles sooner."""

NONE: Final = "none"
EVENTUAL: Final = "eventual"
READ_YOUR_WRITES: Final = "read-your-writes with token"
PER_POST: Final = "per-post linearizable"
LINEARIZABLE: Final = "linearizable"

LEVELS: Final = (NONE, EVENTUAL, READ_YOUR_WRITES, PER_POST, LINEARIZABLE)

UNKNOWN: Final = "unknown"

_SETTLES = re.compile(r"eventual(?: \(settles in (\d+) ms\))?")


def rank_of(level: str) -> Rank | None:
    """The place of a level; None for `unknown` and for what is no level."""
    if found := _SETTLES.fullmatch(level):
        # Where no time is named, any will do.
        return LEVELS.index(EVENTUAL), -float(found[1] or "inf")
    return (LEVELS.index(level), 0.0) if level in LEVELS else None


def eventual(settles_ms: float) -> str:
    """The level of what settles within that time."""
    return f"{EVENTUAL} (settles in {settles_ms:.0f} ms)"


def is_enough(seen: str, least: str) -> bool:
    """Whether the level that was seen is known, and no weaker than the least."""
    found, needed = rank_of(seen), rank_of(least)
    return found is not None and needed is not None and found >= needed


def parse_level(text: str, source: str) -> str:
    """The level, if it is one; ConfigurationError, naming `source`, else."""
    if rank_of(text) is None:
        known = ", ".join(reversed(LEVELS))
        raise ConfigurationError(
            f"{source} cannot be {text!r}", f"levels are {known}; also eventual (settles in 500 ms)"
        )
    return text
