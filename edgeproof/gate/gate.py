"""The gate: from results and rules to an attestation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from edgeproof.content import worker_file
from edgeproof.deployments import GateTable
from edgeproof.gate.attestation import Attestation, ResultRecord, WorkerRecord
from edgeproof.gate.judging import reasons
from edgeproof.gate.laws import Known, judged_anew
from edgeproof.gate.rules import rules_of, shown_path
from edgeproof.gate.shipping import digest_of
from edgeproof.gate.submissions import Submission, submissions
from edgeproof.laws import read_deviations
from edgeproof.reporting import excuse, timestamp
from edgeproof.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSettings:
    """What a gate is asked: which results, of which worker, by which table, and when.

    Without a worker it is the one in the table, or else the reference worker. Paths in documents
    are relative to `folder`.
    """

    results: Sequence[Path]
    worker: Path | None
    table: GateTable
    folder: Path
    now: datetime


def attest(settings: GateSettings) -> Attestation:
    """Judge the results, and say whether the worker may be shipped.

    Raises ConfigurationError for a wrong table, a wrong file of deviations, and a missing worker. A
    result that cannot be read keeps the gate shut; it is not an error.
    """
    rules = rules_of(settings.table, settings.folder)
    known = _known(settings)
    worker = _worker_record(settings)
    given = submissions(settings.results)
    found = reasons(given, rules, worker_sha256=worker.sha256, known=known, now=settings.now)
    return Attestation(
        verdict="fail" if found else "pass",
        made_at=timestamp(settings.now),
        edgeproof=VERSION,
        worker=worker,
        results=[_record(one) for one in given],
        rules=rules,
        reasons=found,
        excused=_excused(given, known, settings.now),
    )


def _known(settings: GateSettings) -> Known:
    file = settings.table.deviations
    return None if file is None else read_deviations(Path(file), today=settings.now.date())


def _worker_record(settings: GateSettings) -> WorkerRecord:
    configured = settings.table.worker
    file = settings.worker or (Path(configured) if configured else worker_file())
    return WorkerRecord(file=shown_path(file, settings.folder), sha256=digest_of(file))


def _record(given: Submission) -> ResultRecord:
    result = given.result
    return ResultRecord(
        file=given.file,
        sha256=given.sha256,
        command=None if result is None else result.command,
        finished_at=None if result is None else result.finished_at,
    )


def _excused(given: Sequence[Submission], known: Known, now: datetime) -> list[str]:
    """The excused laws with their reasons, each once."""
    laws = [law for one in given if one.result is not None for law in one.result.laws]
    lines = [
        f"{law.id}: {excuse(law.deviation)}"
        for law in judged_anew(laws, known, now.date())
        if law.is_excused and law.deviation is not None
    ]
    return list(dict.fromkeys(lines))
