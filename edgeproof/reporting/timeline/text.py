"""A timeline as text: bars of characters, in a terminal's columns."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from edgeproof.reporting.document import HistoryRecord
from edgeproof.reporting.timeline.labels import (
    ASCII,
    UNICODE,
    Signs,
    label,
    letters,
    shortened,
    spelled,
)
from edgeproof.reporting.timeline.layout import Bar, Layout, Style, fitting_layout

IMPOSSIBLE_STYLE = "bold red"

LONGEST_IN_ORDER = 28
"""Cells of an operation's name in the line with the possible order."""

_NARROWEST = 16
"""The minimum number of columns of a picture, however narrow the terminal."""


def timeline_as_text(history: HistoryRecord, width: int, *, is_ascii: bool = False) -> Text:
    """The timeline in lines of at most `width` cells (80 or more): client by client, call by call.

    If the operations' names do not fit, letters stand for them and a legend follows; if that does
    not fit either, the rows are continued further down. `is_ascii`: without any character beyond
    ASCII.
    """
    signs = ASCII if is_ascii else UNICODE
    names = _names(history)
    room = max(_NARROWEST, width - len(names[0]) if names else 0)
    layout = fitting_layout(history, signs, room)
    lines = [
        *_picture(history, layout, signs, names, room),
        *(_legend(history, signs, width) if layout.style is Style.LETTERED else ()),
        *_footer(history, layout, signs, width),
    ]
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def caption(history: HistoryRecord, *, is_ascii: bool = False) -> str:
    """What the picture shows and how often it happened, in a sentence or two."""
    clients = len(_clients(history))
    who = "1 client" if clients == 1 else f"{clients} clients"
    state = spelled(history.state, ASCII if is_ascii else UNICODE)
    before = f" (state before it: {state})" if state else ""
    often = f" It failed in {history.failed} of {history.runs} runs." if history.runs else ""
    return f"The shortest impossible stretch of what {who} did{before}.{often}"


def _names(history: HistoryRecord) -> list[str]:
    """The beginning of each client's row, all of one width."""
    return _padded([f"  client {client}  " for client in _clients(history)])


def _clients(history: HistoryRecord) -> list[int]:
    return sorted({operation.client for operation in history.operations})


def _picture(
    history: HistoryRecord, layout: Layout, signs: Signs, names: Sequence[str], room: int
) -> Iterator[Text]:
    by_client = dict(zip(_clients(history), names, strict=True))
    rows = [_bars(history, layout, row, signs) for row in range(len(layout.clients))]
    for strip in _strips([row.plain for row in rows], room):
        if strip.start:
            yield Text()
        for row, client in enumerate(layout.clients):
            is_same = row > 0 and layout.clients[row - 1] == client
            name = " " * len(names[0]) if is_same else by_client[client]
            yield Text.assemble((name, "dim"), rows[row][strip])
            if layout.style is Style.BELOW:
                yield Text.assemble(" " * len(names[0]), _labels_below(history, layout, row))


def _bars(history: HistoryRecord, layout: Layout, row: int, signs: Signs) -> Text:
    line = Text()
    for bar in layout.in_row(row):
        style = _style(history, bar.place)
        line.append(" " * (bar.first - line.cell_len))
        line.append(_drawn(bar, layout.columns, signs), style)
        if bar.beside:
            line.append(f" {bar.beside}", style)
    return line


def _labels_below(history: HistoryRecord, layout: Layout, row: int) -> Text:
    line = Text()
    for bar in layout.in_row(row):
        line.append(" " * (bar.first - line.cell_len))
        line.append(bar.below, _style(history, bar.place))
    return line


def _style(history: HistoryRecord, place: int) -> str:
    return IMPOSSIBLE_STYLE if place in history.impossible else ""


def _drawn(bar: Bar, columns: int, signs: Signs) -> str:
    """The bar from its start to its end, or to the edge of the picture."""
    cells = (columns if bar.last is None else bar.last) - bar.first - 1
    fill = signs.unanswered if bar.last is None else signs.line
    has_room = bar.inside and cells >= cell_len(bar.inside) + 4
    inside = f"{signs.line} {bar.inside} " if has_room else bar.inside
    rest = fill * (cells - cell_len(inside))
    return f"{signs.start}{inside}{rest}{signs.end if bar.last is not None else ''}"


def _strips(rows: Sequence[str], room: int) -> Iterator[slice]:
    """The stretches of the rows that are drawn below each other, cut where there are no letters."""
    columns = max(map(cell_len, rows), default=0)
    if columns <= room:
        yield slice(0, None)
        return
    start = 0
    while start < columns:
        cuts = range(start + room, start + room // 2, -1)
        whole = (cut for cut in cuts if not any(_is_within(row, cut) for row in rows))
        end = next(whole, cuts[0])
        yield slice(start, end)
        start = end


def _is_within(row: str, cut: int) -> bool:
    """Whether a cut there would split a name, or separate it from its cross."""
    before, after = row[cut - 1 : cut], row[cut : cut + 1]
    return after.isalpha() and (before.isalpha() or before in {UNICODE.cross, ASCII.cross})


def _legend(history: HistoryRecord, signs: Signs, width: int) -> Iterator[Text]:
    """A line for each letter: the client, the operation and its milliseconds."""
    operations = history.operations
    heads = _padded([f"  {letters(place)}" for place in range(len(operations))])
    clients = _padded([f"  client {operation.client}  " for operation in operations])
    tails = [_tail(history, place, signs) for place in range(len(operations))]
    longest = max(_NARROWEST, width - len(heads[0]) - len(clients[0]) - max(map(len, tails)))
    names = _padded([label(operation, signs, longest) for operation in operations])
    yield Text()
    for place, words in enumerate(zip(heads, clients, names, tails, strict=True)):
        yield Text("".join(words), style=_style(history, place))


def _padded(texts: Sequence[str]) -> list[str]:
    longest = max(map(cell_len, texts), default=0)
    return [text + " " * (longest - cell_len(text)) for text in texts]


def _tail(history: HistoryRecord, place: int, signs: Signs) -> str:
    operation = history.operations[place]
    returned = "?" if operation.returned_ms is None else f"{operation.returned_ms:.3f}"
    mark = f"  {signs.cross} fits nowhere" if place in history.impossible else ""
    return f"  {operation.called_ms:.3f} to {returned} ms{mark}"


def _footer(history: HistoryRecord, layout: Layout, signs: Signs, width: int) -> Iterator[Text]:
    """What may have happened, as far as it can be told, and how long everything took."""
    if history.order:
        names = [_name(history, layout, signs, place) for place in history.order]
        words = [f"{name}," for name in names[:-1]] + names[-1:]
        yield Text()
        yield from _wrapped("  The longest order that is possible:", words, signs, width)
    times = [operation.returned_ms or operation.called_ms for operation in history.operations]
    if times:
        yield Text(f"  Time is not to scale: {max(times):.3f} ms in all.", style="dim")


def _name(history: HistoryRecord, layout: Layout, signs: Signs, place: int) -> str:
    if layout.style is Style.LETTERED:
        return letters(place)
    operation = history.operations[place]
    return f"client {operation.client} {label(operation, signs, LONGEST_IN_ORDER)}"


def _wrapped(head: str, words: Iterable[str], signs: Signs, width: int) -> Iterator[Text]:
    line = head
    for word in words:
        if cell_len(line) + 1 + cell_len(word) > width:
            yield Text(line)
            line = "   "
        line += f" {shortened(word, max(_NARROWEST, width - 4), signs)}"
    yield Text(line)
