"""What a user asks of `edgeproof load`."""

from dataclasses import dataclass
from pathlib import Path

from edgeproof.defaults import (
    LOAD_DURATION_S,
    LOAD_RATE_PER_S,
    LOAD_WARM_UP_S,
    MOST_RATE_PER_S,
    TRIAL_S,
)
from edgeproof.deployments import Secret
from edgeproof.errors import ConfigurationError
from edgeproof.load.plan.settings import ArrivalKind
from edgeproof.reporting import LoadModel, Slo


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """The options of `edgeproof load`, as its `--help` explains them.

    Raises ConfigurationError for options that cannot be combined, or of which one needs another.
    """

    duration_s: float = LOAD_DURATION_S
    warm_up_s: float = LOAD_WARM_UP_S
    trial_s: float = TRIAL_S
    most_rate_per_s: float = MOST_RATE_PER_S
    scenario: str | None = None
    target: str | None = None
    posts: str | None = None
    redis: str | None = None
    token: Secret | None = None
    worker: Path | None = None
    redis_binary: Path | None = None
    scenario_file: Path | None = None
    rate_per_s: float | None = None
    users: int | None = None
    arrivals: ArrivalKind = "poisson"
    connections: int | None = None
    ramp_s: float = 0.0
    seed: int | None = None
    slos: tuple[Slo, ...] = ()
    finds_capacity: bool = False

    def __post_init__(self) -> None:
        """Check options that depend on each other."""
        if self.rate_per_s is not None and self.users is not None:
            raise ConfigurationError(
                "--rate and --users cannot be combined",
                "--rate starts steps on a schedule, --users waits for each answer",
            )
        if not self.duration_s or not self.trial_s:
            raise ConfigurationError(
                "--duration and --trial must be greater than 0", "give a duration like 30s"
            )
        if self.finds_capacity:
            self._check_search()

    @property
    def model(self) -> LoadModel:
        """Open, unless a number of users was given."""
        return "open" if self.users is None else "closed"

    @property
    def target_of_model(self) -> float:
        """Arrivals per second in the open model, users in the closed one."""
        if self.users is not None:
            return float(self.users)
        return LOAD_RATE_PER_S if self.rate_per_s is None else self.rate_per_s

    def _check_search(self) -> None:
        if self.users is not None:
            raise ConfigurationError("--find-capacity looks for a rate", "give --rate, not --users")
        if not self.slos:
            raise ConfigurationError(
                "--find-capacity needs an objective to meet", "give one like --slo 'p99<250ms'"
            )
        if self.target_of_model > self.most_rate_per_s:
            raise ConfigurationError(
                f"--rate {self.target_of_model:g} exceeds --max-rate {self.most_rate_per_s:g}",
                "the search begins with --rate",
            )
