"""Sets: changes that change something, and such as change nothing; algebra with every edge."""

import pytest

from edgeproof.strategies import (
    Change,
    Reading,
    Sets,
    Storing,
    changes_of_a_set,
    readings_of_sets,
    storings_of_sets,
)
from edgeproof.strategies.sets import ALGEBRA
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def histories() -> list[list[Change]]:
    """The changes of many sets."""
    return drawn(changes_of_a_set(), draws=300)


@pytest.fixture(scope="module")
def changes(histories: list[list[Change]]) -> list[Change]:
    """All of them."""
    return [change for history in histories for change in history]


def test_each_change_starts_where_the_last_one_ended(histories: list[list[Change]]) -> None:
    for history in histories:
        ends = [frozenset(), *(change.after for change in history)]
        assert [change.before for change in history] == ends[:-1]


@pytest.mark.parametrize("command", ["SADD", "SREM"])
def test_members_are_there_or_not_and_named_twice(changes: list[Change], command: str) -> None:
    those = [change for change in changes if change.command == command]
    assert any(change.before & set(change.named) for change in those)
    assert any(set(change.named) - change.before for change in those)
    assert any(len(set(change.named)) < len(change.named) for change in those)
    assert any(change.before != change.after for change in those)


def test_a_set_grows_and_becomes_empty_again(changes: list[Change]) -> None:
    assert any(len(change.after) > 3 for change in changes)
    assert any(change.before and not change.after for change in changes)


@pytest.fixture(scope="module")
def readings() -> list[tuple[Sets, list[Reading]]]:
    """Sets and what is read of them."""
    return drawn(readings_of_sets(), draws=300)


@pytest.fixture(scope="module")
def storings() -> list[tuple[Sets, list[Storing]]]:
    """Sets and what is stored and moved."""
    return drawn(storings_of_sets(), draws=300)


@pytest.mark.parametrize("command", ["SINTER", "SUNION", "SDIFF"])
def test_sets_are_read_that_are_missing_or_named_twice_to_something_and_nothing(
    readings: list[tuple[Sets, list[Reading]]], command: str
) -> None:
    those = [(sets, one) for sets, all_ in readings for one in all_ if one.command == command]
    assert any(not sets[number] for sets, one in those for number in one.sources)
    assert any(len(set(one.sources)) < len(one.sources) for _, one in those)
    assert {bool(one.result) for _, one in those if len(one.sources) > 1} == {True, False}


def test_what_is_read_is_what_sets_make() -> None:
    sets = [frozenset("ab"), frozenset("bc"), frozenset("bd")]
    results = {name: "".join(sorted(make(sets))) for name, make in ALGEBRA.items()}
    assert results == {"SINTER": "b", "SUNION": "abcd", "SDIFF": "a"}


@pytest.mark.parametrize("command", ["SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"])
def test_results_are_stored_over_sources_and_over_what_was_there_also_empty_ones(
    storings: list[tuple[Sets, list[Storing]]], command: str
) -> None:
    steps = [
        (earlier, storing)
        for before, all_ in storings
        for earlier, storing in zip((before, *(one.after for one in all_)), all_, strict=False)
        if storing.command == command
    ]
    assert any(one.keys[0] in one.keys[1:] for _, one in steps)
    assert any(earlier[one.keys[0]] and not one.answer for earlier, one in steps)
    assert any(one.answer for _, one in steps)
    assert all(len(one.after[one.keys[0]]) == one.answer for _, one in steps)


def test_members_are_moved_that_are_there_and_not_also_onto_their_own_set(
    storings: list[tuple[Sets, list[Storing]]],
) -> None:
    moves = [one for _, all_ in storings for one in all_ if one.command == "SMOVE"]
    assert {one.answer for one in moves} == {0, 1}
    assert any(one.answer and one.keys[0] == one.keys[1] for one in moves)
    for one in moves:
        source, destination = one.keys
        assert (one.member in one.after[destination]) >= one.answer
        assert source == destination or one.member not in one.after[source]


def test_commands_name_their_keys() -> None:
    names = ["a", "b", "c"]
    assert Reading("SDIFF", (2, 0), frozenset()).words(names) == ("SDIFF", "c", "a")
    assert Storing("SMOVE", (1, 0), "m", 0, ()).words(names) == ("SMOVE", "b", "a", "m")
    assert Storing("SDIFFSTORE", (1, 0), None, 0, ()).words(names) == ("SDIFFSTORE", "b", "a")
