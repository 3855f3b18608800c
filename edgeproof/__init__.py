"""edgeproof: proves that an edge API and the Redis-over-HTTP database under it behave."""

from importlib.metadata import version

__version__ = version("edgeproof")
