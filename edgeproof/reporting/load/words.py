"""Figures of load in words, the same wherever they are shown."""

from typing import Final

import msgspec

from edgeproof.errors import ConfigurationError
from edgeproof.reporting.load.slo import parse_slo
from edgeproof.reporting.load_document import Capacity, LoadModel, RateTried, SloResult
from edgeproof.reporting.wording import plural

_EXACT_BELOW: Final = 10.0
_WHOLE_FROM: Final = 1000.0


class LoadPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is about to do: `target` is users or arrivals per second, as the model has it."""

    deployment: str
    scenario: str
    model: LoadModel
    target: float
    warm_up_s: float
    duration_s: float


def milliseconds(ms: float | None) -> str:
    """A duration in milliseconds, to about three digits; a dot if there is none."""
    if ms is None:
        return "·"
    return f"{ms:.2f}" if ms < _EXACT_BELOW else f"{ms:.1f}" if ms < _WHOLE_FROM else f"{ms:,.0f}"


def rate_words(rate_per_s: float) -> str:
    """A rate to about three digits: `99.4/s`, `1,240/s`."""
    digits = 1 if rate_per_s < _WHOLE_FROM else 0
    return f"{rate_per_s:,.{digits}f}".removesuffix(".0") + "/s"


def asked_for(model: LoadModel, target: float) -> str:
    """The requested amount: `100/s`, `20 users`."""
    return rate_words(target) if model == "open" else plural(round(target), "user")


def seen_words(slo: SloResult) -> str:
    """What was measured for an objective, in its unit."""
    if slo.seen is None:
        return "nothing was seen"
    number = f"{slo.seen:.3g}" if slo.seen < _WHOLE_FROM else f"{slo.seen:,.0f}"
    return f"seen {number}{_unit(slo)}"


def _unit(slo: SloResult) -> str:
    try:
        return parse_slo(slo.slo).unit
    except ConfigurationError:
        # A result of another version may have objectives that this one does not know.
        return ""


def tried_words(tried: RateTried, missed: str) -> str:
    """The outcome of a rate that a search for the capacity tried."""
    p99 = milliseconds(tried.percentiles_ms.get("99"))
    became = f"missed {missed}" if missed else "met"
    return (
        f"{rate_words(tried.target_rate):>10}  {became:<24}  p99 {p99} ms, "
        f"{plural(tried.errors, 'error')} of {tried.count:,}"
    )


_LIMITS: Final = {
    "generator": "beyond that the generator was saturated: the deployment may carry more",
    "max-rate": "no higher rate was to be tried (--max-rate)",
    "violations": "beyond that something was violated",
}


def capacity_words(capacity: Capacity) -> str:
    """The capacity, and what ended the search for it."""
    limit = _LIMITS.get(capacity.limited_by, f"beyond that {capacity.limited_by} was missed")
    if not capacity.rate:
        return f"no rate that was tried met the objectives; {limit}"
    return f"{rate_words(capacity.rate)}; {limit}"
