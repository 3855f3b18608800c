"""Processes and folders, seen from outside."""

import importlib.util
import os
import time
from collections.abc import Callable, Iterable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

DEADLINE_S = 5.0


def is_running(pid: int) -> bool:
    """Return whether a process runs; one that ended and is not yet waited for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def hide(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Let packages look as if they were not installed."""
    find = importlib.util.find_spec

    def find_others(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in packages else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_others)


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], bool]:
    """Return a function that waits for a condition, and says whether it came to hold in time."""

    def wait(condition: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    return wait


@pytest.fixture
def are_gone(
    wait_until: Callable[[Callable[[], bool]], bool],
) -> Callable[[Iterable[int], Path], bool]:
    """Return a function that waits until processes have ended and a folder is removed."""

    def gone(pids: Iterable[int], folder: Path) -> bool:
        pids = list(pids)
        return wait_until(lambda: not folder.exists() and not any(map(is_running, pids)))

    return gone


@pytest.fixture
def empty_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make PATH one empty folder, and return it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make the user's cache an empty folder, and return the one that edgeproof will use in it."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, **_: tmp_path / "cache" / name)
    return tmp_path / "cache" / "edgeproof"
