"""Reporting: one result document in; what people read, out."""

from edgeproof.reporting.document import (
    LEFT_OUT,
    SCHEMA,
    Consistency,
    Evidence,
    ExchangeRecord,
    LawResult,
    Message,
    Result,
    TargetRecord,
    Totals,
    Verdict,
    as_json,
    json_schema,
    verdict_on,
)

__all__ = [
    "LEFT_OUT",
    "SCHEMA",
    "Consistency",
    "Evidence",
    "ExchangeRecord",
    "LawResult",
    "Message",
    "Result",
    "TargetRecord",
    "Totals",
    "Verdict",
    "as_json",
    "json_schema",
    "verdict_on",
]
