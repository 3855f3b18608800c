"""msgspec's hooks for tokens and paths, to send settings to a process of our own."""

from pathlib import Path
from typing import Any

from edgeproof.deployments.deployment import Secret


def revealing(value: object) -> Any:  # noqa: ANN401  (msgspec's hook)
    """Tokens and paths as text, for the pipe to that process and for nothing else."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError


def restored(kind: type, value: Any) -> Any:  # noqa: ANN401  (msgspec's hook)
    """The inverse of `revealing`."""
    if kind in {Secret, Path}:
        return kind(value)
    raise NotImplementedError
