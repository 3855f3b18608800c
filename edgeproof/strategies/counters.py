"""Counters: 64-bit integers, texts that are not integers, and steps within or beyond the limits."""

import re
from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.texts import texts

INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)

EXACT_MAX = 2**53
"""Up to here every integer is exact in a double, and so in JavaScript's JSON."""

EDGES = (
    *(0, 1, -1, 255, 256, 2**31 - 1, 2**31, -(2**31) - 1, 2**32, 10**6, 10**15, 10**16, 10**18),
    *(EXACT_MAX - 1, EXACT_MAX, EXACT_MAX + 1, -EXACT_MAX, -EXACT_MAX - 1),
    *(INT64_MAX, INT64_MAX - 1, INT64_MIN, INT64_MIN + 1),
)


NOT_INTEGERS = ("abc", "1.5", "3.0", "", " 1", "1 ", "+1", "01", "-0", "0x10", "1e3", str(2**63))
"""Texts that Redis refuses where it wants an integer, though other software would read one."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")


def integers_between(low: int, high: int) -> st.SearchStrategy[int]:
    """Any integer from `low` to `high`, often one among EDGES or one of the two ends."""
    edges = sorted({low, high, *(edge for edge in EDGES if low <= edge <= high)})
    return st.one_of(st.integers(low, high), st.sampled_from(edges))


def exact_integers() -> st.SearchStrategy[int]:
    """Integers that a double holds exactly, from -2^53 to 2^53."""
    return integers_between(-EXACT_MAX, EXACT_MAX)


def big_integers() -> st.SearchStrategy[int]:
    """64-bit integers beyond 2^53, of either sign."""
    above = integers_between(EXACT_MAX + 1, INT64_MAX)
    below = integers_between(INT64_MIN, -EXACT_MAX - 1)
    return st.one_of(above, below)


def non_integers() -> st.SearchStrategy[str]:
    """Texts that Redis does not accept as a 64-bit integer."""
    others = texts().filter(lambda text: _INTEGER.fullmatch(text) is None)
    return st.one_of(st.sampled_from(NOT_INTEGERS), others)


@dataclass(frozen=True, slots=True)
class CounterStep:
    """INCRBY or DECRBY by an amount that takes a counter to `total` (or would, past the limits)."""

    command: str
    amount: int
    total: int


@st.composite
def _step(draw: st.DrawFn, low: int, high: int, total: int) -> CounterStep:
    """A step from `total` to anywhere from `low` to `high`, with an amount of 64 bits.

    An amount of -2^63 is not subtracted: Redis refuses it, since its negation does not exist.
    """
    command = draw(st.sampled_from(("INCRBY", "DECRBY")))
    if command == "INCRBY":
        amount = draw(integers_between(max(low - total, INT64_MIN), min(high - total, INT64_MAX)))
        return CounterStep(command, amount, total + amount)
    amount = draw(integers_between(max(total - high, INT64_MIN + 1), min(total - low, INT64_MAX)))
    return CounterStep(command, amount, total - amount)


@st.composite
def counter_steps(draw: st.DrawFn) -> list[CounterStep]:
    """Steps of a counter that starts at 0: any 64-bit amounts that keep it within 64 bits."""
    steps: list[CounterStep] = []
    for _ in range(draw(st.integers(1, 20))):
        total = steps[-1].total if steps else 0
        steps.append(draw(_step(INT64_MIN, INT64_MAX, total)))
    return steps


@st.composite
def overflows(draw: st.DrawFn) -> tuple[int, CounterStep]:
    """A counter's value, and a step from it past either 64-bit limit."""
    if draw(st.booleans()):
        start = draw(integers_between(1, INT64_MAX))
        return start, draw(_step(INT64_MAX + 1, INT64_MAX + start, start))
    start = draw(integers_between(INT64_MIN, -2))
    return start, draw(_step(INT64_MIN + start + 1, INT64_MIN - 1, start))
