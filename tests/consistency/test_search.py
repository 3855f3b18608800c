"""The search: from any states, to any states, and no longer than it may."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.consistency import (
    KEY_BY_KEY,
    History,
    Linearizable,
    Operation,
    check_linearizable,
)
from edgeproof.consistency.search import Search
from tests.consistency import drawings
from tests.consistency.brute_force import keeps_to_real_time, orders, states_after
from tests.consistency.deadlines import HARD, NEVER, jumping
from tests.consistency.programs import KINDS, Kind, histories

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@st.composite
def parts(draw: st.DrawFn, kind: Kind) -> History:
    """What a history says of one object."""
    candidates = kind.model.partition(draw(histories(kind)))
    return draw(st.sampled_from(candidates)) if candidates else []


def some_states(kind: Kind) -> st.SearchStrategy[list[object]]:
    return st.lists(st.sampled_from(kind.states), max_size=3)


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_the_states_that_a_history_may_leave_are_those_of_all_its_orders(
    kind: Kind, data: st.DataObject
) -> None:
    part, states = data.draw(parts(kind)), data.draw(some_states(kind))
    final = list(Search(kind.model, part, states, NEVER).final_states())
    expected = {
        state
        for order in orders(part)
        if keeps_to_real_time(order)
        for state in states_after(kind.model, order, states)
    }
    assert len(final) == len(set(final))
    # Some of those may owe their state to a pending one that may as well come later.
    assert set(final) <= expected if any(one.is_pending for one in part) else set(final) == expected
    assert bool(final) == bool(expected)
    assert Search(kind.model, part, states, NEVER).is_possible() == bool(expected)


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_the_order_found_explains_the_answers(kind: Kind, data: st.DataObject) -> None:
    part, states = data.draw(parts(kind)), data.draw(some_states(kind))
    search = Search(kind.model, part, states, NEVER)
    is_possible = search.is_possible()
    assert len(set(search.order)) == len(search.order)
    order = [part[place] for place in search.order]
    assert keeps_to_real_time(order)
    assert not order or states_after(kind.model, order, states)
    if is_possible:
        answered = {place for place, one in enumerate(part) if not one.is_pending}
        assert answered <= set(search.order)


@pytest.mark.parametrize("looks", [1, 2])
def test_a_search_that_takes_too_long_has_no_answer(looks: int) -> None:
    verdict = check_linearizable(KEY_BY_KEY, HARD, clock=jumping(looks).__next__)
    assert verdict.answer == Linearizable.UNKNOWN
    assert verdict.window is None


def test_a_long_search_looks_at_the_clock_also_when_it_goes_straight_on() -> None:
    history = [
        Operation(
            client=0,
            call="INCR",
            arguments=("n",),
            result=number + 1,
            called_ns=2 * number,
            returned_ns=2 * number + 1,
        )
        for number in range(1_000)
    ]
    assert check_linearizable(KEY_BY_KEY, history).answer == Linearizable.YES
    verdict = check_linearizable(KEY_BY_KEY, history, clock=jumping(1).__next__)
    assert verdict.answer == Linearizable.UNKNOWN


def never_answered(count: int, call: str, *arguments: str) -> list[Operation]:
    """So many pending operations; `#` in an argument is the number of each."""
    return [
        Operation(
            client=9 + number,
            call=call,
            arguments=tuple(one.replace("#", str(number)) for one in arguments),
            called_ns=number,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "pending",
    [
        never_answered(30, "SET", "k", "lost #"),
        never_answered(30, "SET", "k", "lost"),
        never_answered(30, "GETSET", "k", "lost #"),
        never_answered(30, "GET", "k"),
    ],
    ids=["different writes", "equal writes", "writes that would see", "reads"],
)
def test_pending_operations_that_nobody_saw_are_not_tried_in_all_subsets(
    pending: list[Operation],
) -> None:
    history = drawings.read("""
        a: |--SET k x: OK--| |--SET k y: OK--| |--SET k z: OK--| |--GET k: x--|
        b: |--SET k t: OK--| |--SET k u: OK--| |--SET k v: OK--| |--GET k: t--|
        """)
    looks = jumping(20)  # some 10,000 steps
    verdict = check_linearizable(KEY_BY_KEY, [*history, *pending], clock=looks.__next__)
    assert verdict.answer == Linearizable.NO


def test_equal_increments_that_had_no_answer_count_without_being_told_apart() -> None:
    pending = never_answered(30, "INCR", "n")
    history = drawings.read("""
        a:                                  |--INCR n: 12--| |--INCR n: 30--|
        b:                                         |---INCR n: 31---|  |--INCR n: 31--|
        """)
    looks = jumping(20)
    verdict = check_linearizable(KEY_BY_KEY, [*history, *pending], clock=looks.__next__)
    assert verdict.answer == Linearizable.NO


def test_what_takes_too_long_on_one_key_does_not_hide_the_fault_of_another() -> None:
    fault = drawings.read("a: |--SET j x: OK--| |--GET j: null--!")
    verdict = check_linearizable(KEY_BY_KEY, [*HARD, *fault], clock=jumping(1).__next__)
    assert verdict.answer == Linearizable.NO


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_while_the_clock_stands_still_there_is_always_an_answer(
    kind: Kind, data: st.DataObject
) -> None:
    history = data.draw(histories(kind, most=15))
    verdict = check_linearizable(kind.model, history, limit_s=0, clock=lambda: 0)
    assert verdict.answer != Linearizable.UNKNOWN


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_the_order_in_which_operations_are_given_changes_nothing(
    kind: Kind, data: st.DataObject
) -> None:
    history = data.draw(histories(kind))
    shuffled = data.draw(st.permutations(history))
    answers = [check_linearizable(kind.model, one).answer for one in (history, shuffled)]
    assert answers[0] == answers[1]
