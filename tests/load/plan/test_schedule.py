"""Schedules: targets over time, and when arrivals are due."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.load.plan.schedule import ArrivalTimes, Point, Ramp

RAMP = Ramp([Point(0, 0), Point(10, 100), Point(20, 100), Point(20, 50)])

points = st.lists(
    st.builds(Point, st.floats(0, 100), st.floats(0.1, 1000)),
    min_size=1,
    max_size=5,
    unique_by=lambda point: point.at_s,
)


@pytest.mark.parametrize(
    ("time_s", "target"), [(-1, 0), (0, 0), (5, 50), (10, 100), (15, 100), (20, 50), (99, 50)]
)
def test_a_target_is_straight_between_points(time_s: float, target: float) -> None:
    assert RAMP.at(time_s) == target


def test_the_area_of_a_rate_is_how_many_arrivals_are_due() -> None:
    assert RAMP.area(0, 10) == 500
    assert RAMP.area(5, 25) == 375 + 1000 + 250


@given(points=points, from_s=st.floats(0, 100), area=st.floats(0.001, 1000))
def test_after_the_time_that_an_area_takes_that_area_has_passed(
    points: list[Point], from_s: float, area: float
) -> None:
    ramp = Ramp(points)
    assert ramp.area(from_s, ramp.when(from_s, area)) == pytest.approx(area, rel=1e-6, abs=1e-6)


def test_a_rate_of_nought_has_no_arrival() -> None:
    assert math.isinf(ArrivalTimes(Ramp.constant(0), None).due_s)


def test_constant_arrivals_are_evenly_spaced() -> None:
    arrivals = ArrivalTimes(Ramp.constant(4), None)
    due = []
    for _ in range(4):
        due.append(arrivals.due_s)
        arrivals.advance()
    assert due == [0.25, 0.5, 0.75, 1.0]


def test_poisson_arrivals_are_as_many_as_the_rate_says_and_vary_as_much_as_they_should() -> None:
    arrivals = ArrivalTimes(Ramp.constant(100), random.Random(7))  # noqa: S311 - no secret
    counts = [0] * 1000
    while arrivals.due_s < 1000:
        counts[int(arrivals.due_s)] += 1
        arrivals.advance()
    mean = sum(counts) / 1000
    variance = sum((count - mean) ** 2 for count in counts) / 1000
    assert mean == pytest.approx(100, rel=0.02)
    assert variance == pytest.approx(100, rel=0.15)


def test_another_rate_keeps_what_the_next_arrival_lacks() -> None:
    arrivals = ArrivalTimes(Ramp.constant(1), None)
    arrivals.retarget(0.5, 10)  # half of the area to the next one has passed
    assert arrivals.due_s == pytest.approx(0.55)


def test_arrivals_begin_again_after_a_rate_of_nought() -> None:
    arrivals = ArrivalTimes(Ramp.constant(0), None)
    arrivals.retarget(5, 2)
    assert arrivals.due_s == 5.5
