"""What a check would try, and what that would cost, before anything is sent."""

from pathlib import Path

from edgeproof.budget import UNBOUNDED
from edgeproof.conformance.preparing.preparation import asked_deployment, polite_rate
from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import Deployment, read_configuration
from edgeproof.laws import chosen_laws, find_law, matching_laws
from edgeproof.laws.costs import cost_of

_INTERFACE_OF_SUITE = {"posts": "posts_url", "rest": "redis_url", "redis": "redis_url"}


def plan_of(settings: CheckSettings) -> str:
    """Laws, requests and billed commands at most, in a few lines.

    Raises ConfigurationError as the check itself would.
    """
    target = read_configuration(Path.cwd()).target(settings.target) if settings.target else None
    deployment = asked_deployment(settings, target)
    chosen = chosen_laws(settings.suites, settings.laws, settings.skips)
    chosen -= matching_laws(target.skip if target else ())
    laws = [law for law in chosen if deployment is None or _is_reachable(law, deployment)]
    where = "the embedded stack" if deployment is None else deployment.name
    lines = [f"Would try {len(laws)} laws on {where}, at the {settings.profile} profile."]
    lines += _costs(laws, settings)
    rate = settings.rate_per_s or (polite_rate(deployment) if deployment is not None else None)
    if rate is not None:
        lines.append(f"At most {rate:g} requests are sent per second.")
    if deployment is not None and not settings.may_probe_isolation:
        lines.append("What could disturb other users is left out (--probe-isolation tries it).")
    return "\n".join([*lines, "Nothing was sent."])


def _is_reachable(law_id: str, deployment: Deployment) -> bool:
    return getattr(deployment, _INTERFACE_OF_SUITE[find_law(law_id).suite]) is not None


def _costs(laws: list[str], settings: CheckSettings) -> list[str]:
    is_bounded = settings.budget != UNBOUNDED
    limit = f"A budget of {settings.budget} may end it before that." if is_bounded else ""
    cost = cost_of(laws, settings.profile)
    if cost is None:
        return [limit or "Nobody has measured what that costs: --budget sets a limit."]
    # The last digits would say more than anybody knows.
    requests, commands = (-(-count // 100) * 100 for count in cost)
    about = f"At most about {requests:,} requests and {commands:,} billed commands."
    return [about, *([limit] if limit else [])]
