"""The families of Redis commands, each a grammar of its own."""

from edgeproof.strategies.families.strings import STRING

FAMILIES = {family.name: family for family in (STRING,)}
"""Every family by name."""

__all__ = ["FAMILIES", "STRING"]
