"""The head of a result document: what was under test, and when."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from edgeproof.deployments import Deployment
from edgeproof.reporting.document import TargetRecord


def timestamp(moment: datetime | None = None) -> str:
    """The moment (now unless told), as documents have it: RFC 3339 in UTC, in milliseconds."""
    moment = moment or datetime.now(UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def target_record(deployment: Deployment) -> TargetRecord:
    """A deployment as the document has it: without its tokens."""
    return TargetRecord(
        name=deployment.name,
        posts_url=deployment.posts_url,
        redis_url=deployment.redis_url,
        worker_sha256=deployment.worker_sha256 or _sha256(deployment.worker),
    )


def _sha256(file: Path | None) -> str | None:
    return None if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
