"""Timelines as text: what a terminal shows, line by line."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.reporting import HistoryRecord, OperationRecord
from edgeproof.reporting.timeline import caption, timeline_as_text
from edgeproof.reporting.timeline.labels import letters
from edgeproof.reporting.timeline.text import IMPOSSIBLE_STYLE
from tests.reporting.timeline.histories import LOST_WRITE, histories, history_of, operation

LONG_NAMES = history_of(
    operation(0, "SADD set member-one", 1, 0, 1),
    operation(1, "SISMEMBER set member-one", 1, 0.5, 2),
    operation(1, "SISMEMBER set member-one", 0, 2.5, 4),
    impossible=[2],
    order=[0, 1],
)
MANY = history_of(
    *(operation(n % 2, f"INCR number-{n}", n, n, n + 1.5) for n in range(6)), impossible=[3]
)
AFTER_NO_ANSWER = history_of(
    operation(0, "SET a 1", None, 0, None), operation(0, "GET a", 1, 2, 3), impossible=[]
)
MANY_IN_TURN = history_of(
    *(operation(0, "GET a", 0, n, n + 0.5) for n in range(30)), operation(1, "GET a", 1, 0, 9)
)


@pytest.mark.parametrize(
    ("history", "width", "lines"),
    [
        (
            LOST_WRITE,
            80,
            """
  client 0  ├─ SET a 1 → OK ─┤
  client 1                     ├─ GET a → null ─┤ ✗ fits nowhere
  client 2                      ├─ SET a 2 → ? ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄

  The longest order that is possible: client 0 SET a 1 → OK,
    client 2 SET a 2 → ?
  Time is not to scale: 3.400 ms in all.
""",
        ),
        (
            LONG_NAMES,
            86,
            """
  client 0  ├──┤
            SADD set member-one → 1
  client 1   ├──┤                          ├──┤
             SISMEMBER set member-one → 1  SISMEMBER set member-one → 0 ✗ fits nowhere

  The longest order that is possible: client 0 SADD set member-one → 1,
    client 1 SISMEMBER set member-one → 1
  Time is not to scale: 4.000 ms in all.
""",
        ),
        (
            MANY,
            70,
            """
  client 0  ├A┤├C─┤├E─┤
  client 1   ├B─┤├✗D┤├F┤

  A  client 0  INCR number-0 → 0  0.000 to 1.500 ms
  B  client 1  INCR number-1 → 1  1.000 to 2.500 ms
  C  client 0  INCR number-2 → 2  2.000 to 3.500 ms
  D  client 1  INCR number-3 → 3  3.000 to 4.500 ms  ✗ fits nowhere
  E  client 0  INCR number-4 → 4  4.000 to 5.500 ms
  F  client 1  INCR number-5 → 5  5.000 to 6.500 ms
  Time is not to scale: 6.500 ms in all.
""",
        ),
        (
            AFTER_NO_ANSWER,
            80,
            """
  client 0  ├─ SET a 1 → ? ┄┄┄┄┄
             ├─ GET a → 1 ─┤
  Time is not to scale: 3.000 ms in all.
""",
        ),
    ],
)
def test_a_timeline_has_a_row_a_client_and_a_bar_an_operation(
    history: HistoryRecord, width: int, lines: str
) -> None:
    assert timeline_as_text(history, width).plain == lines.strip("\n")


def test_without_unicode_a_timeline_is_ascii() -> None:
    assert timeline_as_text(LOST_WRITE, 80, is_ascii=True).plain.splitlines()[:3] == [
        "  client 0  [- SET a 1 -> OK -]",
        "  client 1                      [- GET a -> null -] ! fits nowhere",
        "  client 2                       [- SET a 2 -> ? .................",
    ]


def test_what_fits_nowhere_alone_is_red() -> None:
    text = timeline_as_text(LOST_WRITE, 80)
    red = [text.plain[span.start : span.end] for span in text.spans if span.style == "bold red"]
    assert IMPOSSIBLE_STYLE == "bold red"
    assert red == ["├─ GET a → null ─┤", " ✗ fits nowhere"]


def test_what_is_too_wide_goes_on_below_without_taking_names_apart() -> None:
    picture = timeline_as_text(MANY_IN_TURN, 80).plain.split("\n\n  A ")[0]
    rows = picture.replace("\n\n", "\n").splitlines()
    assert [row[:10] for row in rows] == ["  client 0", "  client 1"] * 2
    names = re.findall("[A-Z]+", "".join(row[12:] for row in rows))
    assert sorted(names) == sorted(letters(place) for place in range(31))


@pytest.mark.parametrize("is_ascii", [False, True])
@given(history=histories(), width=st.integers(80, 200))
def test_every_operation_is_drawn_once_in_its_clients_rows(
    history: HistoryRecord, width: int, *, is_ascii: bool
) -> None:
    text = timeline_as_text(history, width, is_ascii=is_ascii)
    picture = text.plain.split("\n\n")[0].split("\n  Time")[0]
    drawn: Counter[int] = Counter()
    client = -1
    for line in picture.splitlines():
        if line.startswith("  client "):
            client = int(line.split()[1])
        drawn[client] += line.count("[" if is_ascii else "├")
    assert +drawn == Counter(operation.client for operation in history.operations)
    for place in range(len(history.operations)):
        assert text.plain.split("longest order")[0].count(f"v{place}v") == 1


@pytest.mark.parametrize("is_ascii", [False, True])
@given(history=histories(), width=st.integers(80, 200))
def test_no_line_is_too_long(history: HistoryRecord, width: int, *, is_ascii: bool) -> None:
    text = timeline_as_text(history, width, is_ascii=is_ascii)
    assert max(line.cell_len for line in text.split()) <= width
    assert text.plain.isascii() or not is_ascii


@given(words=st.lists(st.text(), max_size=3), result=st.text(), state=st.text())
def test_hostile_text_cannot_leave_its_line(words: list[str], result: str, state: str) -> None:
    hostile = OperationRecord(
        client=0, call="SET", arguments=words, result=result, called_ms=0, returned_ms=1
    )
    history = HistoryRecord(operations=[hostile], impossible=[0], order=[], state=state)
    lines = timeline_as_text(history, 80).plain.split("\n")
    assert [line.isprintable() for line in lines] == [True] * len(lines)
    assert len(lines) <= 4
    assert caption(history).isprintable()


def test_the_caption_says_how_often_it_failed_and_what_was_before() -> None:
    assert caption(LOST_WRITE) == (
        "The shortest impossible stretch of what 3 clients did (state before it: a absent). "
        "It failed in 4 of 5 runs."
    )
    assert caption(history_of(operation(0, "GET a", 1, 0, 1))) == (
        "The shortest impossible stretch of what 1 client did."
    )


def test_nothing_is_drawn_of_no_operations() -> None:
    assert timeline_as_text(history_of(), 80).plain == ""
