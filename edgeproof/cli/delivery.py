"""Where a document goes: standard output, a file, and the exit code."""

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
        write_document(document, folder / RESULT_FILE)


def write_document(document: bytes, file: Path) -> None:
    """Write a document into a file, and make its folder; EdgeproofError if that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(document)
    except OSError as error:
        detail = error.strerror or str(error)
        raise EdgeproofError(f"{file} cannot be written", detail) from None
