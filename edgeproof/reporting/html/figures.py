"""Figures in words: durations, rates, and the ticks of an axis."""

import math
from collections.abc import Sequence

_SECOND_MS = 1000.0
_STEPS = (1, 2, 5)


def duration(ms: float) -> str:
    """Milliseconds to three digits, in the most readable unit: `0.412 ms`, `9.5 ms`, `1.2 s`."""
    if ms >= _SECOND_MS:
        return f"{_digits(ms / _SECOND_MS)} s"
    return f"{_digits(ms)} ms"


def per_second(rate: float) -> str:
    """A rate to three digits: `499/s`, `0.25/s`, `12,500/s`."""
    return f"{_digits(rate)}/s"


def log_ticks(values: Sequence[float]) -> list[float]:
    """Ticks around positive values: at powers of ten, and at 2 and 5 times each if those are few.

    The first is at or below all values, the last at or above, and each is 1, 2 or 5 times a power
    of ten.
    """
    powers = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    ticks = [step * 10.0**power for power in powers for step in _STEPS]
    # One power more on each side: the logarithm of a value just below a power is that power.
    below = [step * 10.0 ** (powers[0] - 1) for step in _STEPS]
    above = 10.0 ** (powers[-1] + 1)
    first = max(tick for tick in (*below, *ticks) if tick <= min(values))
    last = min(tick for tick in (*ticks, above) if tick >= max(values))
    is_coarse = len(powers) > len(_STEPS)
    known = ticks[:: len(_STEPS)] if is_coarse else ticks
    return sorted({first, *(tick for tick in known if first < tick < last), last})


def _digits(value: float) -> str:
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    written = f"{value:,.{decimals}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
