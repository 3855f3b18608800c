"""The families of Redis commands, each with a grammar of its own."""

from edgeproof.strategies.families.bitmaps import BITMAP
from edgeproof.strategies.families.geo import GEO
from edgeproof.strategies.families.hashes import HASH
from edgeproof.strategies.families.hyperloglogs import HYPERLOGLOG
from edgeproof.strategies.families.keys import KEYS_OF_ANY_TYPE
from edgeproof.strategies.families.lexical_ranges import LEXICAL_RANGE
from edgeproof.strategies.families.lists import LIST
from edgeproof.strategies.families.scripts import SCRIPT
from edgeproof.strategies.families.sets import SET
from edgeproof.strategies.families.sorted_set_algebra import SORTED_SET_ALGEBRA
from edgeproof.strategies.families.sorted_sets import SORTED_SET
from edgeproof.strategies.families.stream_groups import STREAM_GROUPS
from edgeproof.strategies.families.streams import STREAM
from edgeproof.strategies.families.strings import STRING

_ALL = (
    *(BITMAP, GEO, HASH, HYPERLOGLOG, KEYS_OF_ANY_TYPE, LEXICAL_RANGE, LIST, SCRIPT, SET),
    *(SORTED_SET, SORTED_SET_ALGEBRA, STREAM, STREAM_GROUPS, STRING),
)

FAMILIES = {family.name: family for family in _ALL}
"""Every family by name."""

__all__ = [
    "BITMAP",
    "FAMILIES",
    "GEO",
    "HASH",
    "HYPERLOGLOG",
    "KEYS_OF_ANY_TYPE",
    "LEXICAL_RANGE",
    "LIST",
    "SCRIPT",
    "SET",
    "SORTED_SET",
    "SORTED_SET_ALGEBRA",
    "STREAM",
    "STREAM_GROUPS",
    "STRING",
]
