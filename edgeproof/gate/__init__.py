"""Gate: rules over results, and the attestation that a deployment requires."""

from edgeproof.gate.ages import parse_age
from edgeproof.gate.attestation import (
    ATTESTATION_FILE,
    Attestation,
    ResultRecord,
    WorkerRecord,
    attestation_schema,
    read_attestation,
)
from edgeproof.gate.gate import GateSettings, attest
from edgeproof.gate.rules import Rules
from edgeproof.gate.shipping import UnprovenError, digest_of, require_proof
from edgeproof.gate.submissions import EVERY_REPORT, every_report
from edgeproof.gate.summary import as_lines, attestation_as_markdown

__all__ = [
    "ATTESTATION_FILE",
    "EVERY_REPORT",
    "Attestation",
    "GateSettings",
    "ResultRecord",
    "Rules",
    "UnprovenError",
    "WorkerRecord",
    "as_lines",
    "attest",
    "attestation_as_markdown",
    "attestation_schema",
    "digest_of",
    "every_report",
    "parse_age",
    "read_attestation",
    "require_proof",
]
