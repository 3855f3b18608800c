"""Equality: the ways in which two results are the same to a user, and no other."""

import pytest

from edgeproof.oracle import readable, spell, spells
from edgeproof.oracle.equality import (
    Equality,
    as_different_members,
    as_pairs,
    as_scored,
    by_value,
    same_text,
    within_a_minute,
)

SECONDS = within_a_minute(1)
MILLISECONDS = within_a_minute(1_000)


@pytest.mark.parametrize(
    ("equal", "received", "expected"),
    [
        (same_text, ["a\ufffd\ufffd", [1, None]], ["a\ufffd", [1, None]]),
        (as_different_members, ["b", "a", "a"], ["a", "b", "a"]),
        (as_different_members, [["b", "1.0"], ["a", "2"]], [["a", "2"], ["b", "1.0"]]),
        (as_different_members, [["a", "0.30000000000000004"]], [["a", "0.3"]]),
        (as_different_members, None, None),
        (as_different_members, [], []),
        (as_pairs, ["b", "2", "a", "1"], ["a", "1", "b", "2"]),
        (as_pairs, [], []),
        (as_scored, ["a", "1", "b", "inf"], ["a", "1.0", "b", "inf"]),
        (as_scored, [], []),
        (as_scored, None, None),
        (by_value, "3", "3.0"),
        (by_value, "0.1", "0.10000000000000001"),
        (by_value, [["1", None], "x"], [["1.0", None], "x"]),
        (by_value, "-inf", "-inf"),
        (by_value, 1, 1),
        (SECONDS, 1_000, 1_060),
        (SECONDS, -1, -1),
        (SECONDS, None, None),
        (MILLISECONDS, 1_000_000, 940_000),
        (MILLISECONDS, 0, 60_000),
    ],
)
def test_results_that_are_equal(equal: Equality, received: object, expected: object) -> None:
    assert equal(received, expected)
    assert equal(expected, received)


@pytest.mark.parametrize(
    ("equal", "received", "expected"),
    [
        (same_text, ["a", "b"], ["b", "a"]),
        (same_text, 1, True),
        (same_text, "a", "a\ufffd"),
        (as_different_members, ["a", "a"], ["a"]),
        (as_different_members, ["a", "a", "b"], ["a", "b", "b"]),
        (as_different_members, ["1"], [1]),
        (as_different_members, None, []),
        (as_pairs, ["a", "1", "b", "2"], ["a", "2", "b", "1"]),
        (as_pairs, ["a"], ["a", "1"]),
        (as_pairs, ["a", "1", "a", "1"], ["a", "1"]),
        (as_pairs, {"a": "1"}, ["a", "1"]),
        (as_scored, ["b", "2", "a", "1"], ["a", "1", "b", "2"]),
        (as_scored, ["a", "1"], ["a", "2"]),
        (as_scored, ["a"], ["a", "1"]),
        (as_scored, ["a", 1], ["a", "1"]),
        (by_value, "3", "3.0001"),
        (by_value, "a", "b"),
        (by_value, "3", 3),
        (by_value, ["1", "2"], ["1"]),
        (by_value, "inf", "-inf"),
        (by_value, "1", None),
        (SECONDS, 1_000, 1_061),
        (SECONDS, -1, -2),
        (SECONDS, -1, 0),
        (SECONDS, "1000", 1_000),
        (SECONDS, True, 1),
        (MILLISECONDS, 1_000_000, 939_999),
    ],
)
def test_results_that_are_not(equal: Equality, received: object, expected: object) -> None:
    assert not equal(received, expected)
    assert not equal(expected, received)


def test_what_is_no_text_is_read_as_one_replacement_character_at_every_depth() -> None:
    assert readable(["a\ufffd\ufffdb\ufffd", [None, "\ufffd\ufffd"], 1]) == [
        "a\ufffdb\ufffd",
        [None, "\ufffd"],
        1,
    ]


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1.0), ("1.50", 1.5), ("-inf", float("-inf")), ("1e3", 1000.0)]
)
def test_a_string_spells_a_double(text: str, number: float) -> None:
    assert spells(text, number)
    assert spell([text, "0"], [number, 0.0])


@pytest.mark.parametrize("text", [1.5, 1, None, "", "1.5x", "1.4999999999999998", ["1.5"]])
def test_what_is_no_such_string_does_not(text: object) -> None:
    assert not spells(text, 1.5)
    assert not spell([text], [1.5])


def test_strings_spell_doubles_one_by_one() -> None:
    assert not spell(["1"], [1.0, 2.0])
    assert not spell("1", [1.0])
