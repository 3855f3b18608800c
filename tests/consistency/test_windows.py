"""The window of an impossible history: short, impossible by itself, and explained but for one."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from edgeproof.consistency import (
    ALL_KEYS,
    KEY_BY_KEY,
    History,
    Model,
    Operation,
    Window,
    check_linearizable,
    in_order,
)
from edgeproof.consistency.search import Deadline, Search
from edgeproof.consistency.windows import MOST_STATES, shortest_window
from tests.consistency import drawings
from tests.consistency.brute_force import keeps_to_real_time, orders, states_after
from tests.consistency.deadlines import HARD, NEVER, jumping
from tests.consistency.programs import KINDS, Kind, any_histories, spoilt_histories

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def impossible_parts(kind: Kind, most: int = 25) -> st.SearchStrategy[History]:
    """Of histories that are not linearizable, what they say of the object that shows it."""

    def impossible_ones(history: History) -> list[History]:
        parts = kind.model.partition(history)
        return [part for part in parts if not is_possible(kind.model, part)]

    histories = spoilt_histories(kind, most) | any_histories(kind, min(most, 10))
    return histories.map(impossible_ones).filter(bool).flatmap(st.sampled_from)


def is_possible(model: Model[Any], history: History, *states: Any) -> bool:
    return Search(model, history, states or [model.initial], NEVER).is_possible()


def window_of(kind: Kind, part: History, deadline: Deadline = NEVER) -> Window[Any]:
    search = Search(kind.model, part, [kind.model.initial], NEVER)
    assert not search.is_possible()
    return shortest_window(kind.model, part, search.order, deadline)


def unanswered(window: Window[Any]) -> list[Operation]:
    """Its operations without the answer of the impossible one."""
    operations = list(window.operations)
    operations[window.impossible] = replace(operations[window.impossible], returned_ns=None)
    return operations


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_window_is_impossible_only_by_one_answer(kind: Kind, data: st.DataObject) -> None:
    window = window_of(kind, data.draw(impossible_parts(kind)))
    assert 0 < len(set(window.states)) == len(window.states) <= MOST_STATES
    assert not is_possible(kind.model, window.operations, *window.states)
    assert is_possible(kind.model, unanswered(window), *window.states)


def assert_is_part_of(history: History, window: Window[Any]) -> None:
    """Its operations are the history's, in their order; some have lost their answer."""
    rest = iter(history)
    for operation in window.operations:
        assert any(operation in [one, replace(one, returned_ns=None)] for one in rest)


def assert_explains(model: Model[Any], window: Window[Any]) -> None:
    """Its order is one in time, and one in which each answer but the impossible one fits."""
    order = [unanswered(window)[place] for place in window.order]
    assert len(set(window.order)) == len(order)
    assert keeps_to_real_time(order)
    assert not order or states_after(model, order, window.states)


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_window_is_of_the_history_and_ends_with_the_impossible_answer(
    kind: Kind, data: st.DataObject
) -> None:
    part = data.draw(impossible_parts(kind))
    window = window_of(kind, part)
    assert_is_part_of(part, window)
    end_ns = window.operations[window.impossible].returned_ns
    assert end_ns is not None
    for one in window.operations:
        assert one.called_ns <= end_ns
        assert one.returned_ns is None or one.returned_ns <= end_ns


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_its_order_explains_every_other_answer(kind: Kind, data: st.DataObject) -> None:
    window = window_of(kind, data.draw(impossible_parts(kind)))
    assert_explains(kind.model, window)
    answered = {place for place, one in enumerate(unanswered(window)) if not one.is_pending}
    assert answered <= set(window.order)


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_no_read_can_be_left_out_of_it(kind: Kind, data: st.DataObject) -> None:
    window = window_of(kind, data.draw(impossible_parts(kind)))
    for place, one in enumerate(window.operations):
        if kind.model.is_read(one) and place != window.impossible:
            rest = [*window.operations[:place], *window.operations[place + 1 :]]
            assert is_possible(kind.model, rest, *window.states)


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_there_is_no_pause_in_it(kind: Kind, data: st.DataObject) -> None:
    window = window_of(kind, data.draw(impossible_parts(kind)))
    for place in range(1, len(window.operations)):
        called_ns = window.operations[place].called_ns
        assert any(
            one.returned_ns is None or one.returned_ns >= called_ns
            for one in window.operations[:place]
        )


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_all_that_can_have_happened_led_through_one_of_its_states(
    kind: Kind, data: st.DataObject
) -> None:
    part = data.draw(impossible_parts(kind, most=7))
    assume(not any(one == other for one, other in combinations(part, 2)))
    window = window_of(kind, part)
    impossible = window.operations[window.impossible]
    until_then = [
        replace(one, returned_ns=None) if one == impossible else one
        for one in part
        if one.called_ns <= (impossible.returned_ns or 0)
    ]
    # Left out are what came before the window, and reads.
    left_in = [one for one in part if one in window.operations and not one.is_pending]
    before = [
        one
        for one in until_then
        if not one.is_pending
        and not kind.model.is_read(one)
        and one not in window.operations
        and replace(one, returned_ns=None) not in window.operations
    ]
    for order in orders(until_then):
        if keeps_to_real_time(order) and states_after(kind.model, order, [kind.model.initial]):
            assert any(
                set(window.states) & states_after(kind.model, order[:begin], [kind.model.initial])
                for begin in range(len(order) + 1)
                if all(one in order[:begin] for one in before)
                and not any(one in order[:begin] for one in left_in)
            )


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_it_does_not_hang_on_where_the_search_got_stuck(kind: Kind, data: st.DataObject) -> None:
    part = data.draw(impossible_parts(kind))
    hint = data.draw(st.lists(st.sampled_from(range(len(part))), unique=True))
    window = window_of(kind, part)
    other = shortest_window(kind.model, part, hint, NEVER)
    assert other.operations[other.impossible] == window.operations[window.impossible]


