"""The objects whose histories are checked, each as pure functions of state and operation."""

from edgeproof.consistency.models.posts import POST_BY_POST, WHOLE_LIST, with_ids_found
from edgeproof.consistency.models.sets import SET
from edgeproof.consistency.models.strings import KEY_BY_KEY, KEYS, OWN_KEYS

__all__ = ["KEYS", "KEY_BY_KEY", "OWN_KEYS", "POST_BY_POST", "SET", "WHOLE_LIST", "with_ids_found"]
