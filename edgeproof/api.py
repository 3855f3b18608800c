"""`edgeproof.check`: a check from Python, as `edgeproof check` does it from a shell."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from edgeproof.conformance.apart.process import check_apart
from edgeproof.conformance.settings import CheckSettings
from edgeproof.defaults import ProfileName
from edgeproof.deployments import Secret
from edgeproof.options import values_of
from edgeproof.reporting import LawResult, Result


def check(  # noqa: PLR0913  (the options of the command are its arguments)
    target: str | None = None,
    *,
    posts: str | None = None,
    redis: str | None = None,
    token: str | Secret | None = None,
    read_only_token: str | Secret | None = None,
    worker: str | Path | None = None,
    name: str | None = None,
    redis_binary: str | Path | None = None,
    suites: Sequence[str] = (),
    laws: Sequence[str] = (),
    skip: Sequence[str] = (),
    profile: ProfileName = "standard",
    seed: int | None = None,
    strict: bool = False,
    require: str = "",
    deviations: str | Path | None = None,
    laws_as_of: str | None = None,
    probe_isolation: bool = False,
    settle: float | None = None,
    budget: str = "",
    rate: float | None = None,
    max_findings: int | None = None,
    jobs: int | None = None,
    on_law: Callable[[LawResult], None] | None = None,
) -> Result:
    """Check a deployment against the laws and return what was found.

    The arguments are the options of `edgeproof check`, and mean the same: without a target, a URL
    or a variable that names one, an embedded stack is started, checked and ended. `on_law` is
    called with the result of each law as soon as it is known.

    The check runs in a process of its own, so it can be called from a test, a notebook or any
    thread. It prints nothing. Before it returns or raises, it removes what it made in the
    deployment.

    Raises ConfigurationError for a wrong argument. Raises UnavailableError if no verdict could be
    reached because the deployment does not answer or a part of the stack cannot be obtained.
    """
    given = {
        "posts": posts,
        "redis": redis,
        "token": token,
        "read_only_token": read_only_token,
        "worker": worker,
        "name": name,
        "redis_binary": redis_binary,
        "suite": suites,
        "law": laws,
        "skip": skip,
        "profile": profile,
        "seed": seed,
        "strict": strict,
        "require": require,
        "deviations": deviations,
        "laws_as_of": laws_as_of,
        "probe_isolation": probe_isolation,
        "settle": settle,
        "budget": budget,
        "rate": rate,
        "max_findings": max_findings,
        "jobs": jobs,
    }
    settings = CheckSettings(
        today=datetime.now(UTC).date(), target=target, **values_of(CheckSettings, given)
    )
    return check_apart(settings, on_law or _nobody)


def _nobody(_: LawResult) -> None:
    """Hear of each law."""
