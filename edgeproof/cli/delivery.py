"""Where a document goes: standard output or files; and the exit code that follows from it."""

import sys
from pathlib import Path

from rich.text import Text

from edgeproof.reporting import Result, Verdict, as_json
from edgeproof.reporting.files import write_whole
from edgeproof.reporting.terminal import Terminal

EXIT_CODES: dict[Verdict, int] = {"pass": 0, "fail": 1, "inconclusive": 3}


def deliver(result: Result, folder: Path | None, *, is_json: bool) -> None:
    """Print the document if asked to, and write all its forms into the folder if one is named."""
    if is_json:
        sys.stdout.buffer.write(as_json(result))
        sys.stdout.flush()
    if folder is not None:
        from edgeproof.reporting.forms import PAGE_FILE, all_forms

        for name, document in all_forms(result):
            write_whole(folder / name, document)
        say_where(folder / PAGE_FILE, is_json=is_json)


def say_where(*files: Path, is_json: bool = False) -> None:
    """Say where the reports are, on standard error if standard output is read by a program."""
    console = Terminal(stderr=is_json)
    for file in files:
        console.print(Text(f"report: {file}", style="dim"), soft_wrap=True)
