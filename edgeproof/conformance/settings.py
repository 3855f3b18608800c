"""What a user asks of a run, however it was asked: by command line or by pytest's options."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edgeproof.clients import UNBOUNDED, Budget
from edgeproof.conformance.profiles import Profile
from edgeproof.deployments import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The options of `edgeproof check`, as its `--help` explains them.

    `today` is the day on which known deviations are still in time or have expired.
    """

    today: date
    target: str | None = None
    posts: str | None = None
    redis: str | None = None
    token: Secret | None = None
    read_only_token: Secret | None = None
    worker: Path | None = None
    redis_binary: Path | None = None
    """The server of the embedded stack and the oracle; None: see `edgeproof.stack`."""
    suites: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    profile: Profile = Profile.STANDARD
    seed: int | None = None
    settle_s: float | None = None
    is_strict: bool = False
    require: str = ""
    budget: Budget = UNBOUNDED
    rate_per_s: float | None = None
    """None: as fast as the deployment answers on this machine, politely elsewhere."""
    jobs: int | None = None
    """Processes; None: one for what is near, several for what is far away."""
    may_probe_isolation: bool = False
    deviations: Path | None = None
