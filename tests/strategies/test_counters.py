"""Counters: steps keep to 64 bits or go past them, as promised, up to the very edges."""

from collections.abc import Callable

import pytest

from edgeproof.strategies import (
    CounterStep,
    big_integers,
    counter_steps,
    exact_integers,
    non_integers,
    overflows,
)
from edgeproof.strategies.counters import EXACT_MAX, INT64_MAX, INT64_MIN, NOT_INTEGERS
from tests.strategies.drawing import drawn


def in_64_bits(number: int) -> bool:
    """Whether a signed 64-bit integer holds it."""
    return INT64_MIN <= number <= INT64_MAX


@pytest.fixture(scope="module")
def steps() -> list[CounterStep]:
    """The steps of many counters."""
    return [step for steps in drawn(counter_steps(), draws=600) for step in steps]


@pytest.fixture(scope="module")
def overflowing() -> list[tuple[int, CounterStep]]:
    """Steps past the limits."""
    return drawn(overflows(), draws=600)


def test_a_counter_stays_in_64_bits(steps: list[CounterStep]) -> None:
    assert all(in_64_bits(step.total) and in_64_bits(step.amount) for step in steps)


@pytest.mark.parametrize("total", [INT64_MAX, INT64_MIN, 0])
def test_a_counter_comes_to_its_limits(steps: list[CounterStep], total: int) -> None:
    assert any(step.total == total for step in steps)


@pytest.mark.parametrize(
    "holds",
    [
        lambda step: step.command == "INCRBY" and step.amount == INT64_MAX,
        lambda step: step.command == "INCRBY" and step.amount == INT64_MIN,
        lambda step: step.command == "DECRBY" and step.amount == INT64_MAX,
        lambda step: step.command == "DECRBY" and step.amount == INT64_MIN + 1,
        lambda step: step.command == "INCRBY" and step.amount < 0,
        lambda step: step.command == "DECRBY" and step.amount < 0,
        lambda step: step.amount == 0,
        lambda step: abs(step.total) > EXACT_MAX,
        lambda step: 0 < step.total <= EXACT_MAX,
    ],
)
def test_amounts_of_every_kind_occur(
    steps: list[CounterStep], holds: Callable[[CounterStep], bool]
) -> None:
    assert any(map(holds, steps))


def test_an_overflow_starts_inside_and_ends_outside(
    overflowing: list[tuple[int, CounterStep]],
) -> None:
    for start, step in overflowing:
        sign = 1 if step.command == "INCRBY" else -1
        assert in_64_bits(start)
        assert in_64_bits(step.amount)
        assert start + sign * step.amount == step.total
        assert not in_64_bits(step.total)


@pytest.mark.parametrize("command", ["INCRBY", "DECRBY"])
@pytest.mark.parametrize("total", [INT64_MAX + 1, INT64_MIN - 1])
def test_counters_overflow_by_one(
    overflowing: list[tuple[int, CounterStep]], command: str, total: int
) -> None:
    assert any(step.command == command and step.total == total for _, step in overflowing)


def test_exact_integers_are_what_a_double_holds() -> None:
    values = drawn(exact_integers(), draws=500)
    assert {EXACT_MAX, -EXACT_MAX, 0, 10**6, 10**15} <= set(values)
    assert all(abs(value) <= EXACT_MAX for value in values)


def test_big_integers_are_beyond_and_of_either_sign() -> None:
    values = drawn(big_integers(), draws=500)
    assert {EXACT_MAX + 1, -EXACT_MAX - 1, INT64_MAX, INT64_MIN} <= set(values)
    assert all(abs(value) > EXACT_MAX and in_64_bits(value) for value in values)


def test_non_integers_are_none() -> None:
    values = drawn(non_integers(), draws=600)
    assert set(NOT_INTEGERS) <= set(values)
    assert not {"0", "1", "-1", str(INT64_MAX)} & set(values)
    assert any(len(value) > 20 for value in values)
