"""The oracle: a real Redis that is asked the same as the deployment."""

from edgeproof.oracle.agreement import agrees, readable, says_it_is_lacking, spell, spells
from edgeproof.oracle.oracle import Oracle

__all__ = ["Oracle", "agrees", "readable", "says_it_is_lacking", "spell", "spells"]
