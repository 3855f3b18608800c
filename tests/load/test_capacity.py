"""The search for the capacity, on made-up deployments."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.defaults import CAPACITY_PRECISION
from edgeproof.load.capacity import LEAST_RATE_PER_S, Attempt, find_capacity, trial_of
from edgeproof.reporting import Capacity, LoadViolation, RateTried, SloResult
from tests.reporting.results import load_result

MOST = 100_000.0
SLO = "p99<250ms"


def trial(rate: float, missed: str) -> Attempt:
    tried = RateTried(
        target_rate=rate,
        achieved_rate=rate,
        percentiles_ms={},
        errors=0,
        count=1,
        saturated=missed == "generator",
        is_met=not missed,
    )
    return Attempt(tried, missed)


def carries(most: float, missed: str = SLO) -> Callable[[float], Attempt]:
    """A deployment that meets its objective up to a rate."""
    return lambda rate: trial(rate, missed if rate > most else "")


def rates(capacity: Capacity) -> list[float]:
    return [one.target_rate for one in capacity.tried]


@given(st.floats(LEAST_RATE_PER_S, MOST), st.floats(LEAST_RATE_PER_S, MOST))
def test_it_finds_what_a_deployment_carries_to_a_twentieth(most: float, start: float) -> None:
    capacity = find_capacity(carries(most), start, MOST)
    rounding = 1.005  # rates have three digits
    if capacity.rate:
        assert capacity.rate <= most <= capacity.rate * (1 + CAPACITY_PRECISION) * rounding
    else:
        assert most <= 2 * LEAST_RATE_PER_S * rounding
    assert rates(capacity) == sorted(rates(capacity))
    assert len(capacity.tried) <= 50


@given(st.floats(10, 10_000), st.floats(10, 10_000))
def test_a_rate_that_misses_once_only_is_believed_to_be_met(most: float, start: float) -> None:
    seen: set[float] = set()

    def flaky(rate: float) -> Attempt:
        is_first = rate not in seen
        seen.add(rate)
        return trial(rate, SLO if is_first or rate > most else "")

    assert find_capacity(flaky, start, MOST).rate == find_capacity(carries(most), start, MOST).rate


def test_it_doubles_and_then_halves_the_gap() -> None:
    capacity = find_capacity(carries(1_100), 100, MOST)
    assert rates(capacity) == [100, 200, 400, 800, 1000, 1100, 1150, 1150, 1200, 1200, 1600, 1600]
    assert (capacity.rate, capacity.limited_by) == (1_100, SLO)


def test_what_misses_from_the_start_is_tried_lower() -> None:
    assert find_capacity(carries(30), 100, MOST).rate == pytest.approx(30, rel=CAPACITY_PRECISION)
    nothing = find_capacity(carries(0), 100, MOST)
    assert (nothing.rate, nothing.limited_by) == (0, SLO)
    assert not any(one.is_met for one in nothing.tried)


def test_the_highest_rate_asked_for_ends_the_search() -> None:
    capacity = find_capacity(carries(5_000), 300, 1_000)
    assert (capacity.rate, capacity.limited_by) == (1_000, "max-rate")
    assert rates(capacity) == [300, 600, 1_000]


def test_a_generator_that_cannot_keep_up_is_named_as_the_limit() -> None:
    assert find_capacity(carries(500, "generator"), 100, MOST).limited_by == "generator"


def test_a_violation_is_believed_at_once() -> None:
    capacity = find_capacity(carries(500, "violations"), 400, MOST)
    assert rates(capacity).count(800) == 1
    assert capacity.limited_by == "violations"


MISSED = SloResult(slo=SLO, seen=300.0, is_met=False)
EXCUSED = SloResult(slo="errors<1%", seen=0.0, is_met=False, reason="the generator was saturated")
LOST = LoadViolation(kind="lost", subject="post:3", seen="in no list")


@pytest.mark.parametrize(
    ("load", "missed"),
    [
        (load_result(), ""),
        (load_result(slo=[MISSED]), SLO),
        (load_result(slo=[MISSED], violations=[LOST]), "violations"),
        (load_result(slo=[EXCUSED], is_saturated=True), "generator"),
        (load_result(slo=[EXCUSED, MISSED], is_saturated=True), SLO),
    ],
)
def test_a_run_misses_what_the_deployment_did_before_what_the_generator_did(
    load: object, missed: str
) -> None:
    run = msgspec.structs.replace(load, total=load_result().steps[0])  # type: ignore[type-var]  # of a local type
    found = trial_of(run)  # type: ignore[arg-type]  # as above
    assert (found.missed, found.tried.is_met) == (missed, not missed)
    assert found.tried.count == 4_500
