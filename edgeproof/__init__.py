"""edgeproof: proves that an edge API and the Redis-over-HTTP database under it behave.

The public names are listed in docs/api.md, and in `__all__` here and in the packages named there.
Everything else is internal.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from edgeproof.errors import ConfigurationError, EdgeproofError, UnavailableError
from edgeproof.version import VERSION

if TYPE_CHECKING:
    from edgeproof import load
    from edgeproof.api import check
    from edgeproof.deployments import Secret
    from edgeproof.reporting import Result

__all__ = [
    "ConfigurationError",
    "EdgeproofError",
    "Result",
    "Secret",
    "UnavailableError",
    "__version__",
    "check",
    "load",
]

__version__ = VERSION

_HOMES = {
    "check": "edgeproof.api",
    "Result": "edgeproof.reporting",
    "Secret": "edgeproof.deployments",
}
"""The modules of names that take a while to import; each is imported at its first use."""


def __getattr__(name: str) -> object:
    """The public name, imported at its first use."""
    if name == "load":
        return import_module("edgeproof.load")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
