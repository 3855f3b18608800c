"""The search for the capacity: the highest rate of arrivals that still meets every objective."""

from collections.abc import Callable
from typing import Final, NamedTuple

from edgeproof.defaults import CAPACITY_PRECISION
from edgeproof.reporting import Capacity, LoadResult, RateTried

LEAST_RATE_PER_S: Final = 1.0
GENERATOR: Final = "generator"
VIOLATIONS: Final = "violations"
MOST_RATE: Final = "max-rate"


class Attempt(NamedTuple):
    """A rate that was tried, and the first objective that it missed: empty if none."""

    tried: RateTried
    missed: str


def find_capacity(
    try_rate: Callable[[float], Attempt], start_per_s: float, most_per_s: float
) -> Capacity:
    """Double the rate until something is missed, then halve the gap between met and missed.

    A rate that misses is tried once more before the miss counts: a single pause of a machine on the
    way should not decide. A violation counts at once.
    """
    tried: list[RateTried] = []
    met_per_s, missed_per_s, limit = 0.0, None, MOST_RATE
    rate: float | None = min(start_per_s, most_per_s)
    while rate is not None:
        missed = _missed_at(rate, try_rate, tried)
        if missed:
            missed_per_s, limit = rate, missed
        else:
            met_per_s = rate
        rate = next_rate(met_per_s, missed_per_s, most_per_s)
    tried.sort(key=lambda one: one.target_rate)
    return Capacity(rate=met_per_s, limited_by=limit, tried=tried)


def next_rate(met_per_s: float, missed_per_s: float | None, most_per_s: float) -> float | None:
    """The next rate to try, to three digits; None if enough is known.

    `met_per_s` is the highest rate that met the objectives, 0 if none did; `missed_per_s` is the
    lowest that missed them.
    """
    if missed_per_s is None:
        return min(2 * met_per_s, most_per_s) if met_per_s < most_per_s else None
    if not met_per_s:
        return _three_digits(missed_per_s / 2) if missed_per_s > LEAST_RATE_PER_S else None
    if missed_per_s <= met_per_s * (1 + CAPACITY_PRECISION):
        return None
    return _three_digits((met_per_s + missed_per_s) / 2)


def trial_of(load: LoadResult) -> Attempt:
    """What a run at one rate, whose objectives are judged, says about that rate."""
    missed = _first_missed(load)
    total = load.total
    tried = RateTried(
        target_rate=load.target_rate or 0.0,
        achieved_rate=load.achieved_rate,
        percentiles_ms=total.percentiles_ms if total else {},
        errors=total.errors if total else 0,
        count=total.count if total else 0,
        saturated=load.generator.saturated,
        is_met=not missed,
    )
    return Attempt(tried, missed)


def _missed_at(rate: float, try_rate: Callable[[float], Attempt], tried: list[RateTried]) -> str:
    for _ in range(2):
        trial = try_rate(rate)
        tried.append(trial.tried)
        if trial.missed in {"", VIOLATIONS}:
            break
    return trial.missed


def _first_missed(load: LoadResult) -> str:
    if load.violations:
        return VIOLATIONS
    missed = [slo for slo in load.slo if not slo.is_met]
    by_deployment = [slo.slo for slo in missed if not slo.reason]
    if load.generator.saturated and not by_deployment:
        return GENERATOR
    return next(iter(by_deployment or [slo.slo for slo in missed]), "")


def _three_digits(rate_per_s: float) -> float:
    return float(f"{rate_per_s:.3g}")
