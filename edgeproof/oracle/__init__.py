"""The oracle: a real Redis that is asked the same as the deployment."""

from edgeproof.oracle.oracle import Oracle

__all__ = ["Oracle"]
