"""The elements of a timeline in SVG; lengths are in pixels."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement

from rich.cells import cell_len

CELL: Final = 7.25
"""The width of a character whose height is 12."""

MARGIN: Final = 16
LINE: Final = 18
"""The distance from one line of text to the next."""


def write(parent: Element, x: float, y: float, text: str) -> None:
    """A name that takes as many cells as were measured for it, whatever the font."""
    place = {"x": f"{x:g}", "y": f"{y:g}"}
    size = {"textLength": f"{cell_len(text) * CELL:g}", "lengthAdjust": "spacingAndGlyphs"}
    SubElement(parent, "text", {**place, **size}).text = text


def remark(parent: Element, x: float, y: float, text: str, anchor: str = "start") -> None:
    """A line in smaller type; `anchor` says which part of it is at `x`: its start or its middle."""
    attributes = {"x": f"{x:g}", "y": f"{y:g}", "class": "t-quiet", "text-anchor": anchor}
    SubElement(parent, "text", attributes).text = text


def number(parent: Element, x: float, y: float, value: int) -> None:
    """A number in a disc around that point."""
    group = SubElement(parent, "g", {"class": "t-order"})
    SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": "7.5"})
    place = {"x": f"{x:g}", "y": f"{y + 3.5:g}", "text-anchor": "middle"}
    SubElement(group, "text", place).text = str(value)


def vertical(parent: Element, kind: str, x: float, top: float, bottom: float) -> None:
    """A line of that class from the top to the bottom."""
    ends = {"x1": f"{x:g}", "y1": f"{top:g}", "x2": f"{x:g}", "y2": f"{bottom:g}"}
    SubElement(parent, "line", {"class": kind, **ends})


def box(left: float, top: float, right: float, bottom: float) -> dict[str, str]:
    """The attributes of a rectangle between those edges."""
    size = {"width": f"{right - left:g}", "height": f"{bottom - top:g}"}
    return {"x": f"{left:g}", "y": f"{top:g}", **size}


def group_of(parent: Element, *, is_impossible: bool) -> Element:
    """A group, coloured as fitting nowhere if that is what it contains."""
    return SubElement(parent, "g", {"class": "t-impossible"} if is_impossible else {})
