"""Sets: changes that change something, and such as change nothing."""

import pytest

from edgeproof.strategies import Change, changes_of_a_set
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
