"""Ages: how long ago something may have been, and whether it is not longer."""

import re
from datetime import datetime, timedelta
from typing import Final

from edgeproof.errors import ConfigurationError

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}

_MOST: Final = 99_999
"""Of any unit: some 270 years of days, which a date can still be told from."""

SKEW: Final = timedelta(minutes=2)
"""Clocks of two machines differ; what is dated later than this is dated in the future."""


def parse_age(text: str, source: str) -> timedelta:
    """How long `30m`, `24h` or `7d` is; ConfigurationError, naming `source`, for anything else."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text.strip())
    if found is None:
        raise ConfigurationError(
            f"{source} cannot be {text!r}", f"give 30m, 24h or 7d, {_MOST} of a unit at the most"
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def untimely(written: str, now: datetime, limit: timedelta) -> str | None:
    """Why a document of that time (RFC 3339) does not count now; None if it does."""
    try:
        age = now - datetime.fromisoformat(written)
    except (ValueError, TypeError):
        return f"its time {written!r} is none in UTC"
    if age < -SKEW:
        return f"it is dated in the future ({written})"
    if age > limit:
        return f"it is too old: of {written}, and {shown(limit)} is the limit"
    return None


def shown(age: timedelta) -> str:
    """The age in whole days, hours or minutes, as `parse_age` reads it."""
    minutes = round(age.total_seconds() / 60)
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes % length == 0 and minutes > length:
            return f"{minutes // length}{unit}"
    return f"{minutes}m"
