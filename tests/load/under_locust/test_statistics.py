"""An engine's figures as Locust keeps them."""

from hypothesis import given
from hypothesis import strategies as st
from locust.stats import RequestStats

from edgeproof.load.engine.messages import Interval
from edgeproof.load.measuring.histogram import Histogram
from edgeproof.load.measuring.recorder import StepDelta
from edgeproof.load.under_locust.statistics import add_interval, add_violations
from edgeproof.reporting import LoadViolation


def interval_of(durations_ns: list[int], errors: dict[str, int]) -> Interval:
    histogram = Histogram()
    histogram.add(durations_ns)
    delta = StepDelta(
        name="list",
        count=len(durations_ns) + sum(errors.values()),
        errors=errors,
        response=histogram.encoded(),
        service=histogram.encoded(),
    )
    empty = Histogram().encoded()
    return Interval(at_s=0.5, seconds=0.5, target=1.0, in_flight=0, steps=[delta], lag=empty)


@given(parts=st.lists(st.lists(st.integers(1, 10**10), max_size=20), min_size=1, max_size=4))
def test_the_sum_over_intervals_is_what_locust_shows(parts: list[list[int]]) -> None:
    stats = RequestStats()
    for part in parts:
        add_interval(stats, "readers", interval_of(part, {"reset": 1}))
    every = [one for part in parts for one in part]
    for entry in (stats.get("list", "readers"), stats.total):
        assert entry.num_requests == len(every) + len(parts)
        assert entry.num_failures == len(parts)
        assert sum(entry.response_times.values()) == len(every)
        if every:
            assert entry.max_response_time == max(every) / 1e6
            assert entry.min_response_time == min(every) / 1e6
    assert [one.occurrences for one in stats.errors.values()] == [len(parts)]


def test_violations_of_the_history_are_among_the_failures() -> None:
    stats = RequestStats()
    violation = LoadViolation(kind="lost", subject="post:7", seen="it is not listed", count=3)
    add_violations(stats, "writers", [violation])
    (error,) = stats.errors.values()
    assert error.occurrences == 3
    assert "post:7" in str(error.error)
