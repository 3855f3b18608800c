"""What is measured: percentiles, errors, and what is left out."""

import gc
import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.load import wrong
from edgeproof.load.measuring.histogram import Batch, Histogram
from edgeproof.load.measuring.packed_counts import pack, unpack
from edgeproof.load.measuring.recorder import Recorder, StepTotals
from edgeproof.load.wire.failures import Failure, FailureKind

HOUR_NS = 3_600_000_000_000
durations = st.lists(st.integers(0, HOUR_NS), min_size=1, max_size=200)


def histogram_of(durations_ns: list[int]) -> Histogram:
    histogram = Histogram()
    histogram.add(durations_ns)
    return histogram


@given(durations)
def test_percentiles_are_in_order_between_the_exact_least_and_most(seen: list[int]) -> None:
    histogram = histogram_of(seen)
    found = histogram.percentiles_ns([0, 1, 50, 90, 99, 99.9, 100])
    assert [min(seen), *found, max(seen)] == sorted([min(seen), *found, max(seen)])
    assert (histogram.least_ns, histogram.most_ns, found[-1]) == (min(seen), max(seen), max(seen))


@given(durations, st.floats(0.1, 100))
def test_a_percentile_is_the_least_that_so_many_do_not_exceed(
    seen: list[int], percentile: float
) -> None:
    rank = max(math.ceil(round(len(seen) * percentile / 100, 9)), 1)
    exact = sorted(seen)[rank - 1]
    assert abs(histogram_of(seen).percentile_ns(percentile) - exact) <= max(exact / 1000, 1000)


@given(durations, durations)
def test_merged_and_encoded_histograms_are_as_one(some: list[int], others: list[int]) -> None:
    merged = Histogram.merged([histogram_of(some).encoded(), histogram_of(others).encoded()])
    whole = histogram_of(some + others)
    assert merged.percentiles_ms() == whole.percentiles_ms()
    assert (len(merged), merged.least_ns) == (len(whole), whole.least_ns)
    assert sum(merged.by_ms().values()) == len(whole)


# By the definition of HdrHistogram for 1 to 3,600,000,000 and three significant digits: the least
# value of a place, in microseconds, its index, and how many values are counted there.
PLACES = [
    (0, 0, 1),
    (1, 1, 1),
    (2_047, 2_047, 1),
    (2_048, 2_048, 2),
    (4_094, 3_071, 2),
    (4_096, 3_072, 4),
    (8_192, 4_096, 8),
    (999_936, 11_169, 512),
    (1_048_576, 11_264, 1_024),
    (3_596_615_680, 23_219, 2_097_152),
]


@pytest.mark.parametrize(("least_us", "place", "width_us"), PLACES)
def test_durations_are_counted_where_hdrhistogram_counts_them(
    least_us: int, place: int, width_us: int
) -> None:
    ends_us = {least_us, least_us + width_us - 1}
    histogram = histogram_of([end_us * 1000 for end_us in ends_us])
    assert list(histogram._counts) == [*[0] * place, len(ends_us)]
    after = histogram_of([(least_us + width_us) * 1000])
    assert len(after._counts) == place + 2


@given(durations)
def test_milliseconds_are_those_of_each_duration_to_a_thousandth(seen: list[int]) -> None:
    found = sorted(histogram_of(seen).by_ms().items())
    by_ms = [ms for ms, count in found for _ in range(count)]
    for ms, duration_ns in zip(by_ms, sorted(seen), strict=True):
        assert abs(ms - duration_ns / 1e6) <= 0.501 + duration_ns / 1e9


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_packed_counts_are_unpacked_as_they_were(counts: list[int]) -> None:
    assert list(unpack(pack(array("Q", counts)))) == counts


def test_a_duration_over_an_hour_is_the_exact_most() -> None:
    assert histogram_of([1, 2 * HOUR_NS]).percentiles_ms()["100"] == 2 * HOUR_NS / 1e6


@given(durations, durations)
def test_a_histogram_that_was_drained_begins_anew(some: list[int], others: list[int]) -> None:
    batch = Batch()
    for one in (some, others):
        for duration_ns in one:
            batch.append(duration_ns)
        drained = batch.drain()
        assert drained == (len(one), histogram_of(one).encoded())


def test_a_long_load_makes_no_more_histograms_than_a_short_one() -> None:
    recorder = Recorder()
    made = []
    gc.disable()  # as in a load: a histogram that is part of a cycle would stay
    try:
        for _ in range(3):
            recorder.right("list", 0, 0, 1)
            recorder.take()
            made.append(sum(isinstance(one, Histogram) for one in gc.get_objects()))
    finally:
        gc.enable()
    assert len(set(made)) == 1


def test_an_empty_histogram_has_no_percentiles() -> None:
    assert Histogram().percentiles_ms() == {}


def test_response_time_counts_from_when_a_request_was_due_and_service_time_from_its_sending() -> (
    None
):
    recorder, totals = Recorder(), StepTotals("list")
    recorder.right("list", 1_000_000, 3_000_000, 4_000_000)
    totals.add(recorder.take()[0])
    assert (totals.count, totals.response.most_ns, totals.service.most_ns) == (
        1,
        3_000_000,
        1_000_000,
    )


def test_what_was_due_in_the_warm_up_is_left_out() -> None:
    recorder = Recorder(from_ns=100)
    recorder.right("list", 99, 99, 150)
    recorder.failed("list", wrong("status 500, not 200"), 99, 150)
    assert recorder.take() == []
    assert recorder.requests == 2


def test_errors_are_counted_by_name_and_a_timeout_hides_no_stall() -> None:
    recorder, totals = Recorder(), StepTotals("list")
    recorder.failed("list", wrong("status 500, not 200"), 0, 5)
    recorder.failed("list", Failure(FailureKind.REFUSED), 0, 5)
    recorder.failed("list", Failure(FailureKind.TIMEOUT, "no answer within 5 s"), 0, 5_000)
    totals.add(recorder.take()[0])
    assert totals.errors == {
        "wrong answer: status 500, not 200": 1,
        "refused": 1,
        "timeout: no answer within 5 s": 1,
    }
    assert (len(totals.response), totals.response.most_ns) == (1, 5_000)


def test_errors_without_end_do_not_fill_the_report() -> None:
    recorder = Recorder()
    for number in range(1000):
        recorder.failed("list", wrong(f"{number}"), 0, 1)
    errors = recorder.take()[0].errors
    assert len(errors) == 51
    assert errors["wrong answer"] == 950
