"""Histories of sets: kept as differences, they are what was handed in."""

from array import array
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.consistency import FOREIGN, SetHistory, ViolationKind, check_set, text_digest
from edgeproof.consistency.set_checker.history import Removal, Span
from edgeproof.consistency.set_checker.listings import Listings, Shown

LISTED = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 2)), max_size=6)


def shown_at(listings: Listings, place: int) -> set[int]:
    """The elements that the list at that place shows."""
    return {
        element
        for element in listings.elements()
        if sum(turn <= place for turn in listings.turns(element)) % 2
    }


@settings(deadline=None)
@given(lists=st.lists(LISTED, max_size=8))
def test_each_list_can_be_told_from_its_differences(lists: list[list[tuple[int, int]]]) -> None:
    listings = Listings()
    for number, pairs in enumerate(lists):
        elements, digests = [element for element, _ in pairs], [digest for _, digest in pairs]
        listings.add(number, number, elements, digests)
    assert [shown_at(listings, place) for place in range(len(listings))] == [
        {element for element, _ in pairs} for pairs in lists
    ]


@settings(deadline=None)
@given(lists=st.lists(LISTED, max_size=8))
def test_each_text_and_each_duplicate_is_kept_with_the_first_list_that_shows_it(
    lists: list[list[tuple[int, int]]],
) -> None:
    listings = Listings()
    texts: dict[int, dict[int, int]] = {}
    twice: dict[int, int] = {}
    for number, pairs in enumerate(lists):
        elements, digests = [element for element, _ in pairs], [digest for _, digest in pairs]
        listings.add(number, number, elements, digests)
        for element, digest in pairs:
            texts.setdefault(element, {}).setdefault(digest, number)
            if elements.count(element) > 1:
                twice.setdefault(element, number)
    for element in range(1, 6):
        shown = [Shown(place, digest) for digest, place in texts.get(element, {}).items()]
        assert listings.texts(element) == shown
        assert listings.first_twice(element) == twice.get(element)


def test_a_list_that_is_changed_after_it_was_handed_in_is_kept_as_it_was() -> None:
    history = SetHistory()
    elements, digests = [1, 2], [11, 12]
    history.listed(0, 1, elements, digests)
    del elements[0], digests[0]
    history.listed(2, 3, elements, digests)
    assert shown_at(history.listings, 0) == {1, 2}
    assert shown_at(history.listings, 1) == {2}


@pytest.mark.parametrize("kind", [list, tuple, lambda numbers: array("q", numbers)])
def test_lists_come_as_any_sequence(kind: Callable[[list[int]], Sequence[int]]) -> None:
    history = SetHistory()
    for number, elements in enumerate([[1, 2], [1, 2], [2], [2, 3]]):
        history.listed(number, number, kind(elements), kind([7] * len(elements)))
    assert [shown_at(history.listings, place) for place in range(4)] == [
        {1, 2},
        {1, 2},
        {2},
        {2, 3},
    ]
    assert history.listings.texts(3) == [Shown(3, 7)]


def test_a_list_handed_in_late_counts_as_returned_with_the_one_before_it() -> None:
    history = SetHistory()
    history.added(1, text_digest("a"), 0, 1)
    history.removed(1, 4, 5, was_there=True)
    history.listed(6, 9, [], [])
    history.listed(2, 3, [1], [text_digest("a")])
    assert history.list_at(1) == Span("list", 2, 9)
    assert not check_set(history).violations


def test_a_list_with_more_elements_than_texts_is_refused_and_not_kept() -> None:
    history = SetHistory()
    with pytest.raises(ValueError, match="2 elements with 1 texts"):
        history.listed(0, 1, [1, 2], [7])
    assert history.operations == 0


def test_adds_and_removes_are_told_as_they_were_handed_in() -> None:
    history = SetHistory()
    history.added(3, 7, 0, 1)
    history.removed(3, 2, None, was_there=False)
    history.removed(3, 2, 4, was_there=False)
    history.removed(3, 5, 6, was_there=True)
    history.add_pending(7, 8)
    assert (history.add_of(3), history.digest_of(3)) == (Span("add", 0, 1), 7)
    assert history.removes_of(3) == [
        Removal(Span("remove", 2, None), was_there=False),
        Removal(Span("remove", 2, 4), was_there=False),
        Removal(Span("remove", 5, 6), was_there=True),
    ]
    assert [remove.may_have_removed for remove in history.removes_of(3)] == [True, False, True]
    assert history.removes_of(4) == []
    assert history.operations == 5


def test_any_number_is_an_element() -> None:
    history = SetHistory()
    history.added(2**80, 7, 0, 1)
    history.listed(2, 3, [-(2**80)], [FOREIGN])
    (lost,) = check_set(history).violations
    assert (lost.kind, lost.element) == (ViolationKind.LOST, 2**80)


@pytest.mark.parametrize("text", ["", "a", "\0", "\ud800"])
def test_no_text_has_the_digest_of_a_foreign_one(text: str) -> None:
    assert text_digest(text) != FOREIGN
