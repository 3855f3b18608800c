"""The texts around a timeline in SVG: its legend, the meaning of its signs, and titles."""

from xml.etree.ElementTree import Element

from rich.cells import cell_len

from edgeproof.reporting.document import HistoryRecord
from edgeproof.reporting.timeline.labels import UNICODE, label, letters, shortened
from edgeproof.reporting.timeline.shapes import (
    CELL,
    LINE,
    MARGIN,
    group_of,
    number,
    remark,
    write,
)

LONGEST_IN_LEGEND = 44
"""Cells of an operation's name that has a line for itself."""

LONGEST_IN_TITLE = 2_000
"""Cells of a name in the title of its bar; the document has all of it."""


def write_legend(root: Element, history: HistoryRecord, top: float, right: float) -> float:
    """Write the meaning of the letters, and the cross; returns where the next line begins."""
    names = [
        f"{letters(place):<3} client {operation.client:<3} "
        + label(operation, UNICODE, LONGEST_IN_LEGEND)
        for place, operation in enumerate(history.operations)
    ]
    width = (max(map(cell_len, names)) + 3) * CELL
    columns = max(1, int((right - MARGIN) / width))
    lines = -(-len(names) // columns)
    for place, name in enumerate(names):
        column, line = divmod(place, lines)
        group = group_of(root, is_impossible=place in history.impossible)
        write(group, MARGIN + column * width, top + line * LINE, name)
    bottom = top + lines * LINE + LINE / 2
    if not history.impossible:
        return bottom
    cross = f"{UNICODE.cross}   fits nowhere"
    write(group_of(root, is_impossible=True), MARGIN, bottom, cross)
    return bottom + LINE


def write_remarks(root: Element, history: HistoryRecord, top: float) -> float:
    """Write the meaning of the signs; returns where the next line would begin."""
    if history.order:
        number(root, MARGIN + 7.5, top - 4, 1)
        remark(root, MARGIN + 3 * CELL, top, "the longest order that is possible")
        top += LINE
    if any(operation.returned_ms is None for operation in history.operations):
        text = "no end: no answer, so it may have taken effect at any later time, or never"
        remark(root, MARGIN, top, text)
        top += LINE
    remark(root, MARGIN, top, "Time is not to scale: bars overlap where operations did.")
    return top + LINE


def title(history: HistoryRecord, place: int) -> str:
    """Everything that is known about an operation, in lines."""
    operation = history.operations[place]
    name = shortened(label(operation, UNICODE), LONGEST_IN_TITLE, UNICODE)
    returned_ms = operation.returned_ms
    until = "ms, no answer" if returned_ms is None else f"to {returned_ms:.3f} ms"
    lines = [f"client {operation.client}: {name}", f"{operation.called_ms:.3f} {until}"]
    if place in history.impossible:
        lines.append("fits nowhere")
    elif place in history.order:
        lines.append(f"took effect {_ordinal(history.order.index(place) + 1)}")
    return "\n".join(lines)


def _ordinal(value: int) -> str:
    tens, ones = divmod(value, 10)
    is_teen = tens % 10 == 1
    return f"{value}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(ones, 'th')}"


def summary(history: HistoryRecord) -> str:
    """What the picture shows, for people who cannot see it."""
    clients = len({operation.client for operation in history.operations})
    what = f"Timeline of {len(history.operations)} operations by {clients} clients"
    names = [
        f"{label(history.operations[place], UNICODE, LONGEST_IN_LEGEND)} "
        f"by client {history.operations[place].client}"
        for place in history.impossible
    ]
    return f"{what}; fits nowhere: {', '.join(names)}" if names else what
