"""A recorder writes down what happens, when it happens."""

from contextlib import suppress
from itertools import count

import pytest

from edgeproof.consistency import Operation, Recorder


@pytest.fixture
def recorder() -> Recorder:
    """A recorder whose clock is one nanosecond later at each look."""
    return Recorder(count().__next__)


def test_an_operation_lasts_from_before_its_block_to_its_answer(recorder: Recorder) -> None:
    with recorder.operation(3, "SET", "k", "v") as call:
        call.answered("OK")
    assert recorder.history == (
        Operation(
            client=3, call="SET", arguments=("k", "v"), result="OK", called_ns=0, returned_ns=1
        ),
    )


def test_null_is_an_answer(recorder: Recorder) -> None:
    with recorder.operation(0, "GET", "k") as call:
        call.answered(None)
    (operation,) = recorder.history
    assert not operation.is_pending


def test_an_operation_without_an_answer_is_pending(recorder: Recorder) -> None:
    with recorder.operation(0, "INCR", "k"):
        pass
    (operation,) = recorder.history
    assert operation.is_pending
    assert operation.result is None


def test_an_operation_left_by_an_exception_is_pending_and_the_exception_goes_on(
    recorder: Recorder,
) -> None:
    with pytest.raises(TimeoutError), recorder.operation(0, "INCR", "k"):
        raise TimeoutError
    (operation,) = recorder.history
    assert operation.is_pending


def test_what_was_answered_stays_answered_when_an_exception_follows(recorder: Recorder) -> None:
    with suppress(TimeoutError), recorder.operation(0, "INCR", "k") as call:
        call.answered(1)
        raise TimeoutError
    (operation,) = recorder.history
    assert (operation.result, operation.returned_ns) == (1, 1)


def test_operations_that_overlap_are_kept_in_the_order_of_their_calls(recorder: Recorder) -> None:
    with recorder.operation(0, "SET", "k", "v") as first:
        with recorder.operation(1, "GET", "k") as second:
            second.answered("v")
        first.answered("OK")
    assert [(one.client, one.called_ns, one.returned_ns) for one in recorder.history] == [
        (0, 0, 3),
        (1, 1, 2),
    ]


def test_a_recorder_looks_at_a_clock_that_goes_on() -> None:
    recorder = Recorder()
    with recorder.operation(0, "GET", "k") as call:
        call.answered(None)
    (operation,) = recorder.history
    assert operation.returned_ns is not None
    assert 0 < operation.called_ns <= operation.returned_ns
