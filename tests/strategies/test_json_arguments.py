"""Values that only JSON has: every kind that the strategies promise is drawn."""

import json
import math
from collections.abc import Callable

import pytest

from edgeproof.strategies.json_arguments import (
    doubles,
    large_integers,
    safe_integers,
    structures,
)
from tests.strategies.drawing import drawn

LARGEST = 2**53 - 1

DOUBLES: dict[str, Callable[[float], bool]] = {
    "zero": lambda number: number == 0,
    "whole": lambda number: number.is_integer() and abs(number) > 1,
    "of a few decimals": lambda number: 3 <= len(repr(number)) <= 6 and not number.is_integer(),
    "written with an exponent": lambda number: "e" in repr(number),
    "of seventeen digits": lambda number: len(repr(number).lstrip("-0.").split("e")[0]) >= 17,
    "tiny": lambda number: 0 < abs(number) < 1e-300,
    "huge": lambda number: abs(number) > 1e300,
    "negative": lambda number: number < 0,
}

STRUCTURES: dict[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "an empty array": lambda value: value == [],
    "an empty object": lambda value: value == {},
    "an array": lambda value: isinstance(value, list) and len(value) > 1,
    "an object": lambda value: isinstance(value, dict) and len(value) > 1,
    "null in an array": lambda value: isinstance(value, list) and None in value,
    "nested": lambda value: isinstance(value, list) and any(isinstance(v, dict) for v in value),
}


@pytest.fixture(scope="module")
def integers() -> list[int]:
    """Draws of `safe_integers`."""
    return drawn(safe_integers(), 1_000)


@pytest.fixture(scope="module")
def numbers() -> list[float]:
    """Draws of `doubles`."""
    return drawn(doubles(), 2_000)


@pytest.fixture(scope="module")
def values() -> list[object]:
    """Draws of `structures`."""
    return drawn(structures(), 600)


@pytest.mark.parametrize("number", [0, 1, -1, 10**6, 10**15, LARGEST, -LARGEST])
def test_every_edge_of_the_integers_occurs(integers: list[int], number: int) -> None:
    assert number in integers


def test_safe_integers_are_safe(integers: list[int]) -> None:
    assert all(abs(number) <= LARGEST for number in integers)


def test_large_integers_are_beyond_them_within_64_bits_and_past() -> None:
    numbers = drawn(large_integers(), 1_000)
    assert all(abs(number) > LARGEST for number in numbers)
    assert {2**53 + 1, 2**63 - 1, -(2**63), 2**63} <= set(numbers)
    assert any(int(float(number)) != number for number in numbers)
    assert max(numbers) > 10**28


@pytest.mark.parametrize("name", DOUBLES)
def test_every_class_of_double_occurs(numbers: list[float], name: str) -> None:
    assert any(map(DOUBLES[name], numbers))


def test_doubles_are_numbers_that_json_has(numbers: list[float]) -> None:
    assert all(map(math.isfinite, numbers))


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_class_of_structure_occurs(values: list[object], name: str) -> None:
    assert any(map(STRUCTURES[name], values))


def test_structures_are_json_and_never_a_text_or_a_number(values: list[object]) -> None:
    assert all(value is None or isinstance(value, list | dict) for value in values)
    assert all(json.loads(json.dumps(value)) == value for value in values)
