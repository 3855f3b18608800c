"""A matrix of deployments as Markdown."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from edgeproof.laws import Outcome, Support
from edgeproof.reporting.consistency import level_words
from edgeproof.reporting.escaping import code, in_line, table
from edgeproof.reporting.markdown import SIGNS
from edgeproof.reporting.matrix.table import Cell, LawFamily, Matrix, Row, findings_in_words

OUTCOME_SIGNS: Final = {
    Outcome.HELD: "✅",
    Outcome.BROKEN: "❌",
    Outcome.UNSUPPORTED: "⚪",
    Outcome.UNTESTED: "·",
    Outcome.INCONCLUSIVE: "❔",
}
_ABSENT: Final = "∅"
SUPPORT_SIGNS: Final = {Support.SUPPORTED: "✅", Support.UNSUPPORTED: "⚪", Support.UNTESTED: "·"}


def matrix_as_markdown(matrix: Matrix) -> str:
    """The matrix as Markdown tables: first the deployments as a whole, then a table per suite."""
    sections = (
        ["## edgeproof: deployments side by side", "", _legend(), ""],
        _summary(matrix),
        _worst(matrix),
        _capabilities(matrix),
        *(
            _suite(suite, list(families), matrix)
            for suite, families in groupby(matrix.families, key=lambda family: family.suite)
        ),
    )
    return "\n".join(line for section in sections for line in section).rstrip() + "\n"


def _legend() -> str:
    signs = (f"{sign} {outcome}" for outcome, sign in OUTCOME_SIGNS.items())
    return f"{' · '.join(signs)} · {_ABSENT} not in the version that ran · \\* known deviation"


def _labels(matrix: Matrix) -> list[str]:
    return [in_line(column.label) for column in matrix.columns]


def _summary(matrix: Matrix) -> Iterator[str]:
    columns = matrix.columns
    rows = [
        ["verdict", *(f"{SIGNS[one.verdict]} {one.verdict}" for one in columns)],
        ["why", *(in_line(one.because) for one in columns)],
        ["/posts, clients at once", *(_level(one.consistency.posts) for one in columns)],
        ["database, clients at once", *(_level(one.consistency.redis) for one in columns)],
        ["findings", *(in_line(findings_in_words(one)) for one in columns)],
        *([outcome, *(str(one.counts[outcome] or "·") for one in columns)] for outcome in Outcome),
        ["left out by an option", *(str(one.left_out or "·") for one in columns)],
        ["the service ended", *("yes" if one.has_ended else "·" for one in columns)],
        ["keys and posts left", *(str(one.left or "·") for one in columns)],
        ["profile", *(in_line(one.profile) for one in columns)],
        ["edgeproof", *(in_line(one.edgeproof) for one in columns)],
    ]
    said = [row for row in rows if {*row[1:]} - {"·", _level("unknown")}]
    yield from (*table(["deployment", *_labels(matrix)], said), "")


def _worst(matrix: Matrix) -> Iterator[str]:
    if matrix.worst:
        yield from ("### Broken, worst first", "")
        rows = [[row.harm, *_row(row)] for row in matrix.worst_rows]
        yield from (*table(["harm", "law", *_labels(matrix)], rows), "")


def _capabilities(matrix: Matrix) -> Iterator[str]:
    if not matrix.capabilities:
        return
    rows = [
        [code(name), *(_support(one.capabilities.get(name)) for one in matrix.columns)]
        for name in matrix.capabilities
    ]
    yield from (*table(["capability", *_labels(matrix)], rows), "")


def _support(support: Support | None) -> str:
    return _ABSENT if support is None else SUPPORT_SIGNS[support]


def _suite(suite: str, families: list[LawFamily], matrix: Matrix) -> Iterator[str]:
    yield from (f"### {in_line(suite)}", "")
    rows = [row for family in families for row in family.rows]
    yield from (*table(["law", *_labels(matrix)], map(_row, rows)), "")


def _row(row: Row) -> list[str]:
    return [f"{code(row.id)} {row.level}", *map(_cell, row.cells)]


def _level(level: str) -> str:
    return in_line(level_words(level))


def _cell(cell: Cell) -> str:
    if cell.outcome is None:
        return _ABSENT
    return OUTCOME_SIGNS[cell.outcome] + (r"\*" if cell.is_excused else "")
