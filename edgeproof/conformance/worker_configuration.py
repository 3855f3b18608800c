"""Worker configuration: a run as its controller hands it to the processes of pytest-xdist."""

from dataclasses import fields
from typing import Any

import msgspec

from edgeproof.conformance.run import Plan, Run
from edgeproof.deployments import restored, revealing


def configuration_of(run: Run, *, worker_id: str, workers: int) -> str:
    """What one of `workers` processes needs to be part of the run, as JSON.

    Each has a key prefix of its own, and its share of the budget. It carries tokens: never show or
    store it.
    """
    shared = _values(run) | {
        "run_id": f"{run.run_id}{worker_id}",
        "budget": run.meter.rest(workers),
        "rate_per_s": run.rate_per_s and run.rate_per_s / workers,
    }
    return msgspec.json.encode(Plan(**shared), enc_hook=revealing).decode()


def run_of(text: str) -> Run:
    """The worker's part of the run."""
    return Run(**_values(msgspec.json.decode(text, type=Plan, dec_hook=restored)))


def _values(plan: Plan) -> dict[str, Any]:
    return {one.name: getattr(plan, one.name) for one in fields(Plan)}
