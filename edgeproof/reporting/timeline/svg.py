"""A timeline as SVG: one self-contained picture for light and dark pages."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from rich.cells import cell_len

from edgeproof.reporting.document import HistoryRecord
from edgeproof.reporting.timeline.colours import STYLE_SHEET
from edgeproof.reporting.timeline.labels import UNICODE, shortened, spelled
from edgeproof.reporting.timeline.layout import Bar, Layout, Style, fitting_layout
from edgeproof.reporting.timeline.notes import summary, title, write_legend, write_remarks
from edgeproof.reporting.timeline.shapes import (
    CELL,
    LINE,
    MARGIN,
    box,
    group_of,
    number,
    remark,
    vertical,
    write,
)

_COLUMNS = 120
"""How many columns names may take before a narrower layout is drawn."""

FEWEST_COLUMNS = 64
"""The height of the lines below the bars."""

_ROW_HEIGHTS = {Style.INSIDE: 42, Style.BELOW: 54, Style.LETTERED: 38}
_BAR_HEIGHTS = {Style.INSIDE: 26, Style.BELOW: 18, Style.LETTERED: 22}
_ABOVE_BAR = 12
_BASELINE = 4  # from the middle of a line down to its baseline
_TICK_GAP = 64


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The positions of a layout's columns and rows, in pixels."""

    history: HistoryRecord
    layout: Layout
    left: float
    top: float

    def start(self, bar: Bar) -> float:
        return self.left + bar.first * CELL

    def end(self, bar: Bar) -> float:
        """A little before the next column, where another bar may begin."""
        return self.right if bar.last is None else self.left + (bar.last + 1) * CELL - 2

    def above(self, row: int) -> float:
        """The upper edge of that row."""
        return self.top + row * _ROW_HEIGHTS[self.layout.style]

    def upper(self, row: int) -> float:
        """The upper edge of its bars."""
        return self.above(row) + _ABOVE_BAR

    def lower(self, row: int) -> float:
        """The lower edge of its bars."""
        return self.upper(row) + _BAR_HEIGHTS[self.layout.style]

    def baseline(self, row: int) -> float:
        """The baseline of the names in its bars."""
        return (self.upper(row) + self.lower(row)) / 2 + _BASELINE

    @property
    def right(self) -> float:
        return self.left + max(self.layout.columns, FEWEST_COLUMNS) * CELL + 4

    @property
    def bottom(self) -> float:
        return self.above(len(self.layout.clients))


def as_svg(history: HistoryRecord, *, style_sheet: str = STYLE_SHEET) -> str:
    """The timeline as an SVG document: one row per client, one bar per operation, with its title.

    The bars have the numbers of the longest possible order; an operation that fits nowhere has a
    thick red outline, a cross, and lines from its ends through all rows. A page with styles of its
    own for these classes passes an empty `style_sheet`.
    """
    plan = _plan(history)
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "edgeproof-timeline"})
    root.set("role", "img")
    root.set("aria-label", summary(history))
    if style_sheet:
        SubElement(root, "style").text = style_sheet
    paper = SubElement(root, "rect", {"class": "t-paper", "rx": "6"})
    _draw(root, plan)
    bottom = plan.bottom + 2.5 * LINE
    if plan.layout.style is Style.LETTERED:
        bottom = write_legend(root, history, bottom, plan.right)
    bottom = write_remarks(root, history, bottom)
    _set_size(root, paper, plan.right + MARGIN, bottom)
    return tostring(root, encoding="unicode")


def _plan(history: HistoryRecord) -> _Plan:
    layout = fitting_layout(history, UNICODE, _COLUMNS)
    longest = max((len(f"client {client}") for client in layout.clients), default=0)
    return _Plan(
        history=history,
        layout=layout,
        left=MARGIN + (longest + 2) * CELL,
        top=MARGIN + (LINE if history.state else 0),
    )


def _set_size(root: Element, paper: Element, width: float, height: float) -> None:
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    # Half a pixel inside, so that all of the border is visible.
    for name, value in box(0.5, 0.5, width - 0.5, height - 0.5).items():
        paper.set(name, value)


