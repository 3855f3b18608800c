"""The set checker: what it finds by itself, and that it agrees with slower ones."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from edgeproof.consistency import Operation, SetVerdict, Span, ViolationKind, check_set
from tests.consistency.histories import (
    MARK,
    History,
    any_histories,
    correct_histories,
    delete,
    get,
    own_text,
    post,
)
from tests.consistency.mutations import MUTATIONS, Mutation
from tests.consistency.set_checker.naive import Found, elements, has_a_life, naive_violations
from tests.consistency.set_checker.operations import from_operations

LOST, DUPLICATED, RESURRECTED = (
    ViolationKind.LOST,
    ViolationKind.DUPLICATED,
    ViolationKind.RESURRECTED,
)
SEEN_EARLY, TEXT_CHANGED = ViolationKind.SEEN_EARLY, ViolationKind.TEXT_CHANGED

ALL = 1_000_000


def verdict_on(history: Iterable[Operation], mark: str | None = MARK) -> SetVerdict:
    """What is found, all of it."""
    return check_set(from_operations(list(history), mark=mark), most_of_a_kind=ALL)


def found_in(history: Iterable[Operation], mark: str | None = MARK) -> Found:
    """The kinds of violation, and the posts that they befell."""
    verdict = verdict_on(history, mark)
    found = [(one.kind, f"post:{one.element}") for one in verdict.violations]
    assert len(found) == sum(verdict.counts.values()) == len(set(found))
    return set(found)


RIGHT: dict[str, History] = {
    "nothing happens": [],
    "added, listed, removed, no longer listed": [
        post(1, 0, 1), get(2, 3, 1), delete(1, 4, 5), get(6, 7),
    ],
    "a list overlaps the add and misses it": [post(1, 0, 5), get(5, 6), get(7, 8, 1)],
    "a list overlaps the add and shows it": [post(1, 5, 9), get(0, 5, 1), get(6, 7, 1)],
    "a list overlaps the remove and shows it": [post(1, 0, 1), delete(1, 2, 5), get(5, 6, 1)],
    "a list overlaps the remove and misses it": [post(1, 0, 1), delete(1, 5, 9), get(2, 5)],
    "overlapping lists disagree": [post(1, 0, 9), get(1, 4, 1), get(2, 5), get(4, 8, 1)],
    "what was removed without an answer is gone": [
        post(1, 0, 1), delete(1, 2, None), get(9, 9, 1), get(10, 11),
    ],
    "what was removed without an answer is there": [
        post(1, 0, 1), delete(1, 2, None), get(9, 9, 1),
    ],
    "a remove that was refused may have been done": [
        post(1, 0, 1), delete(1, 2, 3, status=500), get(4, 5, 1), get(6, 7),
    ],
    "an add without an answer takes effect late": [
        post(None, 0, None, own_text("a")), get(1, 2), get(3, 4, (1, own_text("a"))),
    ],
    "an add without an answer has no effect": [post(None, 0, None, own_text("a")), get(1, 2)],
    "an answer without an id": [
        post(None, 0, 1, own_text("a")), get(2, 3), get(4, 5, (1, own_text("a"))),
    ],
    "two adds of one text without an answer": [
        post(None, 0, None, own_text("a")),
        post(None, 5, None, own_text("a")),
        get(1, 2, (2, own_text("a"))),
        get(6, 7, (1, own_text("a")), (2, own_text("a"))),
    ],
    "what is not there is removed, it says": [delete(1, 0, 1), post(1, 2, 3), get(4, 5, 1)],
    "two adds of one text, of which the first to be called returned last": [
        post(None, 0, 9, own_text("a")),
        post(None, 5, None, own_text("a")),
        get(1, 2, (1, own_text("a"))),
    ],
    "two adds of one text, of which either may have made what was removed": [
        post(None, 0, None, own_text("a")),
        post(None, 5, None, own_text("a")),
        delete(2, 3, 4),
        get(3, 8, (1, own_text("a")), (2, own_text("a"))),
        get(9, 10, (1, own_text("a"))),
    ],
    "a remove returns as the add is called": [delete(1, 0, 2), post(1, 2, 3), get(4, 5)],
    "a remove overlaps the add": [post(1, 0, 5), delete(1, 3, 4), get(6, 7, 1)],
    "a second remove does not find it": [
        post(1, 0, 1), delete(1, 2, 9), delete(1, 3, 4, status=404), get(5, 6),
    ],
    "a remove overlaps the add and does not find it": [
        post(1, 0, 5), delete(1, 3, 4, status=404), get(6, 7, 1),
    ],
    "other people's posts come, change and go": [
        get(0, 1, (8, "theirs")), get(2, 3), get(4, 5, (8, "others"), (8, "others")), get(6, 7),
    ],
}  # fmt: skip

WRONG: dict[str, tuple[ViolationKind | set[ViolationKind], History]] = {
    "lost from the first list": (LOST, [post(1, 0, 1), get(2, 3)]),
    "lost from a later list": (LOST, [post(1, 0, 1), get(2, 3, 1), get(4, 5)]),
    "lost before its remove was called": (LOST, [post(1, 0, 1), get(2, 3), delete(1, 4, 5)]),
    "lost though its add is still under way": (LOST, [post(1, 0, 9), get(1, 2, 1), get(3, 4)]),
    "lost though its add was never answered": (
        LOST,
        [
            post(None, 0, None, own_text("a")), get(1, 2, (1, own_text("a"))), get(3, 4),
        ],
    ),
    "lost for a remove": (LOST, [post(1, 0, 1), delete(1, 2, 3, status=404)]),
    "lost for a remove, though a list showed it first": (
        LOST,
        [post(1, 0, 9), get(1, 2, 1), delete(1, 3, 4, status=404)],
    ),
    "lost after a remove that did not find it": (
        LOST,
        [post(1, 0, 5), delete(1, 3, 4, status=404), get(6, 7)],
    ),
    "lost, for its remove was over when it was added": (
        LOST,
        [delete(1, 0, 1), post(1, 2, 3), get(4, 5)],
    ),
    "lost, for a list showed it after its remove": (
        LOST,
        [post(1, 0, 5), delete(1, 3, 4), get(5, 6, 1), get(7, 8)],
    ),
    "shown after its remove": (RESURRECTED, [post(1, 0, 1), delete(1, 2, 3), get(4, 5, 1)]),
    "shown after its remove, for a while": (
        RESURRECTED,
        [post(1, 0, 1), delete(1, 2, 3), get(4, 5, 1), get(6, 7)],
    ),
    "shown after its remove, which another one overlaps": (
        RESURRECTED,
        [post(1, 0, 1), delete(1, 2, 3), delete(1, 2, 9), get(4, 5, 1)],
    ),
    "shown after a list that no longer did": (
        RESURRECTED,
        [post(1, 0, 1), delete(1, 2, None), get(3, 4), get(5, 6, 1)],
    ),
    "shown after a remove that did not find it": (
        RESURRECTED,
        [post(1, 0, 1), delete(1, 2, 9), delete(1, 3, 4, status=404), get(5, 6, 1)],
    ),
    "missed by one list": (
        {LOST, RESURRECTED},
        [post(1, 0, 1), get(2, 3, 1), get(4, 5), get(6, 7, 1)],
    ),
    "shown before it was added": (SEEN_EARLY, [get(0, 1, 1), post(1, 2, 3), get(4, 5, 1)]),
    "shown though nobody added it": (SEEN_EARLY, [get(0, 1, 1)]),
    "shown before an add without an answer was called": (
        SEEN_EARLY,
        [get(0, 1, (1, own_text("a"))), post(None, 2, None, own_text("a"))],
    ),
    "one add without an answer, and two that it must have made": (
        SEEN_EARLY,
        [
            post(None, 0, None, own_text("a")),
            get(1, 2, (1, own_text("a"))),
            get(3, 4, (1, own_text("a")), (2, own_text("a"))),
        ],
    ),
    "another text": (TEXT_CHANGED, [post(1, 0, 1), get(2, 3, (1, own_text("b")))]),
    "another text, for one list": (
        TEXT_CHANGED,
        [post(1, 0, 1), get(2, 3, 1), get(4, 5, (1, "theirs")), get(6, 7, 1)],
    ),
    "the texts of two posts are exchanged": (
        TEXT_CHANGED,
        [post(1, 0, 1), post(2, 0, 1), get(2, 3, (1, own_text(2)), (2, own_text(1)))],
    ),
    "two texts of a post that no answer named": (
        TEXT_CHANGED,
        [
            post(None, 0, None, own_text("a")),
            get(1, 2, (1, own_text("a"))),
            get(3, 4, (1, own_text("b"))),
        ],
    ),
    "listed twice": (DUPLICATED, [post(1, 0, 1), get(2, 3, 1, 1)]),
    "listed twice, with two texts": (
        {DUPLICATED, TEXT_CHANGED},
        [post(1, 0, 1), get(2, 3, 1, (1, own_text("b")))],
    ),
    "given twice": (DUPLICATED, [post(1, 0, 1), post(1, 2, 3, own_text("b")), get(4, 5, 1)]),
    "given again after its remove": (
        DUPLICATED,
        [post(1, 0, 1), delete(1, 2, 3), post(1, 4, 5), get(6, 7, 1)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("history", RIGHT.values(), ids=RIGHT)
def test_what_a_set_may_do_is_no_violation(history: History) -> None:
    assert found_in(history) == naive_violations(history, MARK) == set()


@pytest.mark.parametrize(("kinds", "history"), WRONG.values(), ids=WRONG)
def test_what_no_set_does_is_found(
    kinds: ViolationKind | set[ViolationKind], history: History
) -> None:
    found = found_in(history)
    assert {kind for kind, _ in found} == ({kinds} if isinstance(kinds, ViolationKind) else kinds)
    assert found == naive_violations(history, MARK)


@settings(max_examples=400, deadline=None)
@given(history=any_histories(), mark=st.sampled_from([MARK, "", None]))
def test_it_finds_what_its_definitions_say(history: History, mark: str | None) -> None:
    assert found_in(history, mark) == naive_violations(history, mark)


@settings(max_examples=400, deadline=None)
@given(history=any_histories())
def test_an_element_is_in_order_exactly_if_instants_explain_what_was_seen(
    history: History,
) -> None:
    wrong = {name for kind, name in found_in(history) if kind in {LOST, RESURRECTED, SEEN_EARLY}}
    for element in elements(history, MARK):
        if element.add is None:
            assert element.name in wrong
        # Any of several adds of one text may have made the others.
        elif element.add.called_ns == element.earliest_ns:
            assert (element.name not in wrong) == has_a_life(element)


@settings(max_examples=400, deadline=None)
@given(history=correct_histories(), mark=st.sampled_from([MARK, None]))
def test_a_correct_set_is_never_accused(history: History, mark: str | None) -> None:
    assert not found_in(history, mark)


@pytest.mark.parametrize(
    ("mutate", "kind"), MUTATIONS.items(), ids=lambda it: getattr(it, "__name__", None)
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_one_wrong_answer_of_a_correct_set_is_found(
    mutate: Mutation, kind: ViolationKind, data: st.DataObject
) -> None:
    mutated = list(mutate(data.draw(correct_histories())))
    assume(mutated)
    history, name = data.draw(st.sampled_from(mutated))
    assert (kind, name) in found_in(history)


def test_the_operations_that_show_a_loss_are_named() -> None:
    verdict = verdict_on([post(1, 0, 1_000_000), get(1_500_000, 2_000_000)])
    (lost,) = verdict.violations
    assert lost.seen == (
        "not in a list that was called 0.500 ms after its add was acknowledged, "
        "though nothing can have taken it out"
    )
    assert lost.operations == (
        Span("add", 0, 1_000_000),
        Span("list", 1_500_000, 2_000_000),
    )


def test_the_operations_that_show_a_resurrection_are_named() -> None:
    verdict = verdict_on([post(1, 0, 1), delete(1, 2, 3), get(1_000_003, 1_000_004, 1)])
    (resurrected,) = verdict.violations
    assert (
        resurrected.seen == "in a list that was called 1.000 ms after a remove of it was answered"
    )
    assert resurrected.operations == (Span("remove", 2, 3), Span("list", 1_000_003, 1_000_004))


def test_violations_come_in_the_order_of_time() -> None:
    verdict = verdict_on(
        [post(1, 0, 1), post(2, 0, 1), get(2, 3, 2), get(4, 5, 1, 2), get(6, 7, (2, ""))]
    )
    assert [(one.kind, one.element) for one in verdict.violations] == [
        (LOST, 1),
        (RESURRECTED, 1),
        (TEXT_CHANGED, 2),
    ]
    assert [one.time_ns for one in verdict.violations] == [3, 5, 7]


def test_few_of_a_kind_are_shown_and_all_are_counted() -> None:
    history = [*(post(number, 0, number) for number in range(1, 9)), get(10, 11), get(12, 13, 1)]
    verdict = check_set(from_operations(history), most_of_a_kind=3)
    assert verdict.counts == {LOST: 8, RESURRECTED: 1}
    assert [one.kind for one in verdict.violations] == [LOST] * 3 + [RESURRECTED]


def test_a_verdict_says_over_how_much_it_was_given() -> None:
    verdict = verdict_on([post(1, 0, 1), post(2, 0, 1), post(2, 2, 3), get(4, 5, 1, (7, "theirs"))])
    assert (verdict.judged, verdict.lists) == (2, 1)
    assert (verdict_on([]).judged, verdict_on([]).lists) == (0, 0)
