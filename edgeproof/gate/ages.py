"""Ages: how long ago something happened, and whether that is too long ago."""

from datetime import datetime, timedelta
from typing import Final

from edgeproof.durations import seconds_of
from edgeproof.errors import ConfigurationError

SKEW: Final = timedelta(minutes=2)
"""Clocks of two machines differ; only what is dated later than this is dated in the future."""


def parse_age(text: str, source: str) -> timedelta:
    """The length of `30m`, `24h` or `7d`; else ConfigurationError, which names `source`.

    A number alone is not an age: who writes `max-age = "24"` does not mean seconds.
    """
    seconds = seconds_of(text)
    if not seconds or text.strip()[-1].isdecimal():
        raise ConfigurationError(f"{source} cannot be {text!r}", "give one like 30m, 24h or 7d")
    return timedelta(seconds=seconds)


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
    """The age in whole days, hours, minutes or seconds, in the form that `parse_age` reads."""
    seconds = round(age.total_seconds())
    for unit, length in (("d", 86_400), ("h", 3600)):
        if seconds % length == 0 and seconds > length:
            return f"{seconds // length}{unit}"
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
