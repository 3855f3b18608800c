"""Versions of edgeproof: which laws an upgrade has added."""

import re
from typing import Final

from edgeproof.errors import ConfigurationError
from edgeproof.laws.registry import Law

_VERSION: Final = re.compile(r"\d+(\.\d+){0,2}", re.ASCII)


def parse_version(text: str, source: str = "--laws-as-of") -> str:
    """The text, if it is a version like `0.3`. Raises ConfigurationError, naming `source`."""
    if _VERSION.fullmatch(text.strip()) is None:
        raise ConfigurationError(f"{source} is not a valid version", "give one like 0.3")
    return text.strip()


def is_newer(law: Law, version: str | None) -> bool:
    """Whether the law has been added after that version; None stands for the newest."""
    return version is not None and _parts(law.since) > _parts(version)


def _parts(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple([*numbers, 0, 0][:3])
