"""Charts: lines that pygal draws, styled by the page, with a title and a table of their figures."""

import math
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

import msgspec
import pygal
from markupsafe import Markup
from pygal.style import Style

from edgeproof.reporting.escaping import visible

# pygal adds an import finder for maps, without the method that finders have had since Python 3.4:
# code that asks all finders, as pytest does, would fail on it. There is no map here.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

ChartPoint = tuple[float, float]

_WIDTH: Final = 400
_HEIGHT: Final = 270
"""Small enough for letters to be readable on a phone, which shows all of it."""

_MARGIN: Final = 8
_LEGEND_COLUMNS: Final = 3
_LEGEND_ROW: Final = 18

_FONT_SIZES: Final = Style(
    label_font_size=11, major_label_font_size=11, legend_font_size=12, title_font_size=11
)
"""The sizes in `pictures.css`: pygal makes room for letters of these sizes."""


class Series(NamedTuple):
    """A line, or only its points; `kind` is the class by which the style sheet colours it."""

    name: str
    points: Sequence[ChartPoint]
    kind: str
    is_line: bool = True


class Axis(NamedTuple):
    """An axis: its title, how values on it are written, and its ticks (none: pygal's choice).

    A logarithmic axis has ticks, and all values on it are positive.
    """

    title: str
    written: Callable[[float], str]
    ticks: Sequence[float] = ()
    is_log: bool = False

    def place(self, value: float) -> float:
        """The position of the value; pygal's own logarithms would apply to both axes."""
        return math.log10(value) if self.is_log else value

    def written_at(self, place: float) -> str:
        """The label of the value at that position."""
        return self.written(10**place if self.is_log else place)


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """What to draw; `description` says it in words."""

    id: str
    title: str
    description: str
    x: Axis
    y: Axis
    series: Sequence[Series]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, and a table with the same data."""

    title: str
    description: str
    svg: Markup
    head: list[str]
    rows: list[list[str]]


def chart(plot: Plot, head: list[str], rows: list[list[str]]) -> Chart:
    """The chart of a plot, with its figures."""
    return Chart(
        title=plot.title, description=plot.description, svg=_drawn(plot), head=head, rows=rows
    )


def _drawn(plot: Plot) -> Markup:
    picture = pygal.XY(
        **_look(plot),
        x_title=plot.x.title,
        y_title=plot.y.title,
        x_value_formatter=plot.x.written_at,
        value_formatter=plot.y.written_at,
        show_x_guides=True,
    )
    _set_ticks(picture, plot)
    for series in plot.series:
        points = [(plot.x.place(x), plot.y.place(y)) for x, y in series.points]
        picture.add(visible(series.name), points, stroke=series.is_line)
    picture.add_xml_filter(lambda root: _made_part_of_page(root, plot))
    return Markup(picture.render(is_unicode=True))  # noqa: S704  (a tree, written out with escapes)


def _look(plot: Plot) -> dict[str, Any]:
    columns = len(plot.series) if len(plot.series) <= _LEGEND_COLUMNS else 2
    # pygal leaves no room for the last row of its legend if it is not full.
    has_ragged_row = len(plot.series) % columns
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "margin": _MARGIN,
        "explicit_size": False,  # as wide as the page lets it be
        "disable_xml_declaration": True,
        "css": (),
        "js": (),
        "style": _FONT_SIZES,
        "classes": ("chart",),
        "dots_size": 3,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": columns,
        "margin_bottom": 2 * _MARGIN + (_LEGEND_ROW if has_ragged_row else 0),
        "legend_box_size": 10,
        "truncate_legend": 17,
        "no_data_text": "no samples",
    }


def _set_ticks(picture: Any, plot: Plot) -> None:  # noqa: ANN401  (pygal has no types)
    if plot.x.ticks:
        picture.x_labels = _labels(plot.x)
    if plot.y.ticks:
        picture.y_labels = _labels(plot.y)
        picture.range = (plot.y.place(plot.y.ticks[0]), plot.y.place(plot.y.ticks[-1]))


def _labels(axis: Axis) -> list[dict[str, Any]]:
    return [{"label": axis.written(tick), "value": axis.place(tick)} for tick in axis.ticks]


def _made_part_of_page(root: Element, plot: Plot) -> Element:
    """The picture without pygal's styles and script, but with a name and the page's classes."""
    for child in list(root):
        if child.tag in {"defs", "title"} or not isinstance(child.tag, str):
            root.remove(child)
    for graph in root.iter("g"):
        for child in list(graph):
            if child.get("class") == "tooltip":
                graph.remove(child)
    _name(root, plot)
    _colour(root, plot)
    for group in list(root.iter("g")):
        if group.get("class") == "dots":
            _describe_dot(group)
    return root


def _name(root: Element, plot: Plot) -> None:
    names = {"title": plot.title, "desc": plot.description}
    for place, (tag, text) in enumerate(names.items()):
        element = root.makeelement(tag, {"id": f"{plot.id}-{tag}"})
        element.text = text
        root.insert(place, element)
    root.set("id", plot.id)
    root.set("role", "img")
    root.set("aria-labelledby", f"{plot.id}-title")
    root.set("aria-describedby", f"{plot.id}-desc")


def _colour(root: Element, plot: Plot) -> None:
    """Give lines, dots and boxes the class of their series, and no ids, which would repeat."""
    kinds = {f"color-{place}": series.kind for place, series in enumerate(plot.series)}
    for element in root.iter():
        words = element.get("class", "").split()
        if "legend" in words:
            element.attrib.pop("id", None)
        if any(word in kinds for word in words):
            element.set("class", " ".join(kinds.get(word, word) for word in words))


def _describe_dot(dot: Element) -> None:
    """Show a point's values where the pointer rests on it; pygal leaves that to its own script."""
    said = next((part.text for part in dot if part.get("class") == "value"), "")
    for part in list(dot):
        if part.tag == "desc":
            dot.remove(part)
    for circle in dot.iter("circle"):
        title = circle.makeelement("title", {})
        title.text = said
        circle.append(title)
