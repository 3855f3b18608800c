"""The families of Redis commands, each a grammar of its own."""

from edgeproof.strategies.families.keys import KEYS_OF_ANY_TYPE
from edgeproof.strategies.families.strings import STRING

FAMILIES = {family.name: family for family in (STRING, KEYS_OF_ANY_TYPE)}
"""Every family by name."""

__all__ = ["FAMILIES", "KEYS_OF_ANY_TYPE", "STRING"]
