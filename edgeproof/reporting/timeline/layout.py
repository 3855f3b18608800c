"""The positions of a timeline's bars: a row for each client, a column for each event.

Time is not to scale, since an idle second would squeeze everything else into nothing. What counts
is which operations overlap: if they do, their bars overlap; if one had its answer before the other
was called, its bar ends before the other begins.
"""

from collections import defaultdict
from collections.abc import Sequence
from enum import Enum

import msgspec
from rich.cells import cell_len

from edgeproof.reporting.document import HistoryRecord, OperationRecord
from edgeproof.reporting.timeline.labels import Signs, label, letters


class Style(Enum):
    """Where operations are named: in their bars, below them, or in a legend of letters."""

    INSIDE = "inside"
    BELOW = "below"
    LETTERED = "lettered"


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """The operation at that place, from its first to its last column (None: it never ends).

    The text `beside` begins one column after the bar, `below` begins where the bar begins.
    """

    place: int
    row: int
    first: int
    last: int | None
    inside: str = ""
    beside: str = ""
    below: str = ""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """A timeline in columns of one cell; `clients` has the client of each row."""

    style: Style
    clients: list[int]
    bars: list[Bar]
    columns: int

    def in_row(self, row: int) -> list[Bar]:
        """The bars of that row from the left to the right."""
        return sorted((bar for bar in self.bars if bar.row == row), key=lambda bar: bar.first)


class _Texts(msgspec.Struct, frozen=True, kw_only=True):
    inside: str = ""
    beside: str = ""
    below: str = ""


_ATTEMPTS = (
    (Style.INSIDE, 40),
    (Style.BELOW, 40),
    (Style.INSIDE, 28),
    (Style.BELOW, 28),
    (Style.LETTERED, 0),
)
"""Each style with the cells of its longest label, from the most readable to the narrowest."""

_TAIL = 3
"""Columns by which a bar without an end extends beyond everything else."""


def fitting_layout(history: HistoryRecord, signs: Signs, columns: int) -> Layout:
    """The most readable layout that fits into that many columns, or the narrowest there is."""
    layouts = (_layout(history, signs, style, longest) for style, longest in _ATTEMPTS)
    for layout in layouts:
        if layout.columns <= columns or layout.style is Style.LETTERED:
            break
    return layout


def _layout(history: HistoryRecord, signs: Signs, style: Style, longest: int) -> Layout:
    operations = history.operations
    texts = [_texts(history, place, signs, style, longest) for place in range(len(operations))]
    rows, clients = _rows(operations)
    spans = _spans(operations, rows, texts, style)
    bars = [
        Bar(
            place=place,
            row=rows[place],
            first=first,
            last=last,
            **msgspec.structs.asdict(texts[place]),
        )
        for place, (first, last) in enumerate(spans)
    ]
    return Layout(style=style, clients=clients, bars=bars, columns=_columns(bars, style))


def _texts(history: HistoryRecord, place: int, signs: Signs, style: Style, longest: int) -> _Texts:
    operation = history.operations[place]
    is_impossible = place in history.impossible
    if style is Style.LETTERED:
        return _Texts(inside=(signs.cross if is_impossible else "") + letters(place))
    name = label(operation, signs, longest)
    mark = f"{signs.cross} fits nowhere" if is_impossible else ""
    if style is Style.BELOW:
        return _Texts(below=f"{name} {mark}".rstrip())
    if operation.returned_ms is None:
        # There is no room beside a bar that has no end.
        return _Texts(inside=f"{name} {mark}".rstrip())
    return _Texts(inside=name, beside=mark)


def _rows(operations: Sequence[OperationRecord]) -> tuple[list[int], list[int]]:
    """The row of each operation, and the client of each row.

    If a client goes on after an operation without an answer, the next operations get another row,
    since the first is under way for ever.
    """
    latest: dict[int, list[OperationRecord]] = defaultdict(list)
    lanes: dict[int, tuple[int, int]] = {}
    for place in sorted(range(len(operations)), key=lambda place: operations[place].called_ms):
        operation = operations[place]
        own = latest[operation.client]
        lane = next((n for n, before in enumerate(own) if before.precedes(operation)), len(own))
        own[lane : lane + 1] = [operation]
        lanes[place] = (operation.client, lane)
    in_order = sorted(set(lanes.values()))
    rows = [in_order.index(lanes[place]) for place in range(len(operations))]
    return rows, [client for client, _ in in_order]


def _spans(
    operations: Sequence[OperationRecord],
    rows: Sequence[int],
    texts: Sequence[_Texts],
    style: Style,
) -> list[tuple[int, int | None]]:
    """The first and the last column of each bar, as far to the left as order and texts allow."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    free: dict[int, int] = defaultdict(int)
    column = 0
    events = _events(operations)
    for before, event in zip([None, *events], events, strict=False):
        _, is_return, place = event
        column += 0 if before is None else _gap(before, event, style)
        if is_return:
            last[place] = column = max(
                column, first[place] + _bar_cells(texts[place].inside, style) - 1
            )
        else:
            first[place] = column = max(column, free[rows[place]])
        free[rows[place]] = max(
            free[rows[place]], column + _room(texts[place], is_return=is_return)
        )
    return [(first[place], last.get(place)) for place in range(len(operations))]


_Event = tuple[float, bool, int]


def _events(operations: Sequence[OperationRecord]) -> list[_Event]:
    """When, whether it is a return, and of which operation; at equal times calls come first."""
    calls = [(operation.called_ms, False, place) for place, operation in enumerate(operations)]
    returns = [
        (operation.returned_ms, True, place)
        for place, operation in enumerate(operations)
        if operation.returned_ms is not None
    ]
    return sorted([*calls, *returns])


def _gap(before: _Event, event: _Event, style: Style) -> int:
    """Columns from one event to the next."""
    if before[:2] == event[:2]:
        return 0
    is_after_answer = before[1] and not event[1]
    # A free column shows that nothing overlaps; with letters there is none to spare.
    return 2 if is_after_answer and style is not Style.LETTERED else 1


def _bar_cells(inside: str, style: Style) -> int:
    """The minimum length of a bar."""
    if style is Style.LETTERED:
        return cell_len(inside) + 2
    return cell_len(inside) + 6 if inside else 4


def _room(texts: _Texts, *, is_return: bool) -> int:
    """Columns that its texts keep free of the row's next bar, counted from an operation's event."""
    if is_return:
        return 1 + (cell_len(texts.beside) + 2 if texts.beside else 0)
    return cell_len(texts.below) + 2 if texts.below else 0


def _columns(bars: Sequence[Bar], style: Style) -> int:
    """The total number of columns; a bar without an end reaches to the last one."""
    answers = [bar.last + 1 for bar in bars if bar.last is not None]
    tail = _TAIL if len(answers) < len(bars) else 0
    ends = [
        max(answers, default=0) + tail,
        *(bar.first + _bar_cells(bar.inside, style) + tail for bar in bars if bar.last is None),
        *(bar.first + cell_len(bar.below) for bar in bars),
        *(_end_beside(bar) for bar in bars),
    ]
    return max(ends)


def _end_beside(bar: Bar) -> int:
    """Where the text beside the bar ends, if there is any."""
    return bar.last + 2 + cell_len(bar.beside) if bar.last is not None and bar.beside else 0
