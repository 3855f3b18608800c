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

__all__ = [
    "Call",
    "Operation",
    "Overlap",
    "Recorder",
    "in_order",
    "load_history",
    "overlap_in",
    "save_history",
]
