"""How durations are written: on the command line and in the gate's rules."""

import re
from typing import Final

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_MOST_S: Final = 99_999 * 86_400
"""Some 270 years, which date arithmetic can still handle."""


def seconds_of(text: str) -> float | None:
    """The seconds of `30`, `30s`, `1.5m`, `24h` or `7d`; None if it is not a valid duration."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])?", text.strip(), re.ASCII)
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else None
    return None if seconds is None or seconds > _MOST_S else seconds
