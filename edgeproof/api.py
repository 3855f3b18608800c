"""`edgeproof.check`: a check from Python, as `edgeproof check` does it from a shell."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from edgeproof.clients import parse_budget
from edgeproof.conformance.apart.process import check_apart
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import Secret
from edgeproof.errors import ConfigurationError, choice_of
from edgeproof.laws import SUITES
from edgeproof.reporting import LawResult, Result


def check(  # noqa: PLR0913  (the options of the command are its arguments)
    target: str | None = None,
    *,
    posts: str | None = None,
    redis: str | None = None,
    token: str | Secret | None = None,
    read_only_token: str | Secret | None = None,
    worker: str | Path | None = None,
    redis_binary: str | Path | None = None,
    suites: Sequence[str] = (),
    laws: Sequence[str] = (),
    skip: Sequence[str] = (),
    profile: Literal["quick", "standard", "thorough"] = "standard",
    seed: int | None = None,
    strict: bool = False,
    require: str = "",
    deviations: str | Path | None = None,
    probe_isolation: bool = False,
    settle: float | None = None,
    budget: str = "",
    rate: float | None = None,
    jobs: int | None = None,
    on_law: Callable[[LawResult], None] | None = None,
) -> Result:
    """Check a deployment against the laws and return what was found.

    The arguments are the options of `edgeproof check`, and mean the same: with no target, no URL
    and no variable that names one, an embedded stack is started, checked and ended. `on_law` is
    called with the result of each law as soon as it is known.

    The check runs in a process of its own, so that it can be called from a test, a notebook or any
    thread. It prints nothing. What it made in the deployment is removed when it returns or raises.

    Raises ConfigurationError for a wrong argument, UnavailableError if no verdict could be reached
    because the deployment does not answer or a part of the stack cannot be had.
    """
    settings = CheckSettings(
        today=_today(),
        target=target,
        posts=posts,
        redis=redis,
        token=_secret(token),
        read_only_token=_secret(read_only_token),
        worker=_path(worker),
        redis_binary=_path(redis_binary),
        suites=tuple(_one_of(suite, SUITES, "suite") for suite in suites),
        laws=tuple(laws),
        skips=tuple(skip),
        profile=Profile(_one_of(profile, [*Profile], "profile")),
        seed=seed,
        settle_s=settle,
        is_strict=strict,
        require=require,
        budget=parse_budget(budget),
        rate_per_s=rate,
        jobs=jobs,
        may_probe_isolation=probe_isolation,
        deviations=_path(deviations),
    )
    return check_apart(settings, on_law or _nobody)


def _nobody(_: LawResult) -> None:
    """Hear of each law."""


def _today() -> date:
    return datetime.now(UTC).date()


def _secret(token: str | Secret | None) -> Secret | None:
    return Secret(token) if isinstance(token, str) else token


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)


def _one_of(name: str, known: Sequence[str], what: str) -> str:
    if name not in known:
        raise ConfigurationError(f"{name!r} is not a valid {what}", choice_of(name, known))
    return name
