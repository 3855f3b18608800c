"""The set checker: histories of a set, judged in one pass, whatever their length."""

from edgeproof.consistency.set_checker.checker import check_set
from edgeproof.consistency.set_checker.history import FOREIGN, SetHistory, Span, text_digest
from edgeproof.consistency.set_checker.violations import SetVerdict, Violation, ViolationKind

__all__ = [
    "FOREIGN",
    "SetHistory",
    "SetVerdict",
    "Span",
    "Violation",
    "ViolationKind",
    "check_set",
    "text_digest",
]
