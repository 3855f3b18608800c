"""What clients of /posts saw, as a history of a set."""

import pytest

from edgeproof.consistency import Operation, ViolationKind, check_set
from edgeproof.consistency.set_checker.history import Removal, Span
from tests.consistency.histories import MARK, delete, get, own_text, post
from tests.consistency.set_checker.operations import from_operations


def test_lists_are_texts_by_id_or_pairs() -> None:
    by_id = Operation(
        client=0, call="GET", result={"post:1": own_text(1)}, called_ns=2, returned_ns=3
    )
    for listing in (by_id, get(2, 3, 1)):
        history = from_operations([post(1, 0, 1), listing], mark=MARK)
        assert list(history.listings.elements()) == [1]
        assert not check_set(history).violations


@pytest.mark.parametrize(
    ("status", "returned_ns", "was_there"),
    [(200, 3, True), (204, 3, True), (404, 3, False), (410, 3, False), (500, None, False)],
)
def test_the_status_of_a_remove_says_whether_the_post_was_there(
    status: int,
    returned_ns: int | None,
    was_there: bool,  # noqa: FBT001  (a parameter of cases)
) -> None:
    history = from_operations([delete(1, 2, 3, status)])
    assert history.removes_of(1) == [Removal(Span("remove", 2, returned_ns), was_there)]


def test_lists_are_kept_in_the_order_in_which_they_returned() -> None:
    history = from_operations([get(0, 9), get(1, 5, 1), get(2, 7)])
    assert [history.list_at(place).returned_ns for place in range(3)] == [5, 7, 9]


def test_what_says_nothing_is_left_out() -> None:
    pending = Operation(client=0, call="GET", called_ns=0)
    nameless = Operation(client=0, call="DELETE", arguments=("posts",), result=404, called_ns=0)
    odd = Operation(
        client=0, call="GET", result=[["post:01", "a"], [None, "b"]], called_ns=0, returned_ns=1
    )
    history = from_operations([pending, nameless, odd])
    assert (history.operations, list(history.listings.elements())) == (1, [])


@pytest.mark.parametrize(("mark", "judged"), [(MARK, 1), ("", 1), (None, 0), ("x", 0)])
def test_only_what_bears_the_mark_is_the_runs_own(mark: str | None, judged: int) -> None:
    verdict = check_set(from_operations([get(0, 1, 1)], mark=mark))
    assert verdict.judged == judged
    assert verdict.counts == ({ViolationKind.SEEN_EARLY: 1} if judged else {})


@pytest.mark.parametrize("text", ["somebody else's", "", None])
def test_a_text_that_lost_its_mark_is_still_another_text(text: str | None) -> None:
    listing = Operation(client=0, call="GET", result=[["post:1", text]], called_ns=2, returned_ns=3)
    verdict = check_set(from_operations([post(1, 0, 1), listing], mark=MARK))
    assert verdict.counts == {ViolationKind.TEXT_CHANGED: 1}


def test_a_post_that_an_answer_names_is_judged_without_a_mark() -> None:
    history = [post(1, 0, 1, "a"), get(2, 3, (1, "a"), (7, "b")), get(4, 5)]
    verdict = check_set(from_operations(history))
    assert verdict.counts == {ViolationKind.LOST: 1}
