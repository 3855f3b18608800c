"""Whether all that edgeproof installs is a wheel: `python -m benchmarks.wheels`.

A row for each Python and system, as Markdown, printed as it comes and kept in `reports/wheels.md`.
Exits with 1 if a promised cell has a package without a wheel that is not a known exception, or if
an exception is not one any more.

uv resolves what would be installed there: it evaluates environment markers for the Python and the
system that it is told, and pip only for the Python that runs it. It may choose releases without a
wheel, as `pip install` would: told to take wheels only, it would silently go back to an older
release. Whether a wheel of a release fits, `packaging` decides, as it does inside pip.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

ROOT: Final = Path(__file__).parent.parent
TABLE: Final = ROOT / "reports" / "wheels.md"
LOCAL_SETTINGS: Final = ("UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_CONSTRAINT")
"""What would add packages that others do not have, or hide some."""

PARTS: Final = ("core", "local", "load")


class System(NamedTuple):
    """A system: its name here, its name for uv, and its platform tags, the best first."""

    name: str
    uv: str
    tags: tuple[str, ...]


def _glibc(machine: str) -> tuple[str, ...]:
    """The tags of Linux with glibc 2.28, which is older than that of any supported system."""
    old_names = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
    return tuple(
        f"{name}_{machine}"
        for minor in range(28, 4, -1)
        for name in (f"manylinux_2_{minor}", old_names.get(minor))
        if name
    )


LINUX: Final = System("Linux x86-64", "x86_64-manylinux_2_28", _glibc("x86_64"))
LINUX_ARM: Final = System("Linux ARM64", "aarch64-manylinux_2_28", _glibc("aarch64"))
MAC: Final = System("macOS ARM64", "aarch64-apple-darwin", (*mac_platforms((13, 0), "arm64"),))
MAC_INTEL: Final = System(
    "macOS x86-64", "x86_64-apple-darwin", (*mac_platforms((13, 0), "x86_64"),)
)
MUSL: Final = System(
    "musl x86-64", "x86_64-unknown-linux-musl", ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64")
)
WINDOWS: Final = System("Windows x86-64", "x86_64-pc-windows-msvc", ("win_amd64",))


class Row(NamedTuple):
    """A Python on a system, and the parts of edgeproof for which wheels are promised there."""

    python: str
    system: System
    promised: tuple[str, ...] = ()


PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""Those that edgeproof supports, as in the classifiers of `pyproject.toml`."""

ROWS: Final = (
    *(Row(python, system, PARTS) for python in PYTHONS for system in (LINUX, LINUX_ARM, MAC)),
    *(Row("3.15", system) for system in (LINUX, LINUX_ARM, MAC)),
    *(Row(python, MAC_INTEL) for python in ("3.11", "3.14")),
    *(Row(python, system, ("core",)) for python in PYTHONS for system in (MUSL, WINDOWS)),
)


class Known(NamedTuple):
    """Packages without a wheel that are known, and the decision that says what to do about them."""

    packages: frozenset[str]
    page: str


KNOWN: Final[Mapping[tuple[str, str, str], Known]] = {
    ("3.11", MAC.name, "load"): Known(frozenset({"gevent"}), "2026-11-29-wheels.md"),
}
"""By Python, system and part."""


class Package(NamedTuple):
    """A release that is installed, and the bytes of each of its wheels by file name."""

    name: str
    version: str
    wheels: Mapping[str, int]


class Cell(NamedTuple):
    """What a part installs: how many wheels, of how many bytes, and the releases without one."""

    wheels: int
    size_bytes: int
    lacking: tuple[Package, ...]

    @property
    def names(self) -> frozenset[str]:
        """The packages without a wheel."""
        return frozenset(one.name for one in self.lacking)


def cell_of(packages: Iterable[Package], accepted: tuple[Tag, ...]) -> Cell:
    """What of these releases a Python takes that accepts these tags, the best first."""
    lacking, sizes = [], []
    for package in packages:
        size_bytes = _size_taken(package.wheels, accepted)
        if size_bytes is None:
            lacking.append(package)
        else:
            sizes.append(size_bytes)
    return Cell(len(sizes), sum(sizes), tuple(lacking))


