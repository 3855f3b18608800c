"""The matrix: which laws are seen to break on each faulty deployment, and what that took."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.faulty.checking import PROFILE, SEED

PROPERTY = "faulty-deployment"
"""The property of a test report that carries a row, also between processes."""

HEADINGS = {"endpoint": "Redis REST endpoints", "worker": "Workers"}
COLUMNS = ("fault", "laws broken", "requests", "seconds")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One faulty deployment: an `endpoint` or a `worker`, named for its fault."""

    kind: str
    fault: str
    broken: list[str]
    requests: int
    seconds: float


def row_of(kind: str, fault: str, result: dict[str, Any]) -> Row:
    """The row that a result document makes."""
    totals = result["totals"]
    broken = [law["id"] for law in result["laws"] if law["outcome"] == "broken"]
    return Row(
        kind=kind,
        fault=fault,
        broken=broken,
        requests=totals["requests"],
        seconds=totals["seconds"],
    )


def rows_in(reports: Iterable[object]) -> list[Row]:
    """The rows that test reports carry, those of other processes too, by kind and name."""
    rows = [
        msgspec.json.decode(str(value), type=Row)
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    return sorted(rows, key=lambda row: (row.kind, row.fault))


def as_markdown(rows: list[Row]) -> str:
    """The matrix as Markdown that is as readable in a terminal."""
    lines = [
        "# Faulty deployments",
        "",
        f"Each has one known fault, and the suites must see it. ({PROFILE} profile, seed {SEED})",
    ]
    for kind, heading in HEADINGS.items():
        chosen = [row for row in rows if row.kind == kind]
        if chosen:
            lines += ["", f"## {heading}: {len(chosen)}", "", *_table(chosen)]
    return "\n".join(lines) + "\n"


def _table(rows: list[Row]) -> list[str]:
    cells = [COLUMNS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    head, *body = [_line(row, widths) for row in cells]
    rule = "|".join("-" * (width + 1) + ("-" if at < 2 else ":") for at, width in enumerate(widths))
    return [head, f"|{rule}|", *body]


def _cells(row: Row) -> tuple[str, ...]:
    laws = ", ".join(f"`{law}`" for law in row.broken) or "none"
    return row.fault, laws, f"{row.requests:,}", f"{row.seconds:.1f}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    fault, laws, *numbers = zip(cells, widths, strict=True)
    texts = [text.ljust(width) for text, width in (fault, laws)]
    return "| " + " | ".join([*texts, *(text.rjust(width) for text, width in numbers)]) + " |"


def publish(rows: list[Row], folder: Path) -> Path:
    """Write the matrix into the folder, and return the file."""
    folder.mkdir(exist_ok=True)
    file = folder / "faulty.md"
    file.write_text(as_markdown(rows), "utf-8")
    return file
