"""Histories of overlapping operations, and what they say about a deployment's consistency."""

from edgeproof.consistency.history import (
    Operation,
    Overlap,
    in_order,
    load_history,
    overlap_in,
    save_history,
)
from edgeproof.consistency.recorder import Call, Recorder
from edgeproof.consistency.set_checker import check_set
from edgeproof.consistency.set_history import FOREIGN, SetHistory, Span, text_digest
from edgeproof.consistency.set_operations import from_operations
from edgeproof.consistency.set_violations import SetVerdict, Violation, ViolationKind

__all__ = [
    "FOREIGN",
    "Call",
    "Operation",
    "Overlap",
    "Recorder",
    "SetHistory",
    "SetVerdict",
    "Span",
    "Violation",
    "ViolationKind",
    "check_set",
    "from_operations",
    "in_order",
    "load_history",
    "overlap_in",
    "save_history",
    "text_digest",
]
