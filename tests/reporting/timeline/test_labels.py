"""Labels: what is said of an operation, whatever its arguments are."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from edgeproof.reporting import OperationRecord
from edgeproof.reporting.timeline.labels import (
    ASCII,
    UNICODE,
    Signs,
    label,
    letters,
    shortened,
    spelled,
)
from tests.reporting.timeline.histories import operation

SIGNS = st.sampled_from([UNICODE, ASCII])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("words", "result", "expected"),
    [
        ("SET a 1", "OK", "SET a 1 → OK"),
        ("GET a", None, "GET a → null"),
        ("GET a", "null", 'GET a → "null"'),
        ("GET a", "1", 'GET a → "1"'),
        ("GET a", "", 'GET a → ""'),
        ("GET a", "?", 'GET a → "?"'),
        ("INCR a", 1, "INCR a → 1"),
        ("POST hello", "post:7", "POST hello → post:7"),
        ("list", {"post:7": "x y"}, 'list → {"post:7":"x y"}'),
        ("GET a", "漢", "GET a → 漢"),
    ],
)
def test_a_label_tells_texts_from_what_they_look_like(
    words: str, result: Any, expected: str
) -> None:
    assert label(operation(0, words, result, 0, 1), UNICODE) == expected


def test_without_an_answer_nobody_knows_the_result() -> None:
    assert label(operation(0, "SET a 1", None, 0, None), UNICODE) == "SET a 1 → ?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31m\x7f\x00", r"\u001b[31m\u007f\u0000"),
        ("a\u0301", r"a\u0301"),
        ("\u05d0", r"\u05d0"),
        ("\u202e\u200d", r"\u202e\u200d"),
        ("\ud800\uffff", r"\ud800\uffff"),
        ("\U0001f1e6", r"\U0001f1e6"),
        ("漢é😀", "漢é😀"),
    ],
)
def test_what_would_break_a_line_is_spelled(text: str, expected: str) -> None:
    assert spelled(text, UNICODE) == expected
    assert spelled(text, ASCII).isascii()


def test_an_argument_of_spaces_or_nothing_is_quoted() -> None:
    odd = OperationRecord(
        client=0, call="SET", arguments=["", "a b", 'say "x"', "\n"], called_ms=0, returned_ms=1
    )
    assert label(odd, ASCII) == r'SET "" "a b" "say \"x\"" "\n" -> null'


@given(words=st.lists(st.text(), max_size=4), result=JSON, longest=st.integers(8, 60), signs=SIGNS)
def test_a_label_is_printable_and_no_longer_than_it_may_be(
    words: list[str], result: Any, longest: int, signs: Signs
) -> None:
    drawn = OperationRecord(
        client=0, call="CALL", arguments=words, result=result, called_ms=0, returned_ms=1
    )
    name = label(drawn, signs, longest)
    assert name.isprintable()
    assert cell_len(name) <= longest
    assert cell_len(name) == sum(map(cell_len, name))


def test_what_is_too_long_loses_the_middle_of_its_longest_words() -> None:
    long = operation(0, "SET key " + "a" * 50 + "b", "OK", 0, 1)
    assert label(long, UNICODE, 40) == "SET key aaaaaaaaaaaa…aaaaaaaaaab → OK"
    assert label(long, UNICODE, 22) == "SET key aaaa…aab → OK"


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abc…fg"), ("漢字漢字", 6, "漢…字"), ("abc", 1, "…")],
)
def test_shortening_counts_cells(text: str, cells: int, expected: str) -> None:
    assert shortened(text, cells, UNICODE) == expected


def test_letters_go_on_after_z() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
