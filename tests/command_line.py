"""The command line, run in this process."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edgeproof.cli import main

RunCli = Callable[..., tuple[int, str, str]]
"""Takes arguments; returns the exit code, what was printed, and what on standard error."""


def cli_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> RunCli:
    """Run it from a folder and a bare environment."""
    for name in list(os.environ):
        if name.startswith(("EDGEPROOF_", "UPSTASH_", "KV_REST_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["edgeproof", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def assert_one_line(run: tuple[int, str, str], code: int, *words: str) -> None:
    """It ended with that code, and one line of error that has all of the words."""
    exit_code, _, errors = run
    assert exit_code == code, errors
    assert errors.count("\n") == 1
    assert errors.startswith("edgeproof: ")
    for word in words:
        assert word in errors
