"""Levels of consistency in order: which is at least as strong as which."""

import re
from typing import Final

from edgeproof.errors import ConfigurationError

Rank = tuple[int, float]
"""Larger is stronger; of two eventual levels, the one that settles sooner is stronger."""

NONE: Final = "none"
EVENTUAL: Final = "eventual"
READ_YOUR_WRITES: Final = "read-your-writes with token"
PER_POST: Final = "per-post linearizable"
LINEARIZABLE: Final = "linearizable"

LEVELS: Final = (NONE, EVENTUAL, READ_YOUR_WRITES, PER_POST, LINEARIZABLE)

UNKNOWN: Final = "unknown"

_SETTLES = re.compile(r"eventual(?: \(settles in (\d+) ms\))?")


def rank_of(level: str) -> Rank | None:
    """The rank of a level; None for `unknown` and for anything that is not a level."""
    if found := _SETTLES.fullmatch(level):
        # If no time is named, any time will do.
        return LEVELS.index(EVENTUAL), -float(found[1] or "inf")
    return (LEVELS.index(level), 0.0) if level in LEVELS else None


def eventual(settles_ms: float) -> str:
    """The level of a deployment that settles within that time."""
    return f"{EVENTUAL} (settles in {settles_ms:.0f} ms)"


def is_enough(seen: str, least: str) -> bool:
    """Whether the observed level is known, and not weaker than the least acceptable one."""
    found, needed = rank_of(seen), rank_of(least)
    return found is not None and needed is not None and found >= needed


def parse_level(text: str, source: str) -> str:
    """The level, if it is valid. Raises ConfigurationError, naming `source`, otherwise."""
    if rank_of(text) is None:
        known = ", ".join(reversed(LEVELS))
        raise ConfigurationError(
            f"{source} cannot be {text!r}", f"levels are {known}; also eventual (settles in 500 ms)"
        )
    return text
