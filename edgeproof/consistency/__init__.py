"""Histories of overlapping operations, and what they say about a deployment's consistency."""

from edgeproof.consistency.history import (
    Operation,
    Overlap,
    in_order,
    overlap_in,
)
from edgeproof.consistency.linearizability import (
    Linearizable,
    SearchVerdict,
    check_linearizable,
    is_linearizable,
)
from edgeproof.consistency.model import History, Model
from edgeproof.consistency.models import (
    ALL_KEYS,
    KEY_BY_KEY,
    OWN_KEYS,
    POST_BY_POST,
    WHOLE_LIST,
    WHOLE_SET,
    with_ids_found,
)
from edgeproof.consistency.set_checker import (
    FOREIGN,
    SetHistory,
    SetVerdict,
    Span,
    Violation,
    ViolationKind,
    check_set,
    text_digest,
)
from edgeproof.consistency.windows import Window

__all__ = [
    "ALL_KEYS",
    "FOREIGN",
    "KEY_BY_KEY",
    "OWN_KEYS",
    "POST_BY_POST",
    "WHOLE_LIST",
    "WHOLE_SET",
    "History",
    "Linearizable",
    "Model",
    "Operation",
    "Overlap",
    "SearchVerdict",
    "SetHistory",
    "SetVerdict",
    "Span",
    "Violation",
    "ViolationKind",
    "Window",
    "check_linearizable",
    "check_set",
    "in_order",
    "is_linearizable",
    "overlap_in",
    "text_digest",
    "with_ids_found",
]
