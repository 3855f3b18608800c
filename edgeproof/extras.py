"""The extras of an installation: packages that a part of edgeproof needs, and not everybody has."""

import importlib.util
import platform
from typing import Final

from edgeproof.errors import UnavailableError

LOAD_PACKAGES: Final = ("uvloop", "httptools")

_INSTEAD: Final = {
    "Windows": "WSL",
    "Linux with musl": "an image with glibc, such as python:3.13-slim",
}
"""Systems for which the extras have packages without wheels, and what to use instead."""


def require_load_packages() -> None:
    """Raise UnavailableError with a remedy if the load engine cannot run."""
    require_packages("the load engine", "load", LOAD_PACKAGES)


def require_packages(part: str, extra: str, names: tuple[str, ...]) -> None:
    """Raise UnavailableError, naming the part and a remedy, if a package of an extra is missing."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise UnavailableError(f"{part} is missing {', '.join(missing)}", remedy(extra))


def remedy(extra: str) -> str:
    """What to do about a missing package of an extra: the command to install it, if one works."""
    system = _system()
    if system not in _INSTEAD:
        return f"pip install 'edgeproof[{extra}]'"
    return (
        f"some packages of [{extra}] have no wheel for {system}; use {_INSTEAD[system]}, "
        "or only check deployments by URL (--posts, --redis)"
    )


def _system() -> str:
    """The system as pip sees it: by the wheels that fit."""
    from packaging.tags import platform_tags  # noqa: PLC0415  (only an error needs it)

    is_musl = any(tag.startswith("musllinux") for tag in platform_tags())
    return "Linux with musl" if is_musl else platform.system()
