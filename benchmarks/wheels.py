"""Whether all that edgeproof installs is a wheel: `python -m benchmarks.wheels`.

A row for each Python and platform, as Markdown, printed as it comes and kept in `reports/wheels.md`.
A run goes on where the one before stopped, as long as the dependencies in `pyproject.toml` are the
same; `--fresh` starts over. Exits with 1 if a promised cell has a package without a wheel, which the
cell then names.

Each cell takes two questions, for pip alone would answer another one. pip evaluates environment
markers (`python_version < "3.13"`) for the Python that runs it, also with `--python-version` and
`--platform`. So uv resolves what would be installed there. It may choose releases without a wheel, as
`pip install` would: told to take wheels only, it would silently go back to an older release. pip
then says of just these releases whether it finds wheels, as `pip download --no-deps
--only-binary=:all: --python-version … --platform …` would, but without the gigabytes: a dry run reads
the same index with the same tags.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from uv import find_uv_bin

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final = ROOT / "pyproject.toml"
TABLE: Final = ROOT / "reports" / "wheels.md"

PARTS: Final = ("core", "local", "load")
LOCAL_SETTINGS: Final = ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT")
"""What would add packages that others do not have, or hide some."""


NO_WHEEL: Final = "**no wheel:**"


class Platform(NamedTuple):
    """A system: its name here, that for uv, and pip's tags of it, the newest first."""

    name: str
    uv: str
    tags: tuple[str, ...]


def _glibc(machine: str) -> tuple[str, ...]:
    """The tags of Linux with glibc 2.28, which is older than any system still supported."""
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)),)


LINUX: Final = Platform("Linux x86-64", "x86_64-manylinux_2_28", _glibc("x86_64"))
LINUX_ARM: Final = Platform("Linux ARM64", "aarch64-manylinux_2_28", _glibc("aarch64"))
MAC: Final = Platform("macOS ARM64", "aarch64-apple-darwin", ("macosx_13_0_arm64",))
MUSL: Final = Platform(
    "musl x86-64",
    "x86_64-unknown-linux-musl",
    ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64"),
)
WINDOWS: Final = Platform("Windows x86-64", "x86_64-pc-windows-msvc", ("win_amd64",))


class Row(NamedTuple):
    """A Python on a platform, and the parts of edgeproof for which wheels are promised there."""

    python: str
    platform: Platform
    promised: tuple[str, ...] = ()


PROMISED: Final = [
    Row(python, platform, PARTS)
    for python in ("3.11", "3.12", "3.13", "3.14")
    for platform in (LINUX, LINUX_ARM, MAC)
]
TOLD: Final = [Row("3.15", platform) for platform in (LINUX, LINUX_ARM, MAC)]
ELSEWHERE: Final = [
    Row(python, platform, ("core",)) for python in ("3.11", "3.14") for platform in (MUSL, WINDOWS)
]

Wheels = dict[str, int]
"""Bytes by file name."""


def resolved(row: Row, part: str) -> dict[str, Wheels]:
    """What is installed there: wheels that fit, by package as `name==version`."""
    extra = [] if part == "core" else ["--extra", part]
    output = subprocess.run(
        [find_uv_bin(), "pip", "compile", PROJECT, *extra, "--no-config", "--quiet"]
        + ["--format=pylock.toml", f"--python={sys.executable}"]
        + [f"--python-version={row.python}", f"--python-platform={row.platform.uv}"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return {
        f"{package['name']}=={package['version']}": {
            wheel["url"].rpartition("/")[2]: wheel["size"] for wheel in package.get("wheels", [])
        }
        for package in tomllib.loads(output)["packages"]
    }


def found(row: Row, packages: set[str]) -> tuple[set[str], set[str]]:
    """The file names of the wheels that pip takes there, and the packages without one."""
    missing: set[str] = set()
    while True:
        ended = _ask_pip(row, sorted(packages - missing))
        if ended.returncode == 0:
            taken = json.loads(ended.stdout)["install"]
            urls = [one["download_info"]["url"] for one in taken]
            return {url.rpartition("/")[2] for url in urls}, missing
        named = re.findall(r"No matching distribution found for (\S+)", ended.stderr)
        if not named:
            sys.exit(ended.stderr)
        missing.update(named)


def _ask_pip(row: Row, packages: list[str]) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if name not in LOCAL_SETTINGS}
    with tempfile.TemporaryDirectory() as empty:
        return subprocess.run(
            [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--report=-"]
            + ["--no-deps", "--only-binary=:all:", "--ignore-installed", f"--target={empty}"]
            + ["--implementation=cp", f"--python-version={row.python}"]
            + [f"--abi=cp{row.python.replace('.', '')}"]
            + [f"--platform={tag}" for tag in row.platform.tags]
            + packages,
            capture_output=True,
            text=True,
            env=settings | {"PIP_CONFIG_FILE": os.devnull},
            check=False,
        )


def answer(row: Row) -> str:
    """The row as Markdown."""
    parts = {part: resolved(row, part) for part in PARTS}
    taken, missing = found(row, set().union(*parts.values()))
    return _line(*key(row), *(_cell(parts[part], taken, missing) for part in PARTS))


def key(row: Row) -> tuple[str, str]:
    """What the first two columns say."""
    return row.python, row.platform.name


def holds(row: Row, line: str) -> bool:
    """Whether all that is promised of a row is a wheel."""
    cells = dict(zip(PARTS, _cells(line)[2:], strict=True))
    return not any(cells[part].startswith(NO_WHEEL) for part in row.promised)


def _cell(packages: dict[str, Wheels], taken: set[str], missing: set[str]) -> str:
    lacking = sorted(missing.intersection(packages))
    if lacking:
        return f"{NO_WHEEL} {', '.join(lacking)}"
    sizes = [size for wheels in packages.values() for name, size in wheels.items() if name in taken]
    assert len(sizes) == len(packages), "uv and pip disagree about a wheel"
    return f"{len(packages)} wheels, {sum(sizes) / 1e6:.0f} MB"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(line: str) -> list[str]:
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


def heading() -> list[str]:
    """The first lines of the table: of which dependencies it is, and what its columns are."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    asked = [project["dependencies"], *(project["optional-dependencies"][one] for one in PARTS[1:])]
    digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
    columns = ("Python", "system", "core", "`[local]`", "`[load]`")
    return [f"<!-- dependencies: {digest[:16]} -->", _line(*columns), "|---" * len(columns) + "|"]


def kept() -> dict[tuple[str, str], str]:
    """The rows of the run before, by Python and system; none if it asked of other dependencies."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    head = heading()
    if lines[: len(head)] != head:
        return {}
    return {(cells[0], cells[1]): line for line in lines[len(head) :] if (cells := _cells(line))}


def main() -> None:
    """Ask for each row that is not known yet, and print all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fresh", action="store_true", help="ask again for every row")
    known = {} if parser.parse_args().fresh else kept()
    all_hold = True
    with TABLE.open("w", encoding="utf-8") as table:
        for line in heading():
            _write(table, line)
        for row in (*PROMISED, *TOLD, *ELSEWHERE):
            line = known.get(key(row)) or answer(row)
            _write(table, line)
            all_hold &= holds(row, line)
    sys.exit(not all_hold)


def _write(table: TextIO, line: str) -> None:
    print(line, flush=True)
    print(line, file=table, flush=True)


if __name__ == "__main__":
    main()
