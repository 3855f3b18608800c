"""Tickets: a run as its controller hands it to the worker processes of pytest-xdist."""

from pathlib import Path

import msgspec

from edgeproof.clients import Budget
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import Deviation, Support


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker process needs to be part of the run.

    It carries tokens: never show or store it.
    """

    name: str
    posts_url: str | None
    redis_url: str | None
    token: str | None
    read_only_token: str | None
    redis_server_url: str | None
    redis_binary: str | None
    is_own: bool
    settle_s: float
    profile: Profile
    capabilities: dict[str, Support]
    required: frozenset[str]
    oracle_url: str | None
    may_probe_isolation: bool
    budget: Budget
    rate_per_s: float | None
    skips: tuple[str, ...]
    deviations: dict[str, Deviation]
    run_id: str


def ticket_of(run: Run, *, worker_id: str, workers: int) -> str:
    """The ticket of one of `workers` processes, as JSON.

    Each has a key prefix of its own, and its share of the budget.
    """
    deployment = run.deployment
    ticket = Ticket(
        name=deployment.name,
        posts_url=deployment.posts_url,
        redis_url=deployment.redis_url,
        token=_revealed(deployment.token),
        read_only_token=_revealed(deployment.read_only_token),
        redis_server_url=deployment.redis_server_url,
        redis_binary=str(deployment.redis_binary) if deployment.redis_binary else None,
        is_own=deployment.is_own,
        settle_s=deployment.settle_s,
        profile=run.profile,
        capabilities=run.capabilities,
        required=run.required,
        oracle_url=run.oracle_url,
        may_probe_isolation=run.may_probe_isolation,
        budget=run.meter.rest(workers),
        rate_per_s=run.rate_per_s and run.rate_per_s / workers,
        skips=run.skips,
        deviations=run.deviations,
        run_id=f"{run.run_id}{worker_id}",
    )
    return msgspec.json.encode(ticket).decode()


def _revealed(secret: Secret | None) -> str | None:
    return None if secret is None else secret.reveal()


def run_of(text: str) -> Run:
    """The worker's part of the run."""
    ticket = msgspec.json.decode(text, type=Ticket)
    deployment = Deployment(
        name=ticket.name,
        posts_url=ticket.posts_url,
        redis_url=ticket.redis_url,
        token=Secret(ticket.token) if ticket.token else None,
        read_only_token=Secret(ticket.read_only_token) if ticket.read_only_token else None,
        redis_server_url=ticket.redis_server_url,
        redis_binary=Path(ticket.redis_binary) if ticket.redis_binary else None,
        is_own=ticket.is_own,
        settle_s=ticket.settle_s,
    )
    return Run(
        deployment=deployment,
        profile=ticket.profile,
        capabilities=ticket.capabilities,
        required=ticket.required,
        oracle_url=ticket.oracle_url,
        may_probe_isolation=ticket.may_probe_isolation,
        budget=ticket.budget,
        rate_per_s=ticket.rate_per_s,
        skips=ticket.skips,
        deviations=ticket.deviations,
        run_id=ticket.run_id,
    )
