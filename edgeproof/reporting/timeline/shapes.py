"""The elements that a timeline in SVG is made of; lengths are pixels."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement

from rich.cells import cell_len

CELL: Final = 7.25
"""How wide a character is, at a height of 12."""

MARGIN: Final = 16
LINE: Final = 18
"""From one line of text to the next."""


def write(parent: Element, x: float, y: float, text: str) -> None:
    """A name that takes up as many cells as it was measured to have, whatever the font."""
    place = {"x": f"{x:g}", "y": f"{y:g}"}
    size = {"textLength": f"{cell_len(text) * CELL:g}", "lengthAdjust": "spacingAndGlyphs"}
    SubElement(parent, "text", {**place, **size}).text = text


def remark(parent: Element, x: float, y: float, text: str, anchor: str = "start") -> None:
    """A line in smaller type; `anchor` says what of it is at `x`: its start or its middle."""
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
    """A group, coloured as what fits nowhere if that is what is in it."""
    return SubElement(parent, "g", {"class": "t-impossible"} if is_impossible else {})
