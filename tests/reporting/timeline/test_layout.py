"""Layouts: which bars overlap, and that none is upon another."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from edgeproof.reporting import HistoryRecord
from edgeproof.reporting.timeline.labels import UNICODE
from edgeproof.reporting.timeline.layout import Bar, Style, fitting_layout
from tests.reporting.timeline.histories import histories, history_of, operation

COLUMNS = st.integers(20, 200)


@given(history=histories(), columns=COLUMNS)
def test_a_bar_ends_before_another_begins_if_the_operation_did(
    history: HistoryRecord, columns: int
) -> None:
    layout = fitting_layout(history, UNICODE, columns)
    for one, other in permutations(layout.bars, 2):
        is_over = one.last is not None and one.last < other.first
        assert is_over == history.operations[one.place].precedes(history.operations[other.place])


@given(history=histories(), columns=COLUMNS)
def test_every_operation_has_one_bar_in_a_row_of_its_client(
    history: HistoryRecord, columns: int
) -> None:
    layout = fitting_layout(history, UNICODE, columns)
    assert [bar.place for bar in layout.bars] == list(range(len(history.operations)))
    for bar in layout.bars:
        assert layout.clients[bar.row] == history.operations[bar.place].client
    assert layout.clients == sorted(layout.clients)


@given(history=histories(), columns=COLUMNS)
def test_bars_and_their_texts_have_room_in_the_picture_and_in_their_row(
    history: HistoryRecord, columns: int
) -> None:
    layout = fitting_layout(history, UNICODE, columns)
    assert layout.columns <= columns or layout.style is Style.LETTERED
    for row in range(len(layout.clients)):
        for one, other in pairwise(layout.in_row(row)):
            assert one.last is not None
            assert _end(one) < other.first
    for bar in layout.bars:
        assert _end(bar) < layout.columns
        length = (layout.columns if bar.last is None else bar.last) - bar.first - 1
        assert cell_len(bar.inside) <= length


def _end(bar: Bar) -> int:
    """The last column of all that belongs to it."""
    last = bar.first if bar.last is None else bar.last
    beside = last + 1 + cell_len(bar.beside) if bar.beside else last
    return max(beside, bar.first + cell_len(bar.below) - 1)


@given(history=histories(most=4))
def test_a_long_pause_takes_no_room(history: HistoryRecord) -> None:
    last_ms = max(operation.called_ms for operation in history.operations)
    soon, late = (
        history_of(*history.operations, operation(5, "GET key", None, last_ms + pause, None))
        for pause in (2, 1_000_000)
    )
    assert fitting_layout(soon, UNICODE, 100) == fitting_layout(late, UNICODE, 100)


def test_names_stand_in_their_bars_or_below_them_or_in_a_legend() -> None:
    one_by_one = history_of(
        *(operation(n % 2, f"SET key-{n} value-{n}", "OK", n, n + 0.5) for n in range(4))
    )
    styles = [fitting_layout(one_by_one, UNICODE, columns).style for columns in (200, 90, 40)]
    assert styles == [Style.INSIDE, Style.BELOW, Style.LETTERED]
