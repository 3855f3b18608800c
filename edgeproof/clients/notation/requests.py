"""The commands in a request to a Redis REST API, however it is written."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

import msgspec

_BATCHES: Final = frozenset({"PIPELINE", "MULTI-EXEC"})
MOST_READ: Final = 1 << 20
"""A larger body is not read."""


def commands_in(target: str, body: bytes) -> list[Sequence[object]]:
    """The commands of a request with that target (below the base URL) and body.

    A body that is not read as JSON has none. A JSON array at the root counts as one command, and
    each array in it as another: servers differ in what they take it for.
    """
    path = target.partition("?")[0].strip("/")
    words = [unquote(part) for part in path.split("/")] if path else []
    if words and words[0].upper() not in _BATCHES:
        return [[*words, *([body.decode("utf-8", "replace")] if body else [])]]
    if not body or len(body) > MOST_READ:
        return []
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not isinstance(value, list):
        return []
    arrays = [item for item in value if isinstance(item, list)]
    found: list[Sequence[object]] = [value] if not words else []
    return [*found, *arrays]


def name_of(command: Sequence[object]) -> str:
    """The command's name in capitals; empty if it has none."""
    return command[0].strip().upper() if command and isinstance(command[0], str) else ""
