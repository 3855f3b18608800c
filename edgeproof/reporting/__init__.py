"""Reporting: turns one result document into everything that people read."""

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
    Leftover,
    Message,
    OperationRecord,
    Result,
    TargetRecord,
    Totals,
    Verdict,
    json_schema,
    verdict_on,
)
from edgeproof.reporting.head import target_record, timestamp
from edgeproof.reporting.load.slo import Slo, judge_slo, parse_slo
from edgeproof.reporting.load.verdict import reason_of_load, verdict_on_load
from edgeproof.reporting.load_document import (
    Capacity,
    GeneratorResult,
    LoadModel,
    LoadResult,
    LoadViolation,
    RateTried,
    Second,
    SloResult,
    StepResult,
)
from edgeproof.reporting.publishing import as_json, schema_of
from edgeproof.reporting.reading import RESULT_FILE, read_result, result_in
from edgeproof.reporting.timeline import history_record

__all__ = [
    "LEFT_OUT",
    "RESULT_FILE",
    "SCHEMA",
    "Capacity",
    "Consistency",
    "DeviationRecord",
    "Evidence",
    "ExchangeRecord",
    "GeneratorResult",
    "HistoryRecord",
    "LawResult",
    "Leftover",
    "LoadModel",
    "LoadResult",
    "LoadViolation",
    "Message",
    "OperationRecord",
    "RateTried",
    "Result",
    "Second",
    "Slo",
    "SloResult",
    "StepResult",
    "TargetRecord",
    "Totals",
    "Verdict",
    "as_json",
    "deviation_notes",
    "excuse",
    "history_record",
    "json_schema",
    "judge_slo",
    "parse_slo",
    "read_result",
    "reason_of_load",
    "result_in",
    "schema_of",
    "target_record",
    "timestamp",
    "verdict_on",
    "verdict_on_load",
]
