"""The bootstrap: its intervals hold their level, and find what is there."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.reporting.comparison import ConfidenceInterval, difference_interval

VALUES = st.lists(st.floats(min_value=0, max_value=1e6), min_size=5, max_size=12)


def share_of_alarms(count: int, *, shift: float, pairs: int = 150) -> float:
    """How often the interval leaves zero out, of pairs whose means differ by `shift` deviations."""
    chance = random.Random(count)  # noqa: S311  (no secret)

    def side(mean: float) -> list[float]:
        return [chance.gauss(mean, 1) for _ in range(count)]

    intervals = [
        difference_interval(side(10), side(10 + shift), confidence=0.95, resamples=400)
        for _ in range(pairs)
    ]
    return sum(one is not None and one.excludes_zero for one in intervals) / pairs


@pytest.mark.parametrize("count", [5, 8, 20])
def test_there_are_few_false_alarms(count: int) -> None:
    assert share_of_alarms(count, shift=0) <= 0.1


@pytest.mark.parametrize(("count", "shift"), [(5, 5.0), (8, 3.0), (20, 1.5)])
def test_a_large_difference_is_found(count: int, shift: float) -> None:
    assert share_of_alarms(count, shift=shift) >= 0.9


@settings(deadline=None, max_examples=25)
@given(old=VALUES, new=VALUES)
def test_an_interval_is_one_and_the_same_seed_gives_the_same(
    old: list[float], new: list[float]
) -> None:
    first, second = (
        difference_interval(old, new, confidence=0.9, seed=3, resamples=200) for _ in range(2)
    )
    assert first is not None
    assert first == second
    assert first.low <= first.high


@settings(deadline=None, max_examples=25)
@given(old=VALUES, new=VALUES)
def test_more_confidence_is_a_wider_interval(old: list[float], new: list[float]) -> None:
    narrow, wide = (
        difference_interval(old, new, confidence=confidence, resamples=200)
        for confidence in (0.8, 0.99)
    )
    assert narrow is not None
    assert wide is not None
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def test_of_four_values_nothing_is_said() -> None:
    assert difference_interval([1.0] * 4, [2.0] * 9, confidence=0.95) is None


def test_without_any_spread_the_difference_is_exact() -> None:
    interval = difference_interval([1.0] * 5, [3.0] * 5, confidence=0.95)
    assert interval == ConfidenceInterval(low=2.0, high=2.0)
    same = difference_interval([1.0] * 5, [1.0] * 5, confidence=0.95)
    assert same is not None
    assert not same.excludes_zero