def _size_taken(wheels: Mapping[str, int], accepted: tuple[Tag, ...]) -> int | None:
    """The bytes of the wheel that pip takes; None if none fits."""
    ranks = {tag: rank for rank, tag in enumerate(accepted)}
    fitting = [
        (ranks[tag], size_bytes)
        for name, size_bytes in wheels.items()
        for tag in parse_wheel_filename(name)[3]
        if tag in ranks
    ]
    return min(fitting)[1] if fitting else None


@cache
def accepted_on(row: Row) -> tuple[Tag, ...]:
    """The tags of wheels that CPython accepts there, the best first."""
    major, minor = map(int, row.python.split("."))
    name = f"cp{major}{minor}"
    platforms = row.system.tags
    return (
        *cpython_tags((major, minor), abis=[name], platforms=platforms),
        *compatible_tags((major, minor), interpreter=name, platforms=platforms),
    )


def resolved(row: Row, part: str) -> list[Package]:
    """What uv would install there of the newest releases, with or without a wheel."""
    output = subprocess.run(
        _question(row, part),
        cwd=ROOT,
        env={name: text for name, text in os.environ.items() if name not in LOCAL_SETTINGS},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return [
        Package(
            package["name"],
            package["version"],
            {one["url"].rpartition("/")[2]: one["size"] for one in package.get("wheels", ())},
        )
        for package in tomllib.loads(output)["packages"]
    ]


def _question(row: Row, part: str) -> list[str]:
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"),
        *([] if part == "core" else [f"--extra={part}"]),
        *("--no-config", "--quiet", "--format=pylock.toml", f"--python={sys.executable}"),
        *(f"--python-version={row.python}", f"--python-platform={row.system.uv}"),
    ]


def text_of(cell: Cell, known: Known | None) -> str:
    """The cell in the table."""
    if not cell.lacking:
        return f"{cell.wheels} wheels, {cell.size_bytes / 1e6:.0f} MB"
    lacking = ", ".join(f"{one.name} {one.version}" for one in cell.lacking)
    link = f" ([known](../docs/decisions/{known.page}))" if known else ""
    return f"**no wheel:** {lacking}{link}"


def complaints(row: Row, part: str, cell: Cell, known: Known | None) -> list[str]:
    """What is not as it was promised, or not as it was known."""
    expected = known.packages if known else frozenset()
    place = f"Python {row.python} on {row.system.name}, {part}"
    missing = sorted(cell.names - expected) if part in row.promised else []
    outdated = sorted(expected - cell.names)
    return [f"{place}: {name} has no wheel" for name in missing] + [
        f"{place}: {name} is a known exception, but has a wheel" for name in outdated
    ]


def answers() -> Iterator[tuple[list[str], list[str]]]:
    """The cells of each row, and what is wrong with them."""
    for row in ROWS:
        texts, wrong = [row.python, row.system.name], []
        for part in PARTS:
            cell = cell_of(resolved(row, part), accepted_on(row))
            known = KNOWN.get((row.python, row.system.name, part))
            texts.append(text_of(cell, known))
            wrong += complaints(row, part, cell, known)
        yield texts, wrong


def main() -> None:
    """Ask for each row, and print all."""
    all_wrong: list[str] = []
    with TABLE.open("w", encoding="utf-8") as table:
        _write(table, "Python", "system", "core", "`[local]`", "`[load]`")
        _write(table, *["---"] * (2 + len(PARTS)))
        for texts, wrong in answers():
            _write(table, *texts)
            all_wrong += wrong
    sys.exit("\n".join(all_wrong) or 0)


def _write(table: TextIO, *cells: str) -> None:
    line = f"| {' | '.join(cells)} |"
    print(line, flush=True)
    print(line, file=table, flush=True)


if __name__ == "__main__":
    main()
