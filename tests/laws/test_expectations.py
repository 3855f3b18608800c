"""Expectations: how a law compares."""

import copy
import json
import math
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.laws import Broken, Case, Expectations, same

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, 1.0),
        (1, True),
        (0, False),
        (1.0, True),
        (0, None),
        ("", None),
        ("1", 1),
        ([], {}),
        ([], None),
        ([1], [True]),
        ([1], [1, 1]),
        ([1, 2], [2, 1]),
        ([[1]], [[1.0]]),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": None}),
        ("a", b"a"),
        ("\u00e9", "e\u0301"),
        (9007199254740992, 9007199254740993),
        (math.nan, math.nan),
    ],
)
def test_what_json_tells_apart_is_not_the_same(left: object, right: object) -> None:
    assert not same(left, right)
    assert not same(right, left)


@given(value=json_values)
def test_a_value_is_the_same_as_its_copy(value: object) -> None:
    assert same(value, copy.deepcopy(value))
    assert same(value, json.loads(json.dumps(value)))


@given(left=json_values, right=json_values)
def test_being_the_same_goes_both_ways_and_implies_being_equal(left: object, right: object) -> None:
    assert same(left, right) == same(right, left)
    assert not same(left, right) or left == right


def test_the_order_of_an_object_s_keys_does_not_matter() -> None:
    assert same({"a": 1, "b": [2]}, {"b": [2], "a": 1})


@pytest.mark.parametrize(
    ("compare", "holds"),
    [
        (lambda expect: expect.equal("x", 1, 1), True),
        (lambda expect: expect.equal("x", 1, 2), False),
        (lambda expect: expect.one_of("x", 2, [1, 2]), True),
        (lambda expect: expect.one_of("x", 3, [1, 2]), False),
        (lambda expect: expect.that("x", True, received=1, expected="one"), True),  # noqa: FBT003  (as laws call it)
        (lambda expect: expect.that("x", False, received=1, expected="two"), False),  # noqa: FBT003  (as laws call it)
        (lambda expect: expect.satisfies("x", 1, lambda value: value == 1, "one"), True),
        (lambda expect: expect.satisfies("x", 1, lambda value: value == 2, "two"), False),
    ],
)
def test_each_comparison_is_counted_also_one_that_fails(
    *, compare: Callable[[Expectations], None], holds: bool
) -> None:
    case = Case()
    with nullcontext() if holds else pytest.raises(Broken):
        compare(Expectations(case))
    assert case.comparisons == 1


def test_a_failure_says_what_was_looked_at_received_and_expected() -> None:
    expect = Expectations(Case())
    with pytest.raises(Broken) as equal:
        expect.equal("the status", "200", 200)
    assert equal.value.summary(str) == 'the status: received "200", expected 200'
    with pytest.raises(Broken) as one_of:
        expect.one_of("the status", "1", [1, 2])
    assert one_of.value.summary(str) == 'the status: received "1", expected 1 or 2'
