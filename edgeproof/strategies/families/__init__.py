"""The families of Redis commands, each a grammar of its own."""

from edgeproof.strategies.families.hashes import HASH
from edgeproof.strategies.families.keys import KEYS_OF_ANY_TYPE
from edgeproof.strategies.families.lexical_ranges import LEXICAL_RANGE
from edgeproof.strategies.families.lists import LIST
from edgeproof.strategies.families.sets import SET
from edgeproof.strategies.families.sorted_set_algebra import SORTED_SET_ALGEBRA
from edgeproof.strategies.families.sorted_sets import SORTED_SET
from edgeproof.strategies.families.strings import STRING

_ALL = (
    *(HASH, KEYS_OF_ANY_TYPE, LEXICAL_RANGE, LIST, SET, SORTED_SET, SORTED_SET_ALGEBRA),
    STRING,
)

FAMILIES = {family.name: family for family in _ALL}
"""Every family by name."""

__all__ = [
    "FAMILIES",
    "HASH",
    "KEYS_OF_ANY_TYPE",
    "LEXICAL_RANGE",
    "LIST",
    "SET",
    "SORTED_SET",
    "SORTED_SET_ALGEBRA",
    "STRING",
]
