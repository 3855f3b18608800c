"""Histories that are drawn: every kind of operation, of overlap and of violation occurs."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest

from edgeproof.consistency import Operation, ViolationKind
from tests.consistency.histories import MARK, History, any_histories, correct_histories
from tests.consistency.mutations import MUTATIONS, Mutation
from tests.consistency.set_checker.naive import naive_violations
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def any_ones() -> list[History]:
    """Many histories of which anything may be wrong."""
    return drawn(any_histories(), draws=500)


@pytest.fixture(scope="module")
def correct_ones() -> list[History]:
    """Many histories of a correct set."""
    return drawn(correct_histories(), draws=500)


def calls_in(histories: list[History], call: str) -> list[Operation]:
    """The calls of that name in all of them."""
    return [one for history in histories for one in history if one.call == call]


def test_each_kind_of_violation_is_drawn_often_and_none_too(any_ones: list[History]) -> None:
    kinds = [{kind for kind, _ in naive_violations(history, MARK)} for history in any_ones]
    counts = Counter(kind for found in kinds for kind in found)
    assert all(counts[kind] >= 10 for kind in ViolationKind), counts
    assert sum(not found for found in kinds) >= 50


def test_each_kind_of_violation_befalls_a_post_by_itself(any_ones: list[History]) -> None:
    alone = set()
    for history in any_ones:
        found = naive_violations(history, MARK)
        times = Counter(name for _, name in found)
        alone |= {kind for kind, name in found if times[name] == 1}
    assert alone == set(ViolationKind)


def test_operations_are_answered_or_not_in_every_way(any_ones: list[History]) -> None:
    adds, removes = calls_in(any_ones, "POST"), calls_in(any_ones, "DELETE")
    assert {(add.result is None, add.is_pending) for add in adds} == {
        (False, False),
        (True, False),
        (True, True),
    }
    assert {remove.result for remove in removes} == {200, 204, 404, 400, None}
    assert any(add.arguments[0].startswith(MARK) for add in adds)
    assert any(not add.arguments[0].startswith(MARK) for add in adds)


def test_lists_show_nothing_something_twice_and_other_texts(any_ones: list[History]) -> None:
    lists = [listing.result for listing in calls_in(any_ones, "GET")]
    assert any(not pairs for pairs in lists)
    assert any(len(dict(pairs)) < len(pairs) for pairs in lists)
    assert any(not text.startswith(MARK) for pairs in lists for _, text in pairs)


@pytest.mark.parametrize("name", ["any_ones", "correct_ones"])
def test_operations_overlap_and_follow_and_meet_at_one_time(
    name: str, request: pytest.FixtureRequest
) -> None:
    histories: list[History] = request.getfixturevalue(name)
    pairs = [pair for history in histories[::10] for pair in combinations(history, 2)]
    assert any(one.precedes(other) for one, other in pairs)
    assert any(not one.precedes(other) and not other.precedes(one) for one, other in pairs)
    assert any(one.returned_ns == other.called_ns for one, other in pairs)


SEEN_OF_A_CORRECT_SET: dict[str, Callable[[History], bool]] = {
    "a remove that found it": lambda h: any(one.result == 200 for one in h),
    "a remove that did not": lambda h: any(one.result == 404 for one in h),
    "a set that answers each remove alike": lambda h: any(one.result == 204 for one in h),
    "a remove without an answer": lambda h: any(
        one.call == "DELETE" and one.is_pending for one in h
    ),
    "an add without an answer": lambda h: any(one.call == "POST" and one.is_pending for one in h),
    "an answer that names nothing": lambda h: any(
        one.call == "POST" and not one.is_pending and one.result is None for one in h
    ),
    "one text, added twice": lambda h: len({one.arguments for one in adds_in(h)}) < len(adds_in(h)),
    "somebody else's post": lambda h: any(text[0] == "s" for text in texts_in(h)),
    "one that no answer named": lambda h: bool(named_in_lists(h) - named_in_answers(h)),
    "a remove that overlaps the add": lambda h: any(
        not add.precedes(one) for add in adds_in(h) for one in h if one.arguments == (add.result,)
    ),
    "lists in which one post goes as another comes": lambda h: any(
        dict(one.result).keys() - dict(other.result).keys()
        and dict(other.result).keys() - dict(one.result).keys()
        for one, other in combinations([one for one in h if one.call == "GET"], 2)
        if not one.precedes(other)
        and not other.precedes(one)
    ),
}  # fmt: skip


def adds_in(history: History) -> list[Operation]:
    """The adds."""
    return [one for one in history if one.call == "POST"]


def texts_in(history: History) -> list[str]:
    """The texts that lists show."""
    return [text for one in history if one.call == "GET" for _, text in one.result]


def named_in_lists(history: History) -> set[str]:
    """The run's own posts that lists show."""
    pairs = [pair for one in history if one.call == "GET" for pair in one.result]
    return {name for name, text in pairs if text.startswith(MARK)}


def named_in_answers(history: History) -> set[str]:
    """The posts that answers to POST name."""
    return {one.result for one in adds_in(history)}


@pytest.mark.parametrize("sees", SEEN_OF_A_CORRECT_SET.values(), ids=SEEN_OF_A_CORRECT_SET)
def test_of_a_correct_set_everything_is_seen(
    sees: Callable[[History], bool], correct_ones: list[History]
) -> None:
    assert sum(map(sees, correct_ones)) >= 5


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_each_mutation_fits_many_histories(mutate: Mutation, correct_ones: list[History]) -> None:
    assert sum(any(mutate(history)) for history in correct_ones) >= 10
