"""Where a result goes: standard output, a folder, and the exit code."""

import sys
from pathlib import Path

from edgeproof.errors import EdgeproofError
from edgeproof.reporting import RESULT_FILE, Result, Verdict, as_json

EXIT_CODES: dict[Verdict, int] = {"pass": 0, "fail": 1, "inconclusive": 3}


def deliver(result: Result, folder: Path | None, *, is_json: bool) -> None:
    """Print the document, if asked to, and write it into the folder, if one is named."""
    document = as_json(result)
    if is_json:
        sys.stdout.buffer.write(document)
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / RESULT_FILE).write_bytes(document)
        except OSError as error:
            raise EdgeproofError(f"the result cannot be written to {folder}", str(error)) from None
