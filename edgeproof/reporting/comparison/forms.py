"""A comparison on a terminal, as Markdown and as one HTML page."""

from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edgeproof.reporting.comparison.compare import Comparison
from edgeproof.reporting.comparison.effect import Effect
from edgeproof.reporting.comparison.words import (
    ComparisonRow,
    WordTable,
    comparison_tables,
    verdict_words,
)
from edgeproof.reporting.escaping import code, in_line, table
from edgeproof.reporting.pages import render, style_of

_STYLES: Final = {
    Effect.WORSE: "bold red",
    Effect.BETTER: "green",
    Effect.NONE: "",
    Effect.UNKNOWN: "bold magenta",
}
_SIGNS: Final = {
    Effect.WORSE: "❌",
    Effect.BETTER: "✅",
    Effect.NONE: "➡️",
    Effect.UNKNOWN: "❔",
}


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print what changed, what was not compared, and finally the verdict."""
    for one in comparison_tables(comparison):
        console.print(Text(one.title, style="bold"))
        if one.rows:
            console.print(_as_rich(one))
        for note in one.notes:
            console.print(Text(note, style="dim"))
        console.print()
    for note in comparison.notes:
        console.print(Text(note, style="yellow"))
    verdict = Text(comparison.verdict.upper(), style=_STYLES[comparison.verdict] or "bold")
    console.print(Text.assemble(verdict, f"  {verdict_words(comparison)}"))


def _as_rich(shown: WordTable) -> Table:
    made = Table(box=None, pad_edge=False, header_style="dim")
    for place, name in enumerate(shown.head):
        made.add_column(name, overflow="fold", no_wrap=place == 0)
    for row in shown.rows:
        made.add_row(*map(Text, row.cells), style=_STYLES[row.effect])
    return made


def comparison_as_markdown(comparison: Comparison) -> str:
    """The comparison in Markdown, the verdict first."""
    return "\n".join(_markdown_lines(comparison)).rstrip() + "\n"


def _markdown_lines(comparison: Comparison) -> Iterator[str]:
    verdict = f"{_SIGNS[comparison.verdict]} {comparison.verdict.upper()}"
    yield from (f"## edgeproof: {verdict}", "", in_line(verdict_words(comparison)), "")
    for shown in comparison_tables(comparison):
        yield from (f"### {in_line(shown.title)}", "")
        if shown.rows:
            yield from (*table(shown.head, map(_markdown_row, shown.rows)), "")
        yield from (f"- {in_line(note)}" for note in shown.notes)
        yield ""
    yield from (f"- {in_line(note)}" for note in comparison.notes)


def _markdown_row(row: ComparisonRow) -> list[str]:
    name, *cells = row.cells
    *others, last = map(in_line, cells)
    sign = f"{_SIGNS[row.effect]} " if row.effect is not Effect.NONE else ""
    return [code(name), *others, f"{sign}{last}"]


def comparison_as_html(comparison: Comparison) -> str:
    """The comparison as one self-contained page."""
    return render(
        "comparison.html",
        comparison=comparison,
        words=verdict_words(comparison),
        tables=comparison_tables(comparison),
        **style_of("page.css"),
    )
