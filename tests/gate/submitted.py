"""A worker, results of it, and what the gate says of them."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from edgeproof.content import worker_file
from edgeproof.deployments import GateTable
from edgeproof.gate import Attestation, GateSettings, attest
from edgeproof.laws import Outcome, all_laws
from edgeproof.reporting import (
    LawResult,
    LoadResult,
    Result,
    SloResult,
    TargetRecord,
    as_json,
)
from tests.reporting.results import law_result, load_result, result_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

SHA256 = hashlib.sha256(worker_file().read_bytes()).hexdigest()
"""Of the reference worker."""

FAST = SloResult(slo="p99<250ms", seen=9.5, is_met=True)
SLOW = SloResult(slo="p99<250ms", seen=312.0, is_met=False)


def laws(changed: Mapping[str, Outcome | LawResult] | None = None) -> list[LawResult]:
    """Every law, held but for those that are told otherwise."""
    given = changed or {}
    found = ((law_id, given.get(law_id, Outcome.HELD)) for law_id in all_laws())
    return [
        law_result(law_id, outcome=one, reason=None if one is Outcome.HELD else "it [was] seen")
        if isinstance(one, Outcome)
        else one
        for law_id, one in found
    ]


def check_result(
    changed: Mapping[str, Outcome | LawResult] | None = None,
    *,
    finished: timedelta = timedelta(hours=-1),
    worker_sha256: str | None = SHA256,
    **fields: Any,
) -> Result:
    """A check of the reference worker an hour ago, in which every law held."""
    result = result_of(laws(changed))
    target = TargetRecord(
        name="embedded stack",
        posts_url="http://127.0.0.1:1/posts",
        redis_url="http://127.0.0.1:2",
        worker_sha256=worker_sha256,
    )
    finished_at = (NOW + finished).isoformat().replace("+00:00", "Z")
    return msgspec.structs.replace(
        result, **{"finished_at": finished_at, "target": target, **fields}
    )


def load_of(*runs: LoadResult) -> Result:
    """A load run on the reference worker an hour ago; without arguments it met its objective."""
    return msgspec.structs.replace(
        check_result(), command="load", laws=[], load=list(runs or [load_result(slo=[FAST])])
    )


def submitted(folder: Path, *results: Result) -> list[Path]:
    """The results as files in the folder."""
    paths = [folder / f"result-{number}.json" for number, _ in enumerate(results)]
    for path, result in zip(paths, results, strict=True):
        path.write_bytes(as_json(result))
    return paths


def attested(
    paths: Sequence[Path], table: GateTable | None = None, *, worker: Path | None = None
) -> Attestation:
    """What the gate says of the files, at noon."""
    settings = GateSettings(
        results=paths,
        worker=worker,
        table=table or GateTable(),
        folder=Path("/nowhere"),
        now=NOW,
    )
    return attest(settings)


def reasons(folder: Path, *results: Result, table: GateTable | None = None) -> list[str]:
    """Why the gate stays shut for these results, without the names of their files."""
    found = attested(submitted(folder, *results), table).reasons
    return [reason.partition(".json: ")[2] or reason for reason in found]
