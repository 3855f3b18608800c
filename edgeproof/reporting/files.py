"""Files of documents: written complete or not at all, read up to a limit."""

import os
from pathlib import Path
from typing import Final

from edgeproof.errors import ConfigurationError

_MOST_MB: Final = 256
"""A result of a thorough run on a deployment that breaks every law has a few megabytes."""


def read_limited(file: Path) -> bytes:
    """The bytes of a file. Raises ConfigurationError, naming it, if it is unreadable or huge."""
    try:
        with file.open("rb") as opened:
            document = opened.read(_MOST_MB * 1_000_000 + 1)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read", error.strerror or "") from None
    if len(document) > _MOST_MB * 1_000_000:
        raise ConfigurationError(f"{file} is larger than {_MOST_MB} MB", "is it the right file?")
    return document


def write_whole(file: Path, document: str | bytes) -> None:
    """Write the document (text as UTF-8) beside its place first: nobody ever finds half of it.

    Missing folders are created. Raises ConfigurationError if it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, document.encode() if isinstance(document, str) else document)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written", error.strerror or "") from None


def _replace(file: Path, document: bytes) -> None:
    if file.exists() and not file.is_file():
        # A pipe or a device, such as /dev/stdout: it cannot be replaced, and keeps no halves.
        file.write_bytes(document)
        return
    whole = file.resolve()  # the target of a link is replaced, not the link
    temporary = whole.with_name(f".{whole.name}.{os.getpid()}")
    try:
        temporary.write_bytes(document)
        temporary.replace(whole)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
