"""Records of histories: milliseconds that keep the order of nanoseconds, and the picture."""

from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.consistency import Operation
from edgeproof.reporting import HistoryRecord, history_record
from edgeproof.reporting.timeline import as_svg

INTERVALS = st.tuples(st.integers(0, 5_000), st.none() | st.integers(0, 3_000))


def an_operation(called_ns: int, returned_ns: int | None) -> Operation:
    return Operation(
        client=1, call="SET", arguments=("a", "1"), called_ns=called_ns, returned_ns=returned_ns
    )


def test_a_record_has_milliseconds_since_the_first_call_and_the_picture() -> None:
    record = history_record(
        [an_operation(5_000_000, 6_234_567), an_operation(5_500_400, None)],
        impossible={1},
        order=(0,),
        state="a absent",
        failed=4,
        runs=5,
    )
    assert [(one.called_ms, one.returned_ms) for one in record.operations] == [
        (0.0, 1.235),
        (0.5, None),
    ]
    assert record.operations[0].arguments == ["a", "1"]
    assert (record.impossible, record.order, record.state) == ([1], [0], "a absent")
    assert (record.failed, record.runs) == (4, 5)
    assert record.svg == as_svg(record)


def test_an_answer_just_before_a_call_stays_before_it() -> None:
    record = history_record([an_operation(0, 1_100), an_operation(1_400, 9_000)], impossible=[])
    assert record.operations[0].returned_ms == 0.001
    assert record.operations[1].called_ms == 0.002


@given(intervals=st.lists(INTERVALS, min_size=2, max_size=6))
def test_operations_overlap_in_the_record_if_they_did(
    intervals: list[tuple[int, int | None]],
) -> None:
    operations = [
        an_operation(called, None if lasted is None else called + lasted)
        for called, lasted in intervals
    ]
    record = history_record(operations, impossible=[])
    for one, other in permutations(range(len(operations)), 2):
        precedes = record.operations[one].precedes(record.operations[other])
        assert precedes == operations[one].precedes(operations[other])


def test_a_record_reads_back_as_itself() -> None:
    record = history_record([an_operation(0, 1_000), an_operation(500, None)], impossible=[0])
    assert msgspec.json.decode(msgspec.json.encode(record), type=HistoryRecord) == record
