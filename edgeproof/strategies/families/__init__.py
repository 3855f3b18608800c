"""The families of Redis commands, each a grammar of its own."""

from edgeproof.strategies.families.bitmaps import BITMAP
from edgeproof.strategies.families.geo import GEO
from edgeproof.strategies.families.hyperloglogs import HYPERLOGLOG
from edgeproof.strategies.families.scripts import SCRIPT
from edgeproof.strategies.families.stream_groups import STREAM_GROUPS
from edgeproof.strategies.families.streams import STREAM
from edgeproof.strategies.families.strings import STRING

FAMILIES = {
    family.name: family
    for family in (STRING, BITMAP, HYPERLOGLOG, GEO, STREAM, STREAM_GROUPS, SCRIPT)
}
"""Every family by name."""

__all__ = [
    "BITMAP",
    "FAMILIES",
    "GEO",
    "HYPERLOGLOG",
    "SCRIPT",
    "STREAM",
    "STREAM_GROUPS",
    "STRING",
]
