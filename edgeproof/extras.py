"""The extras of an installation: what a part of edgeproof needs, and not everybody has."""

import importlib.util
import platform
from typing import Final

from edgeproof.errors import UnavailableError

LOAD_PACKAGES: Final = ("uvloop", "httptools")

_INSTEAD: Final = {
    "Windows": "WSL",
    "Linux with musl": "an image with glibc, such as python:3.13-slim",
}
"""Systems for which packages of the extras have no wheel, and what to use in their place."""


def require_load_packages() -> None:
    """Raise UnavailableError, saying what to do, if the load engine cannot run."""
    require_packages("the load engine", "load", LOAD_PACKAGES)


def require_packages(part: str, extra: str, names: tuple[str, ...]) -> None:
    """Raise UnavailableError, naming part and remedy, if a package of an extra is missing."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise UnavailableError(f"{part} lacks {', '.join(missing)}", remedy(extra))


def remedy(extra: str) -> str:
    """What to do without a package of an extra: the command that installs it, where one does."""
    system = _system()
    if system not in _INSTEAD:
        return f"pip install 'edgeproof[{extra}]'"
    return (
        f"not all of [{extra}] has wheels for {system}; use {_INSTEAD[system]}, "
        "or only check deployments by URL (--posts, --redis)"
    )


def _system() -> str:
    """The system as pip tells them apart: by the wheels that it takes."""
    from packaging.tags import platform_tags  # noqa: PLC0415  (only an error needs it)

    is_musl = any(tag.startswith("musllinux") for tag in platform_tags())
    return "Linux with musl" if is_musl else platform.system()
