"""A matrix of deployments as one self-contained HTML page: no script, no other file."""

import re
from typing import Final

from edgeproof.laws import Outcome, Support
from edgeproof.reporting.consistency import level_words
from edgeproof.reporting.matrix.table import Cell, Matrix, findings_in_words
from edgeproof.reporting.page_texts import sentence
from edgeproof.reporting.pages import render, style_of

_SIGNS: Final = {
    Outcome.HELD: "✓",
    Outcome.BROKEN: "✗",
    Outcome.UNSUPPORTED: "–",  # noqa: RUF001  (a dash is meant)
    Outcome.UNTESTED: "·",
    Outcome.INCONCLUSIVE: "?",
}
SUPPORT: Final = {
    Support.SUPPORTED: Outcome.HELD,
    Support.UNSUPPORTED: Outcome.UNSUPPORTED,
    Support.UNTESTED: Outcome.UNTESTED,
}
"""A capability looks like the outcome of a law about it."""

_ABSENT: Final = "∅"
_LONGEST_SEEN: Final = 600


def matrix_as_html(matrix: Matrix) -> str:
    """The page: a table with one row per law, and below it what was seen where a law is broken."""
    return render(
        "matrix.html",
        matrix=matrix,
        outcomes=list(Outcome),
        level_words=level_words,
        findings_in_words=findings_in_words,
        signs=_SIGNS,
        support=SUPPORT,
        absent=_ABSENT,
        counts_of=lambda outcome: [one.counts[outcome] or "·" for one in matrix.columns],
        said=lambda name: [getattr(one, name) or "·" for one in matrix.columns],
        ended=["yes" if one.has_ended else "·" for one in matrix.columns],
        seen=_seen(matrix),
        anchor=anchor,
        title=_title,
        sentence=sentence,
        **style_of("page.css", "matrix.css"),
    )


def anchor(name: str, column: int | None = None) -> str:
    """The name of an anchor: of a law, or of what was seen of it in a column."""
    place = re.sub(r"[^\w.-]", "_", name)
    return place if column is None else f"{place}--{column + 1}"


def _seen(matrix: Matrix) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """For each law that is broken somewhere: the columns, their labels, and what was seen."""
    found = []
    for family in matrix.families:
        for row in family.rows:
            broken = [
                (place, matrix.columns[place].label, _shortened(cell.seen))
                for place, cell in enumerate(row.cells)
                if cell.outcome is Outcome.BROKEN
            ]
            if broken:
                found.append((row.id, broken))
    return found


def _shortened(seen: str) -> str:
    return seen if len(seen) <= _LONGEST_SEEN else f"{seen[:_LONGEST_SEEN]} …"


def _title(cell: Cell) -> str:
    """The text that appears when the pointer is over a cell."""
    if cell.outcome is None:
        return "not in the version that ran"
    known = ", a known deviation" if cell.is_excused else ""
    seen = f": {_shortened(cell.seen)}" if cell.seen else ""
    return f"{cell.outcome}{known}{seen}"
