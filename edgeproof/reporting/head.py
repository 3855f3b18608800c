"""The head of a result document: what was under test, and when."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from edgeproof.deployments import Deployment
from edgeproof.reporting.document import Result, TargetRecord


def timestamp(moment: datetime | None = None) -> str:
    """The time (by default now) as documents have it: RFC 3339 in UTC, in milliseconds."""
    moment = moment or datetime.now(UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def target_record(deployment: Deployment, redis_server: str | None = None) -> TargetRecord:
    """A deployment as the document has it, without its tokens; `redis_server` is its database."""
    return TargetRecord(
        name=deployment.name,
        posts_url=deployment.posts_url,
        redis_url=deployment.redis_url,
        redis_server=redis_server,
        worker=deployment.worker.name if deployment.worker else None,
        worker_sha256=deployment.worker_sha256 or _sha256(deployment.worker),
    )


def servers_line(result: Result) -> str:
    """Which servers answered: `database Valkey 9.1.2 · oracle Valkey 9.1.2`; empty if unknown."""
    known = {"database": result.target.redis_server, "oracle": result.oracle}
    return " · ".join(f"{role} {name}" for role, name in known.items() if name)


def _sha256(file: Path | None) -> str | None:
    return None if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
