"""The oracle: a real Redis that is asked the same as the deployment."""

from edgeproof.oracle.agreement import agrees, readable, says_it_is_lacking, spell, spells
from edgeproof.oracle.differences import Difference, differences
from edgeproof.oracle.oracle import Oracle

__all__ = [
    "Difference",
    "Oracle",
    "agrees",
    "differences",
    "readable",
    "says_it_is_lacking",
    "spell",
    "spells",
]
