"""Shipping: whether an attestation allows the bytes of a worker file to be shipped."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from edgeproof.errors import ConfigurationError, EdgeproofError
from edgeproof.gate.ages import untimely
from edgeproof.gate.attestation import read_attestation


class UnprovenError(EdgeproofError):
    """The worker may not be shipped: no attestation, or one that failed or is for another file."""


def digest_of(worker: Path) -> str:
    """The SHA-256 (hexadecimal) of a worker file; ConfigurationError if it cannot be read."""
    try:
        return hashlib.sha256(worker.read_bytes()).hexdigest()
    except OSError as error:
        detail = error.strerror or str(error)
        raise ConfigurationError(f"the worker {worker} cannot be read", detail) from None


def require_proof(
    file: Path, *, worker: Path, worker_sha256: str, limit: timedelta, now: datetime
) -> None:
    """Let a worker pass if a recent attestation in `file` passes exactly these bytes.

    Raises UnprovenError, which says in one line why not and what to run.
    """
    why = _why_unproven(file, worker_sha256, limit, now)
    if why is not None:
        raise UnprovenError(f"{worker} is not proven, {why}", _way(worker, file))


def _way(worker: Path, file: Path) -> str:
    """The commands that make an attestation, whatever was wrong with the last one."""
    report = file.parent / "check"
    check = f"edgeproof check --worker {worker} --out {report}"
    return f"run `{check} && edgeproof gate {report} --worker {worker} --out {file}`"


def _why_unproven(file: Path, worker_sha256: str, limit: timedelta, now: datetime) -> str | None:
    try:
        attestation = read_attestation(file)
    except ConfigurationError as error:
        return str(error)
    if attestation.worker.sha256 != worker_sha256:
        return f"{file} was made for a different file (SHA-256 {attestation.worker.sha256[:12]}…)"
    if attestation.verdict != "pass" or attestation.reasons:
        return f"the gate was shut ({len(attestation.reasons)} reasons in {file})"
    late = untimely(attestation.made_at, now, limit)
    return f"{file}: {late}" if late else None
