"""The objects whose histories are checked, each as pure functions of state and operation."""

from edgeproof.consistency.models.posts import POST_BY_POST, WHOLE_LIST, with_ids_found
from edgeproof.consistency.models.sets import WHOLE_SET
from edgeproof.consistency.models.strings import ALL_KEYS, KEY_BY_KEY, OWN_KEYS

__all__ = [
    "ALL_KEYS",
    "KEY_BY_KEY",
    "OWN_KEYS",
    "POST_BY_POST",
    "WHOLE_LIST",
    "WHOLE_SET",
    "with_ids_found",
]
