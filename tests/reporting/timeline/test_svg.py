"""Timelines as SVG: well-formed, whole, and nothing that a page could trip over."""

import re
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.reporting import HistoryRecord, OperationRecord
from edgeproof.reporting.timeline import as_svg
from edgeproof.reporting.timeline.labels import UNICODE, label
from tests.reporting.timeline.histories import LOST_WRITE, histories, history_of, operation

SVG = "{http://www.w3.org/2000/svg}"
MANY = history_of(
    *(operation(n % 2, f"INCR number-{n}", n, n, n + 1.5) for n in range(30)), impossible=[3]
)


def parsed(history: HistoryRecord) -> ET.Element:
    return ET.fromstring(as_svg(history))  # noqa: S314  (our own)


def titles(root: ET.Element) -> list[str]:
    return [title.text or "" for title in root.iter(f"{SVG}title")]


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_bars_title_says_all_of_its_operation() -> None:
    assert titles(parsed(LOST_WRITE)) == [
        "client 0: SET a 1 → OK\n0.000 to 1.200 ms\ntook effect 1st",
        "client 1: GET a → null\n1.500 to 3.400 ms\nfits nowhere",
        "client 2: SET a 2 → ?\n2.100 ms, no answer\ntook effect 2nd",
    ]


def test_what_fits_nowhere_is_marked_by_more_than_its_colour() -> None:
    root = parsed(LOST_WRITE)
    [group] = [g for g in root.iter(f"{SVG}g") if g.get("class") == "t-impossible"]
    assert texts(group) == ["GET a → null", "✗ fits nowhere"]
    [line] = re.findall(r"\.t-impossible \.t-bar \{.*stroke-width: (.*);", as_svg(LOST_WRITE))[:1]
    assert float(line) > 2


def test_an_operation_without_an_answer_has_an_open_end() -> None:
    root = parsed(LOST_WRITE)
    [path] = list(root.iter(f"{SVG}path"))
    assert "Z" not in path.get("d", "")
    assert "no end: no answer" in " ".join(texts(root))
    assert len([rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "t-bar"]) == 2


def test_the_bars_have_the_numbers_of_the_possible_order() -> None:
    groups = [g for g in parsed(LOST_WRITE).iter(f"{SVG}g") if g.get("class") == "t-order"]
    assert [texts(group) for group in groups] == [["1"], ["2"], ["1"]]  # the last explains them


@pytest.mark.parametrize(
    ("place", "ordinal"), [(0, "1st"), (2, "3rd"), (10, "11th"), (12, "13th"), (20, "21st")]
)
def test_ordinals_are_those_of_english(place: int, ordinal: str) -> None:
    history = msgspec.structs.replace(MANY, order=list(range(30)), impossible=[])
    assert titles(parsed(history))[place].endswith(f"took effect {ordinal}")


def test_a_picture_says_what_it_is_to_those_who_cannot_see_it() -> None:
    root = parsed(LOST_WRITE)
    assert root.get("role") == "img"
    assert root.get("aria-label") == (
        "Timeline of 3 operations by 3 clients; fits nowhere: GET a → null by client 1"
    )
    assert "before: a absent" in texts(root)


def test_a_picture_is_for_light_and_dark_and_has_nothing_outside_it() -> None:
    svg = as_svg(LOST_WRITE)
    assert "prefers-color-scheme: dark" in svg
    assert "currentColor" in svg
    assert re.findall(r"(?:https?:|url\(|@import|href|<script|\bid=)[^\"]*", svg) == [
        "http://www.w3.org/2000/svg"
    ]


def test_where_names_do_not_fit_there_is_a_legend() -> None:
    shown = texts(parsed(MANY))
    assert "A" in shown
    assert "✗D" in shown
    assert "D   client 1   INCR number-3 → 3" in shown
    assert "✗   fits nowhere" in shown


@given(history=histories())
def test_every_operation_has_a_bar_with_its_title(history: HistoryRecord) -> None:
    root = parsed(history)
    bars = [bar for bar in root.iter() if "t-bar" in bar.get("class", "").split()]
    assert len(bars) == len(history.operations)
    for title, drawn in zip(titles(root), history.operations, strict=True):
        assert title.startswith(f"client {drawn.client}: {label(drawn, UNICODE)}\n")


@given(words=st.lists(st.text(), max_size=3), result=st.text(), state=st.text())
def test_hostile_text_is_text(words: list[str], result: str, state: str) -> None:
    markup = "</title><script>x</script>]]>"
    hostile = OperationRecord(
        client=0, call=markup, arguments=words, result=result, called_ms=0, returned_ms=1
    )
    history = HistoryRecord(operations=[hostile], impossible=[], order=[], state=state)
    root = parsed(history)
    assert markup in titles(root)[0]
    assert not list(root.iter(f"{SVG}script"))
    written = [line for text in [*titles(root), *texts(root)] for line in text.split("\n")]
    assert all(line.isprintable() for line in written)


def test_an_argument_of_any_length_leaves_the_picture_small() -> None:
    long = history_of(operation(0, "SET a " + "x" * 100_000, "OK", 0, 1), impossible=[0])
    assert len(as_svg(long)) < 10_000
    assert float(parsed(long).get("width", "")) < 1_000
