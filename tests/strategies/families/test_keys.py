"""Keys: every option, edge and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.oracle.versions import OLDEST, needed_version
from edgeproof.strategies import KEYS, KEYS_OF_ANY_TYPE, Key, Program, Template
from edgeproof.strategies.families.keys import (
    CONFLICTS,
    COUNTING,
    LIFETIMES,
    MOVING,
    ORDERED,
    UNORDERED,
    WRONG_ARITIES,
    strange_times,
)
from tests.strategies.drawing import programs_of

EVERY_LIFETIME = pytest.mark.parametrize("name", LIFETIMES)


@pytest.fixture(scope="module")
def drawn_programs() -> list[Program]:
    """Draws of programs of the family."""
    return programs_of(KEYS_OF_ANY_TYPE.name)


@pytest.fixture(scope="module")
def templates(drawn_programs: list[Program]) -> set[Template]:
    """All their commands."""
    return {template for program in drawn_programs for template in program}


@pytest.mark.parametrize("name", ["SET", "RPUSH", "SADD", "HSET", "ZADD", "XADD"])
def test_keys_of_every_type_are_made(templates: set[Template], name: str) -> None:
    named = {word for template in templates if template[0] == name for word in template}
    assert {Key(number) for number in range(KEYS)} <= named


@pytest.mark.parametrize("name", COUNTING)
def test_several_keys_are_named_at_once_and_one_twice(templates: set[Template], name: str) -> None:
    named = [template[1:] for template in templates if template[0] == name]
    assert any(len(set(keys)) == 3 for keys in named)
    assert any(len(set(keys)) < len(keys) for keys in named)


def test_unlink_never_comes_without_a_key(templates: set[Template]) -> None:
    assert ("UNLINK",) not in {*templates, *KEYS_OF_ANY_TYPE.samples}


@pytest.mark.parametrize("name", MOVING)
def test_a_key_is_moved_to_another_and_to_itself(templates: set[Template], name: str) -> None:
    assert (name, Key(0), Key(1)) in templates
    assert (name, Key(2), Key(2)) in templates


def test_copies_replace_or_not_and_stay_in_their_database(templates: set[Template]) -> None:
    copies = {template for template in templates if template[0] == "COPY"}
    assert ("COPY", Key(0), Key(1), "REPLACE") in copies
    assert not [template for template in copies if "DB" in template]


@EVERY_LIFETIME
def test_every_time_occurs_to_come_past_and_refused(templates: set[Template], name: str) -> None:
    times = {template[2] for template in templates if template[0] == name and len(template) == 3}
    assert {*LIFETIMES[name], *strange_times(name)} <= times


def conditions_of(templates: set[Template], *names: str) -> set[str]:
    """The conditions that come with these commands."""
    return {" ".join(map(str, template[3:])) for template in templates if template[0] in names}


@EVERY_LIFETIME
def test_every_lifetime_comes_with_conditions(templates: set[Template], name: str) -> None:
    assert {*UNORDERED} <= conditions_of(templates, name)


def test_every_conflict_occurs(templates: set[Template]) -> None:
    assert {*CONFLICTS} <= conditions_of(templates, *LIFETIMES)


def test_which_of_two_times_is_later_is_asked_of_absolute_ones_only(
    templates: set[Template],
) -> None:
    assert {*ORDERED} <= conditions_of(templates, "EXPIREAT", "PEXPIREAT")
    assert conditions_of(templates, "EXPIRE", "PEXPIRE").isdisjoint(ORDERED)


@EVERY_LIFETIME
def test_every_condition_is_sampled_with_an_earlier_and_a_later_time(name: str) -> None:
    for condition in ("NX", "XX", "GT", "LT"):
        for time in LIFETIMES[name][:2]:
            assert (name, Key(0), time, condition) in KEYS_OF_ANY_TYPE.samples


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: set[Template], template: Template) -> None:
    assert template in templates


def test_most_commands_are_for_the_oldest_redis_too(drawn_programs: list[Program]) -> None:
    everything = [template for program in drawn_programs for template in program]
    commands = [[str(word) for word in template] for template in everything]
    newer = [command for command in commands if needed_version(command) > OLDEST]
    assert len(newer) < len(commands) / 4
