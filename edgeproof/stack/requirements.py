"""What must be installed before a stack can start, checked before anything is started."""

from edgeproof import extras

ENDPOINT_PACKAGES = ("redis", "starlette", "uvicorn", "httptools", "uvloop")
EXTRA = "local"


def require_local_packages(*names: str) -> None:
    """Raise UnavailableError, saying what to do, if a package is missing."""
    extras.require_packages("the embedded stack", EXTRA, names)
