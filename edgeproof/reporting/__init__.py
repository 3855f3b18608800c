"""Reporting: one result document in; what people read, out."""

from edgeproof.reporting.deviations import deviation_notes, excuse
from edgeproof.reporting.document import (
    LEFT_OUT,
    SCHEMA,
    Consistency,
    DeviationRecord,
    Evidence,
    ExchangeRecord,
    HistoryRecord,
    LawResult,
    Message,
    OperationRecord,
    Result,
    TargetRecord,
    Totals,
    Verdict,
    as_json,
    json_schema,
    verdict_on,
)
from edgeproof.reporting.timeline import history_record

__all__ = [
    "LEFT_OUT",
    "SCHEMA",
    "Consistency",
    "DeviationRecord",
    "Evidence",
    "ExchangeRecord",
    "HistoryRecord",
    "LawResult",
    "Message",
    "OperationRecord",
    "Result",
    "TargetRecord",
    "Totals",
    "Verdict",
    "as_json",
    "deviation_notes",
    "excuse",
    "history_record",
    "json_schema",
    "verdict_on",
]
