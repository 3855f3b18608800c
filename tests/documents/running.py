"""`edgeproof` as somebody in a checkout runs it, on a terminal of 80 columns."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.documents.pages import PROJECT

COLUMNS: Final = 80

_OWN_VARIABLES: Final = ("EDGEPROOF_", "UPSTASH_", "KV_REST_", "PYTEST_", "FORCE_COLOR")

_ADDRESS: Final = re.compile(r"(?<=127\.0\.0\.1:)\d+")
_TOKEN: Final = re.compile(r"(?<=TOKEN=)\S+")
_VERSION: Final = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])")


def printed(*arguments: str, expected: int = 0) -> str:
    """What a command prints. Raises AssertionError unless it exits with the expected code."""
    ended = subprocess.run(
        [sys.executable, "-m", "edgeproof", *arguments],
        cwd=PROJECT,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == expected, ended.stdout + ended.stderr
    return _as_lines(ended.stdout)


def printed_until(mark: str, *arguments: str, limit_s: float = 60.0) -> str:
    """What a command that runs on prints up to and with the line that has the mark.

    Ports, tokens and versions are `…`: they are others each time, or on each machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "output"
        with (
            file.open("wb") as output,
            subprocess.Popen(
                [sys.executable, "-m", "edgeproof", *arguments],
                cwd=PROJECT,
                env=_environment(),
                stdout=output,
                stderr=subprocess.DEVNULL,
            ) as running,
        ):
            try:
                _wait_for(mark, file, limit_s)
            finally:
                running.terminate()
        shown = _as_lines(file.read_text("utf-8"))
    shown = shown[: shown.index("\n", shown.index(mark)) + 1]
    for part in (_ADDRESS, _TOKEN, _VERSION):
        shown = part.sub("…", shown)
    return shown


def excerpt(output: str, *parts: tuple[str, str | None]) -> str:
    """The lines from one that begins with the first word of a part to the next with its second.

    Without a second they go on to the end. What is left out is a line with `…`.
    """
    lines = output.splitlines()
    shown: list[str] = []
    place = 0
    for first, last in parts:
        start = _next(lines, place, first)
        end = len(lines) if last is None else _next(lines, start, last) + 1
        shown += [*["…"][: start > place], *lines[start:end]]
        place = end
    return "".join(f"{line}\n" for line in [*shown, *["…"][: place < len(lines)]])


def _next(lines: Sequence[str], place: int, beginning: str) -> int:
    return next(at for at in range(place, len(lines)) if lines[at].startswith(beginning))


def _as_lines(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


def _environment() -> dict[str, str]:
    """The environment, without what would point a command at some deployment, or colour it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)
    }
    return {**kept, "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "PYTHONUTF8": "1"}


def _wait_for(mark: str, file: Path, limit_s: float) -> None:
    deadline_s = time.monotonic() + limit_s
    while mark not in file.read_text("utf-8"):
        assert time.monotonic() < deadline_s, f"{mark} was not printed within {limit_s:g} s"
        time.sleep(0.05)
