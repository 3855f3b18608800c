"""What explains a history: an order that keeps to time, or any; with reads that lag, or not."""

import pytest

from edgeproof.conformance.at_once import guarantees
from edgeproof.conformance.at_once.guarantees import Guarantee
from edgeproof.consistency import KEY_BY_KEY, Linearizable, Operation, SearchVerdict
from edgeproof.laws import Undecided

S = 1_000_000_000

LINEARIZABLE = Guarantee(model=KEY_BY_KEY)
SERIALIZABLE = Guarantee(model=KEY_BY_KEY, is_timed=False)


def op(client: int, call: str, result: object, start_s: float, end_s: float | None) -> Operation:
    """An operation on one key: `SET 1`, `INCR`."""
    name, *rest = call.split()
    return Operation(
        client=client,
        call=name,
        arguments=("a", *rest),
        result=result,
        called_ns=round(start_s * S),
        returned_ns=None if end_s is None else round(end_s * S),
    )


RIGHT = (op(0, "INCR", 1, 1, 2), op(1, "INCR", 2, 1.5, 3), op(0, "GET", "2", 4, 5))
BACKWARDS = (op(0, "INCR", 2, 1, 2), op(1, "INCR", 1, 3, 4))
LOST_UPDATE = (op(0, "INCR", 1, 1, 2), op(1, "INCR", 1, 1, 2))
STALE = (op(0, "SET 1", "OK", 1, 2), op(0, "SET 2", "OK", 3, 4), op(1, "GET", "1", 4.5, 5))
SILENT = (op(0, "INCR", None, 1, None), op(1, "INCR", 2, 2, 3), op(1, "INCR", 3, 4, 5))


@pytest.mark.parametrize("history", [(), RIGHT, SILENT])
def test_what_an_order_in_time_explains_is_linearizable(history: tuple[Operation, ...]) -> None:
    assert LINEARIZABLE.window(history) is None
    assert SERIALIZABLE.window(history) is None


@pytest.mark.parametrize("history", [BACKWARDS, STALE])
def test_what_only_an_order_against_time_explains_is_serializable(
    history: tuple[Operation, ...],
) -> None:
    assert LINEARIZABLE.window(history) is not None
    assert SERIALIZABLE.window(history) is None


def test_what_no_order_explains_is_neither() -> None:
    for guarantee in (LINEARIZABLE, SERIALIZABLE):
        window = guarantee.window(LOST_UPDATE)
        assert window is not None
        assert [one.result for one in window.operations] == [1, 1]


def test_a_window_has_the_times_at_which_clients_were_answered() -> None:
    late = op(2, "INCR", 2, 1, 9)
    window = SERIALIZABLE.window((*LOST_UPDATE, late))
    assert window is not None
    assert [one.returned_ns for one in window.operations if not one.is_pending] == [2 * S, 2 * S]


def test_a_number_that_nobody_was_given_is_not_serializable() -> None:
    assert SERIALIZABLE.window((op(0, "INCR", 1, 1, 2), op(1, "INCR", 3, 1, 2))) is not None


def test_a_search_that_takes_too_long_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown: SearchVerdict[object] = SearchVerdict(answer=Linearizable.UNKNOWN)
    monkeypatch.setattr(guarantees, "check_linearizable", lambda *_: unknown)
    with pytest.raises(Undecided, match="took too long"):
        LINEARIZABLE.window(RIGHT)


@pytest.mark.parametrize(
    ("most_s", "lag_s"),
    [(64, 1), (8, 0.5), (1, 0.5), (0.6, 0.6), (0.4, None), (0, None)],
)
def test_a_lag_is_the_shortest_part_of_the_longest_with_which_all_is_explained(
    most_s: float, lag_s: float | None
) -> None:
    # The write that the read has not seen was answered half a second before.
    assert LINEARIZABLE.lag_ns(STALE, most_s) == (lag_s and lag_s * S)


def test_a_write_never_lags() -> None:
    assert LINEARIZABLE.lag_ns(LOST_UPDATE, 5) is None
    assert LINEARIZABLE.lag_ns(BACKWARDS, 5) is None
