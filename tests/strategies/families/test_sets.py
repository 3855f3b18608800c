"""Sets: every count, destination and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import SET, Template
from edgeproof.strategies.families.sets import (
    ALGEBRA,
    MEMBERS,
    PICKS,
    POPS,
    REFUSED_COUNTS,
    STORES,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import rests_of, templates_of


def rests(command: str) -> set[Template]:
    """What follows the key in each drawn command of that name."""
    return rests_of(SET.name, command)


def commands(name: str) -> list[Template]:
    """The drawn commands of that name."""
    return [template for template in templates_of(SET.name) if template[0] == name]


def test_refused_commands_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES, *REFUSED_COUNTS}
    assert refused <= {*SET.samples}
    assert len(refused & {*templates_of(SET.name)}) > len(refused) / 2


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_every_member_is_added_removed_and_asked_for_or_moved(member: str) -> None:
    assert any(member in rest for rest in rests("SADD"))
    assert any(member in rest for rest in rests("SREM"))
    moved = any(template[-1] == member for template in commands("SMOVE"))
    assert moved or (member,) in rests("SISMEMBER")


@pytest.mark.parametrize("count", POPS, ids=repr)
def test_every_count_is_popped_and_one_without_a_count(count: Word) -> None:
    assert {(), (count,)} <= rests("SPOP")


@pytest.mark.parametrize("count", PICKS, ids=repr)
def test_every_count_is_picked_and_one_without_a_count(count: Word) -> None:
    assert {(), (count,)} <= rests("SRANDMEMBER")


@pytest.mark.parametrize("name", ALGEBRA)
def test_one_to_three_sets_are_read_and_one_twice(name: str) -> None:
    sources = [template[1:] for template in commands(name)]
    assert {1, 2, 3} <= {len(keys) for keys in sources}
    assert any(len(set(keys)) < len(keys) for keys in sources)


@pytest.mark.parametrize("name", STORES)
def test_a_destination_is_a_source_and_none(name: str) -> None:
    stores = [template for template in commands(name) if len(template) > 2]
    assert any(template[1] in template[2:] for template in stores)
    assert any(template[1] not in template[2:] for template in stores)


def test_a_member_is_moved_to_another_set_and_to_its_own() -> None:
    moves = [template for template in commands("SMOVE") if len(template) == 4]
    assert {template[1] == template[2] for template in moves} == {True, False}


def test_no_key_is_of_another_type() -> None:
    names = {template[0] for template in templates_of(SET.name)}
    assert names == {*SET.commands, "EXPIRE"}