def _draw(root: Element, plan: _Plan) -> None:
    if plan.history.state:
        before = f"before: {spelled(plan.history.state, UNICODE)}"
        room = int((plan.right - MARGIN) / CELL)
        remark(root, MARGIN, MARGIN + 10, shortened(before, room, UNICODE))
    _draw_rows(root, plan)
    _draw_ticks(root, plan)
    for bar in plan.layout.bars:
        if bar.place in plan.history.impossible:
            _draw_guides(root, plan, bar)
    for bar in plan.layout.bars:
        _draw_bar(root, plan, bar)


def _draw_rows(root: Element, plan: _Plan) -> None:
    """The clients' names, with every second one on a darker stripe."""
    clients = plan.layout.clients
    is_striped = False
    for row, client in enumerate(clients):
        is_new = row == 0 or clients[row - 1] != client
        is_striped ^= is_new
        if is_striped:
            area = box(MARGIN / 2, plan.above(row), plan.right + MARGIN / 2, plan.above(row + 1))
            SubElement(root, "rect", {"class": "t-stripe", **area})
        if is_new:
            write(root, MARGIN, plan.baseline(row), f"client {client}")


def _draw_ticks(root: Element, plan: _Plan) -> None:
    """The times of some events: first of what fits nowhere, then as many as there is room for."""
    taken: list[float] = []
    for _, x, time_ms in sorted(_times(plan)):
        if all(abs(x - other) >= _TICK_GAP for other in taken):
            taken.append(x)
            vertical(root, "t-tick", x, plan.bottom, plan.bottom + 5)
            remark(root, x, plan.bottom + LINE, f"{time_ms:.3f}", anchor="middle")
    remark(root, MARGIN, plan.bottom + LINE, "ms")


def _times(plan: _Plan) -> Iterator[tuple[bool, float, float]]:
    """For each event: whether it can wait, where it is, and when it was."""
    for bar in plan.layout.bars:
        operation = plan.history.operations[bar.place]
        can_wait = bar.place not in plan.history.impossible
        yield can_wait, plan.start(bar), operation.called_ms
        if operation.returned_ms is not None:
            yield can_wait, plan.end(bar), operation.returned_ms


def _draw_guides(root: Element, plan: _Plan, bar: Bar) -> None:
    """Lines from the ends of a bar through all rows: what is between them overlaps it."""
    vertical(root, "t-guide", plan.start(bar), plan.top, plan.bottom)
    if bar.last is not None:
        vertical(root, "t-guide", plan.end(bar), plan.top, plan.bottom)


def _draw_bar(root: Element, plan: _Plan, bar: Bar) -> None:
    group = group_of(root, is_impossible=bar.place in plan.history.impossible)
    SubElement(group, "title").text = title(plan.history, bar.place)
    _draw_outline(group, plan, bar)
    _write_names(group, plan, bar)
    if bar.place in plan.history.order:
        value = plan.history.order.index(bar.place) + 1
        number(group, plan.start(bar), plan.upper(bar.row), value)


def _draw_outline(group: Element, plan: _Plan, bar: Bar) -> None:
    left, right = plan.start(bar), plan.end(bar)
    top, bottom = plan.upper(bar.row), plan.lower(bar.row)
    if bar.last is not None:
        area = box(left, top, right, bottom)
        SubElement(group, "rect", {"class": "t-bar", "rx": "4", **area})
    else:
        edge = f"M{right:g} {top:g}H{left:g}V{bottom:g}H{right:g}"
        SubElement(group, "path", {"class": "t-bar t-unanswered", "d": edge})


def _write_names(group: Element, plan: _Plan, bar: Bar) -> None:
    left, baseline = plan.start(bar), plan.baseline(bar.row)
    if bar.inside:
        has_room = bar.last is None or bar.last - bar.first - 1 >= cell_len(bar.inside) + 4
        write(group, left + (3 if has_room else 1) * CELL - 1, baseline, bar.inside)
    if bar.beside:
        write(group, plan.end(bar) + CELL, baseline, bar.beside)
    if bar.below:
        # A little to the right, clear of the line through the start of what fits nowhere.
        write(group, left + 4, plan.lower(bar.row) + LINE - 3, bar.below)
