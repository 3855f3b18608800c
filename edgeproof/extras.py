"""The extras of an installation: what a part of edgeproof needs, and not everybody has."""

import importlib.util
from typing import Final

from edgeproof.errors import UnavailableError

LOAD_PACKAGES: Final = ("uvloop", "httptools")


def require_load_packages() -> None:
    """Raise UnavailableError, naming the command that mends it, if the load engine cannot run."""
    require_packages("the load engine", "load", LOAD_PACKAGES)


def require_packages(part: str, extra: str, names: tuple[str, ...]) -> None:
    """Raise UnavailableError, naming part and command, if a package of an extra is missing."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise UnavailableError(
            f"{part} lacks {', '.join(missing)}", f"pip install 'edgeproof[{extra}]'"
        )
