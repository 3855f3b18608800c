"""Submissions: the results given to a gate, each with the digest of its bytes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from edgeproof.errors import ConfigurationError
from edgeproof.reporting import RESULT_FILE, Result, result_in
from edgeproof.reporting.files import read_limited

EVERY_REPORT = f"reports/*/{RESULT_FILE}"
"""The results that are judged if none is named."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A file and its content: a result, or the reason why there is none.

    `sha256` (hexadecimal) is None if the file could not be read at all.
    """

    file: str
    sha256: str | None = None
    result: Result | None = None
    problem: str = ""


def submissions(paths: Iterable[Path]) -> list[Submission]:
    """The results in these files, or in the `result.json` of these folders; none is left out.

    A file that cannot be read is a submission too, with its problem: if the gate ignored it, it
    would open.
    """
    return [_submission(path / RESULT_FILE if path.is_dir() else path) for path in paths]


def every_report(folder: Path) -> list[Path]:
    """The results under `reports/` of a folder, sorted by name, as paths relative to the folder."""
    return [file.relative_to(folder) for file in sorted(folder.glob(EVERY_REPORT))]


def _submission(file: Path) -> Submission:
    name = str(file)
    try:
        document = read_limited(file)
    except ConfigurationError as error:
        return Submission(file=name, problem=str(error))
    sha256 = hashlib.sha256(document).hexdigest()
    try:
        return Submission(file=name, sha256=sha256, result=result_in(document, name))
    except ConfigurationError as error:
        return Submission(file=name, sha256=sha256, problem=str(error))
