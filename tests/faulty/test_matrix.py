"""The matrix of faulty deployments, from test reports to Markdown."""

from pathlib import Path

import msgspec
import pytest

from tests.faulty.matrix import PROPERTY, Row, as_markdown, publish, row_of, rows_in

SLOW = Row(
    kind="endpoint", fault="z-slow", broken=["rest.a", "rest.b"], requests=1234, seconds=12.34
)
BLIND = Row(kind="endpoint", fault="a-blind", broken=[], requests=7, seconds=0.5)
WORKER = Row(kind="worker", fault="naive", broken=["posts.a"], requests=9, seconds=1)


def report(*rows: Row, when: str = "call") -> pytest.TestReport:
    properties = [(PROPERTY, msgspec.json.encode(row).decode()) for row in rows]
    return pytest.TestReport(
        nodeid="x",
        location=("x", 1, "x"),
        keywords={},
        outcome="passed",
        longrepr=None,
        when=when,  # type: ignore[arg-type]  # one of pytest's three words
        user_properties=[("another", "property"), *properties],
    )


def test_a_row_has_the_broken_laws_and_what_the_run_took() -> None:
    laws = [{"id": "rest.a", "outcome": "broken"}, {"id": "rest.b", "outcome": "held"}]
    result = {"laws": laws, "totals": {"requests": 7, "seconds": 0.5, "keys_left": 0}}
    expected = Row(kind="endpoint", fault="x", broken=["rest.a"], requests=7, seconds=0.5)
    assert row_of("endpoint", "x", result) == expected


def test_rows_are_those_of_the_calls_in_order() -> None:
    reports = [report(WORKER), report(SLOW), report(), report(BLIND), report(BLIND, when="setup")]
    assert rows_in([*reports, "a warning"]) == [BLIND, SLOW, WORKER]


def test_the_matrix_is_a_table_a_kind() -> None:
    assert as_markdown([BLIND, SLOW, WORKER]).splitlines()[3:] == [
        "",
        "## Redis REST endpoints: 2",
        "",
        "| fault   | laws broken        | requests | seconds |",
        "|---------|--------------------|---------:|--------:|",
        "| a-blind | none               |        7 |     0.5 |",
        "| z-slow  | `rest.a`, `rest.b` |    1,234 |    12.3 |",
        "",
        "## Workers: 1",
        "",
        "| fault | laws broken | requests | seconds |",
        "|-------|-------------|---------:|--------:|",
        "| naive | `posts.a`   |        9 |     1.0 |",
    ]


def test_it_is_written_into_a_folder_that_may_be_missing(tmp_path: Path) -> None:
    file = publish([WORKER], tmp_path / "reports")
    assert file.read_text("utf-8") == as_markdown([WORKER])
    assert file == tmp_path / "reports" / "faulty.md"
