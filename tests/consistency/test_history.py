"""Histories: order, overlap, and how they are saved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.consistency import Operation, Overlap, in_order, overlap_in

texts = st.text(alphabet='k "\\\n\r\0\x85\u2028é𝄞', max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
times_ns = st.integers(0, 8)


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    """An operation like any that is recorded, with few different times."""
    called_ns = draw(times_ns)
    return Operation(
        client=draw(st.integers(0, 3)),
        call=draw(texts),
        arguments=tuple(draw(st.lists(texts, max_size=2))),
        result=draw(json_values),
        called_ns=called_ns,
        returned_ns=draw(st.none() | times_ns.map(lambda longer: called_ns + longer)),
    )


histories = st.lists(operations(), max_size=8).map(in_order)


def lasting(called_ns: int, returned_ns: int | None) -> Operation:
    return Operation(client=0, call="GET", called_ns=called_ns, returned_ns=returned_ns)


@pytest.mark.parametrize(
    ("one", "other", "does_precede"),
    [
        (lasting(0, 1), lasting(2, 3), True),
        (lasting(0, 2), lasting(2, 3), False),  # at the same nanosecond: which came first?
        (lasting(0, 0), lasting(0, 0), False),
        (lasting(0, 3), lasting(2, 4), False),
        (lasting(2, 3), lasting(0, 1), False),
        (lasting(0, None), lasting(9, 9), False),
        (lasting(0, 1), lasting(2, None), True),
    ],
)
def test_what_was_answered_before_another_was_called_precedes_it(
    one: Operation, other: Operation, *, does_precede: bool
) -> None:
    assert one.precedes(other) == does_precede


@settings(deadline=None)
@given(history=histories)
def test_no_operation_precedes_an_earlier_one_of_a_history(history: tuple[Operation, ...]) -> None:
    for place, one in enumerate(history):
        assert not any(one.precedes(earlier) for earlier in history[: place + 1])


def test_operations_called_at_one_time_keep_their_order() -> None:
    first, second = lasting(1, 9), lasting(1, 2)
    assert in_order([second, first, lasting(0, None)]) == (lasting(0, None), second, first)


def test_no_operation_returns_before_its_call() -> None:
    with pytest.raises(ValueError, match="GET of client 0 returned before its call"):
        lasting(2, 1)


@pytest.mark.parametrize(
    ("history", "overlap"),
    [
        ([], (0, 0, 0)),
        ([lasting(0, 1)], (1, 0, 1)),
        ([lasting(0, 1), lasting(2, 3)], (2, 0, 1)),
        ([lasting(0, 2), lasting(2, 3)], (2, 2, 2)),
        ([lasting(0, 9), lasting(1, 2), lasting(3, 4)], (3, 3, 2)),
        ([lasting(0, 3), lasting(1, 3), lasting(2, 3)], (3, 3, 3)),
        ([lasting(0, 0), lasting(0, 0)], (2, 2, 2)),
        # Pending: under way while it was called, and nobody knows whether after that.
        ([lasting(0, None), lasting(1, 2)], (2, 0, 1)),
        ([lasting(0, 2), lasting(1, None), lasting(2, 3)], (3, 3, 2)),
    ],
)
def test_overlap_counts_operations_that_were_under_way_at_one_time(
    history: list[Operation], overlap: tuple[int, int, int]
) -> None:
    operations, overlapping, most_at_once = overlap
    assert overlap_in(history) == Overlap(
        operations=operations, overlapping=overlapping, most_at_once=most_at_once
    )


@settings(deadline=None)
@given(history=histories)
def test_whatever_was_answered_overlaps_just_what_it_neither_precedes_nor_follows(
    history: tuple[Operation, ...],
) -> None:
    answered = [one for one in history if not one.is_pending]
    overlapping = [
        one
        for one in answered
        if any(
            not one.precedes(other) and not other.precedes(one)
            for other in answered
            if other is not one
        )
    ]
    assert overlap_in(answered).overlapping == len(overlapping)


def test_overlaps_of_unrelated_histories_add_up_but_were_not_at_once() -> None:
    one = Overlap(operations=5, overlapping=2, most_at_once=2)
    other = Overlap(operations=7, overlapping=6, most_at_once=4)
    assert one + other == Overlap(operations=12, overlapping=8, most_at_once=4)
    assert one + Overlap() == one
