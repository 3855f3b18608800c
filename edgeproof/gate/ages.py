"""Ages: how long ago something happened, and whether that is too long ago."""

import re
from datetime import datetime, timedelta
from typing import Final

from edgeproof.errors import ConfigurationError

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}

_MOST: Final = 99_999
"""The largest number of any unit: some 270 years in days, which date arithmetic can still
handle."""

SKEW: Final = timedelta(minutes=2)
"""Clocks of two machines differ; only what is dated later than this is dated in the future."""


def parse_age(text: str, source: str) -> timedelta:
    """The length of `30m`, `24h` or `7d`; else ConfigurationError, which names `source`."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text.strip())
    if found is None:
        raise ConfigurationError(
            f"{source} cannot be {text!r}", f"give 30m, 24h or 7d, at most {_MOST} of a unit"
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def untimely(written: str, now: datetime, limit: timedelta) -> str | None:
    """Why a document of that time (RFC 3339) does not count now; None if it counts."""
    try:
        age = now - datetime.fromisoformat(written)
    except (ValueError, TypeError):
        return f"its timestamp {written!r} is not a valid UTC time"
    if age < -SKEW:
        return f"it is dated in the future ({written})"
    if age > limit:
        return f"it is too old: it is from {written}, and the limit is {shown(limit)}"
    return None


def shown(age: timedelta) -> str:
    """The age in whole days, hours or minutes, in the form that `parse_age` reads."""
    minutes = round(age.total_seconds() / 60)
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes % length == 0 and minutes > length:
            return f"{minutes // length}{unit}"
    return f"{minutes}m"
