"""The script of `tox -e wheels` knows which wheels fit, and what is promised and known."""

import tomllib

import pytest

from benchmarks.wheels import (
    KNOWN,
    LINUX,
    MAC,
    MUSL,
    PARTS,
    PYTHONS,
    ROOT,
    ROWS,
    WINDOWS,
    Cell,
    Known,
    Package,
    Row,
    accepted_on,
    cell_of,
    complaints,
    text_of,
)

GEVENT = Package("gevent", "26.9.0", {})
UVLOOP = Package(
    "uvloop",
    "0.23.0",
    {
        "uvloop-0.23.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl": 4_000_000,
        "uvloop-0.23.0-cp311-cp311-macosx_10_9_universal2.whl": 1_400_000,
        "uvloop-0.23.0-cp311-cp311-macosx_11_0_arm64.whl": 700_000,
        "uvloop-0.23.0-cp312-cp312-musllinux_1_2_x86_64.whl": 5_000_000,
    },
)
ANYWHERE = Package("anyio", "4.16.0", {"anyio-4.16.0-py3-none-any.whl": 100_000})

KNOWN_GEVENT = Known(frozenset({"gevent"}), "page.md")


@pytest.mark.parametrize(
    ("row", "size_bytes"),
    [
        (Row("3.11", LINUX), 4_000_000),
        (Row("3.11", MAC), 700_000),
        (Row("3.12", MUSL), 5_000_000),
        (Row("3.11", MUSL), None),
        (Row("3.12", MAC), None),
        (Row("3.11", WINDOWS), None),
    ],
    ids=lambda value: f"{value.python} {value.system.name}" if isinstance(value, Row) else "",
)
def test_the_best_wheel_that_fits_is_taken(row: Row, size_bytes: int | None) -> None:
    found = cell_of([UVLOOP, ANYWHERE], accepted_on(row))
    if size_bytes is None:
        assert found == Cell(1, 100_000, (UVLOOP,))
    else:
        assert found == Cell(2, 100_000 + size_bytes, ())


def test_a_cell_says_how_much_or_what_is_lacking() -> None:
    lacking = Cell(1, 5, (GEVENT, UVLOOP))
    assert text_of(Cell(35, 7_900_000, ()), None) == "35 wheels, 8 MB"
    assert text_of(lacking, None) == "**no wheel:** gevent 26.9.0, uvloop 0.23.0"
    assert text_of(lacking, KNOWN_GEVENT).endswith(" ([known](../docs/decisions/page.md))")


def test_only_what_is_promised_and_not_known_is_complained_about() -> None:
    lacking = Cell(1, 5, (GEVENT, UVLOOP))
    row = Row("3.11", MAC, ("load",))
    assert complaints(row, "load", lacking, KNOWN_GEVENT) == [
        "Python 3.11 on macOS ARM64, load: uvloop has no wheel"
    ]
    assert complaints(row, "local", lacking, None) == []


def test_an_exception_that_is_none_any_more_is_complained_about() -> None:
    row = Row("3.11", MAC, ("load",))
    assert complaints(row, "load", Cell(64, 5, ()), KNOWN_GEVENT) == [
        "Python 3.11 on macOS ARM64, load: gevent is a known exception, but has a wheel"
    ]


def test_each_exception_is_of_a_row_and_has_a_page() -> None:
    cells = {(row.python, row.system.name, part) for row in ROWS for part in PARTS}
    assert set(KNOWN) <= cells
    for known in KNOWN.values():
        assert (ROOT / "docs" / "decisions" / known.page).exists()


def test_the_pythons_are_those_of_the_classifiers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    named = [one for one in project["classifiers"] if one.startswith(prefix)]
    assert [one.rpartition(" ")[2] for one in named] == list(PYTHONS)
    assert project["requires-python"] == f">={PYTHONS[0]}"