def window_in(drawing: str) -> Window[Any]:
    window = check_linearizable(KEY_BY_KEY, drawings.read(drawing)).window
    assert window is not None
    return window


def test_what_came_before_the_last_pause_is_only_a_state() -> None:
    window = window_in("""
        a: |--SET k x: OK--|                      |--GET k: x--|
        b: |--SET k y: OK--|  |--SET k z: OK--|                  |--GET k: z--|
        """)
    assert window.states == ("z",)
    assert [one.call for one in window.operations] == ["GET"]


def test_a_pause_may_leave_one_of_several_states() -> None:
    window = window_in("""
        a: |--SET k x: OK--|    |--GET k: z--|
        b: |--SET k y: OK--|
        """)
    assert sorted(window.states) == ["x", "y"]
    assert [one.call for one in window.operations] == ["GET"]


def test_a_pause_that_only_needless_reads_hide_is_found() -> None:
    window = window_in("""
        a: |--SET k x: OK--|   |--SET k y: OK--|   |--GET k: x--|
        b:      |-----GET k: x------|    |-----GET k: y------|
        """)
    assert window.states == ("y",)
    assert len(window.operations) == 1


def test_what_was_under_way_when_it_begins_is_pending() -> None:
    window = window_in("""
        a: |---------------------SET k x: OK---------------------|
        b:   |--GET k: null--|  |--GET k: x--|
        c:                                    |--GET k: null--|
        """)
    assert window.states == ("x",)
    assert [one.call for one in window.operations] == ["SET", "GET"]
    assert [one.is_pending for one in window.operations] == [True, False]
    assert (window.impossible, window.order) == (1, ())


def test_it_does_not_begin_while_one_is_under_way_whose_answer_matters() -> None:
    window = window_in("""
        a: |------------INCR n: 2------------|
        b:   |--INCR n: 1--|
        c:                    |------INCR n: 2------|
        """)
    assert window.states == (None,)
    assert [one.result for one in window.operations] == [2, 1, 2]


def test_it_begins_earlier_where_that_is_needed() -> None:
    window = window_in("""
        a: |--INCR n: 1--|          |--INCR n: 4--|
        b:         |--INCR n: 2--|     |------INCR n: 6-----------|
        c:                    |--INCR n: 3--|      |--INCR n: 5--|
        d:                                                        |---INCR n: 6---|
        """)
    assert window.states == ("2",)
    assert [one.result for one in window.operations if one.is_pending] == [3]
    assert [one.result for one in window.operations if not one.is_pending] == [4, 6, 5, 6]


def test_it_does_not_begin_in_more_states_than_one_can_think_of() -> None:
    history = [
        replace(one, called_ns=client, returned_ns=20)
        for client, key in enumerate("aabbccddee")
        for one in drawings.read(f"x: |--SET {key} {client}: OK--|")
    ]
    wrong = drawings.read("x:                    |--GET a: null--|")
    window = check_linearizable(ALL_KEYS, [*history, *wrong]).window
    assert window is not None
    assert len(window.states) <= MOST_STATES
    assert not is_possible(ALL_KEYS, window.operations, *window.states)


def test_reads_without_which_it_would_be_possible_stay() -> None:
    window = window_in("""
        a: |--SET k x: OK--|   |-------GETSET k z: x--------|
        b: |--SET k y: OK--|      |--GET k: y--| |--GET k: y--|
        """)
    assert sorted(window.states) == ["x", "y"]
    assert [one.call for one in window.operations] == ["GETSET", "GET"]


def test_the_impossible_one_is_in_the_order_if_others_saw_its_effect() -> None:
    window = window_in("""
        a: |------GETSET k x: z--------|
        b:    |--APPEND k y: 2--|
        """)
    assert (window.impossible, window.order) == (0, (0, 1))


def test_operations_of_one_client_at_one_time_are_told_apart() -> None:
    first, second = (
        Operation(
            client=0,
            call="INCR",
            arguments=("n",),
            result=number,
            called_ns=5,
            returned_ns=5 + number,
        )
        for number in (1, 3)
    )
    window = check_linearizable(KEY_BY_KEY, [first, second]).window
    assert window is not None
    assert window.operations == (first, second)
    assert (window.impossible, window.order) == (1, (0,))


CROWD = in_order(
    [
        *drawings.read("a: |--SET k before: OK--| |--GET k: before--|"),
        *(replace(one, called_ns=one.called_ns + 99, returned_ns=199) for one in HARD[:-1]),
        *(replace(HARD[-1], called_ns=time, returned_ns=199, result="0") for time in (110, 120)),
        replace(HARD[-1], called_ns=200, returned_ns=201),
    ]
)


@pytest.mark.parametrize("looks", range(40))
def test_a_window_that_is_cut_by_time_is_only_longer(looks: int) -> None:
    window = window_of(KINDS["register"], CROWD, Deadline.after(20, jumping(looks).__next__))
    assert_is_part_of(CROWD, window)
    assert_explains(KEY_BY_KEY, window)
    assert not is_possible(KEY_BY_KEY, window.operations, *window.states)
