"""Figures in words: durations, rates, and the ticks of an axis."""

import math
from collections.abc import Sequence

_SECOND_MS = 1000.0
_STEPS = (1, 2, 5)


def duration(ms: float) -> str:
    """Milliseconds to three digits, in the unit that reads best: `0.412 ms`, `9.5 ms`, `1.2 s`."""
    if ms >= _SECOND_MS:
        return f"{_digits(ms / _SECOND_MS)} s"
    return f"{_digits(ms)} ms"


def per_second(rate: float) -> str:
    """A rate to three digits: `499/s`, `0.25/s`, `12,500/s`."""
    return f"{_digits(rate)}/s"


def log_ticks(values: Sequence[float]) -> list[float]:
    """Ticks around positive values, at 1, 2 and 5 of each power of ten; at 1 only if those are many.

    The first is below all values and the last above, so that nothing stands on the edge.
    """
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    steps = _STEPS if high - low <= len(_STEPS) else _STEPS[:1]
    ticks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
    first = max((tick for tick in ticks if tick <= min(values)), default=ticks[0])
    last = min((tick for tick in ticks if tick >= max(values)), default=ticks[-1])
    return [tick for tick in ticks if first <= tick <= last]


def _digits(value: float) -> str:
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    written = f"{value:,.{decimals}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
