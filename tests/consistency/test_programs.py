"""The histories with which the checker is tried are of every class that matters."""

from collections.abc import Callable
from itertools import combinations

import pytest
from msgspec.structs import replace

from edgeproof.consistency import History, Operation, overlap_in
from tests.consistency.brute_force import (
    is_explained,
    is_linearizable,
    keeps_to_real_time,
    orders,
    states_after,
)
from tests.consistency.programs import (
    KINDS,
    Histories,
    Kind,
    any_histories,
    correct_histories,
    histories,
    spoilt_histories,
)
from tests.strategies.drawing import drawn

pytestmark = pytest.mark.drawing

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@each_kind
def test_correct_histories_are_linearizable(kind: Kind) -> None:
    drawn_histories = drawn(correct_histories(kind), draws=300)
    assert all(is_linearizable(kind.model, one) for one in drawn_histories)


@each_kind
@pytest.mark.parametrize("strategy", [spoilt_histories, any_histories])
def test_other_histories_are_linearizable_or_not(
    kind: Kind, strategy: Callable[[Kind], Histories]
) -> None:
    answers = [is_linearizable(kind.model, one) for one in drawn(strategy(kind), draws=300)]
    assert min(answers.count(True), answers.count(False)) > len(answers) / 20


def is_yes(kind: Kind, part: History) -> bool:
    return is_explained(kind.model, part, [kind.model.initial])


def has_a_pending_one_that_took_effect(kind: Kind, part: History) -> bool:
    answered = [one for one in part if not one.is_pending]
    return is_yes(kind, part) and not is_yes(kind, answered)


def has_a_pending_one_that_took_effect_last_or_never(kind: Kind, part: History) -> bool:
    explanations = [
        order
        for order in orders(part)
        if keeps_to_real_time(order) and states_after(kind.model, order, [kind.model.initial])
    ]
    too_early = [
        [one for place, one in enumerate(order) if not all(o.is_pending for o in order[place:])]
        for order in explanations
    ]
    pending = [one for one in part if one.is_pending]
    return bool(explanations) and any(
        not any(one in early for early in too_early) for one in pending
    )


def has_equal_times_that_decide(kind: Kind, part: History) -> bool:
    """Yes, but only because one may follow another that was called when it returned."""
    half_open = [
        replace(
            one,
            called_ns=2 * one.called_ns,
            returned_ns=None
            if one.returned_ns is None
            else max(2 * one.called_ns, 2 * one.returned_ns - 1),
        )
        for one in part
    ]
    return is_yes(kind, part) and not is_yes(kind, half_open)


def has_an_order_in_time_that_decides(kind: Kind, part: History) -> bool:
    """No, but yes if all had been at once."""
    at_once = [
        replace(one, called_ns=0, returned_ns=None if one.is_pending else 100) for one in part
    ]
    return not is_yes(kind, part) and is_yes(kind, at_once)


def has_an_order_of_effects_unlike_that_of_calls(kind: Kind, part: History) -> bool:
    answered = [one for one in part if not one.is_pending]
    in_order_of_calls = states_after(kind.model, answered, [kind.model.initial])
    return is_yes(kind, answered) and not in_order_of_calls


def has_operations_of_one_client_called_at_one_time(kind: Kind, part: History) -> bool:
    del kind
    return any(
        (one.client, one.called_ns) == (other.client, other.called_ns)
        for one, other in combinations(part, 2)
    )


def has_three_at_once(kind: Kind, part: History) -> bool:
    del kind
    return overlap_in(part).most_at_once >= 3


def has_twins(kind: Kind, part: History) -> bool:
    """Operations that differ in nothing."""
    del kind
    return any(one == other for one, other in combinations(part, 2))


CLASSES = [
    has_a_pending_one_that_took_effect,
    has_a_pending_one_that_took_effect_last_or_never,
    has_equal_times_that_decide,
    has_an_order_in_time_that_decides,
    has_an_order_of_effects_unlike_that_of_calls,
    has_operations_of_one_client_called_at_one_time,
    has_three_at_once,
    has_twins,
]


@each_kind
def test_histories_are_of_each_class(kind: Kind) -> None:
    drawn_histories = drawn(histories(kind), draws=1_000)
    parts = [part for one in drawn_histories for part in kind.model.partition(one)]
    assert [has for has in CLASSES if sum(has(kind, part) for part in parts) > 1] == CLASSES


def test_ids_of_pending_posts_are_found_or_the_posts_left_out() -> None:
    posts: list[Operation] = [
        one
        for history in drawn(correct_histories(KINDS["posts"]), draws=100)
        for one in history
        if one.call == "POST"
    ]
    assert all(one.result is not None for one in posts)
    assert any(one.is_pending for one in posts)
