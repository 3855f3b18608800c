"""What must be installed before a stack can start, checked before anything is started."""

from edgeproof import extras

ENDPOINT_PACKAGES = ("redis", "starlette", "uvicorn", "httptools", "uvloop")
INSTALL_COMMAND = "pip install 'edgeproof[local]'"


def require_packages(*names: str) -> None:
    """Raise UnavailableError, naming the command that mends it, if a package is missing."""
    extras.require_packages("the embedded stack", "local", names)
