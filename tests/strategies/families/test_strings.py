"""Strings: every option, edge and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import KEYS, STRING, Key, Program, Template
from edgeproof.strategies.families.strings import (
    CONFLICTS,
    LIFETIMES,
    RANGE_INDEXES,
    REFUSED_LIFETIMES,
    SETRANGE_OFFSETS,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import programs_of

OPTION_WORDS = {"NX", "XX", "GET", "KEEPTTL", *LIFETIMES}


@pytest.fixture(scope="module")
def drawn_programs() -> list[Program]:
    """Draws of programs of the string family."""
    return programs_of(STRING.name)


@pytest.fixture(scope="module")
def templates(drawn_programs: list[Program]) -> list[Template]:
    """All their commands."""
    return [template for program in drawn_programs for template in program]


@pytest.fixture(scope="module")
def options(templates: list[Template]) -> set[tuple[Word | Key, ...]]:
    """The options of every SET."""
    return {template[3:] for template in templates if template[0] == "SET"}


@pytest.mark.parametrize(
    "name",
    [
        "SET",
        "GET",
        "GETSET",
        "GETDEL",
        "APPEND",
        "STRLEN",
        "GETRANGE",
        "SETRANGE",
        "SETNX",
        "MSET",
        "MSETNX",
        "RPUSH",
        "SADD",
    ],
)
def test_every_command_occurs_on_every_key(templates: list[Template], name: str) -> None:
    named = {word for template in templates if template[0] == name for word in template}
    assert {Key(number) for number in range(KEYS)} <= named


@pytest.mark.parametrize("lifetime", LIFETIMES)
def test_every_lifetime_occurs(options: set[tuple[Word, ...]], lifetime: str) -> None:
    for value in LIFETIMES[lifetime]:
        assert (lifetime, value) in options


@pytest.mark.parametrize("flag", ["NX", "XX", "GET", "KEEPTTL"])
def test_every_option_occurs_alone_and_with_others(
    options: set[tuple[Word, ...]], flag: str
) -> None:
    assert (flag,) in options
    assert any(flag in chosen and len(chosen) > 2 for chosen in options)


@pytest.mark.parametrize(
    "together", [{"NX", "EX"}, {"XX", "GET", "PX"}, {"KEEPTTL", "GET"}, {"KEEPTTL", "XX"}]
)
def test_options_occur_together_in_any_order(
    options: set[tuple[Word, ...]], together: set[str]
) -> None:
    orders = {
        tuple(word for word in chosen if word in OPTION_WORDS)
        for chosen in options
        if {word for word in chosen if word in OPTION_WORDS} == together
    }
    assert len(orders) > 1


def test_nx_and_get_never_occur_together(options: set[tuple[Word, ...]]) -> None:
    assert not [chosen for chosen in options if {"NX", "GET"} <= set(chosen)]


@pytest.mark.parametrize("conflict", CONFLICTS, ids=repr)
def test_every_conflict_occurs(options: set[tuple[Word, ...]], conflict: tuple[Word, ...]) -> None:
    assert conflict in options


@pytest.mark.parametrize("value", REFUSED_LIFETIMES, ids=repr)
def test_every_refused_lifetime_occurs(options: set[tuple[Word, ...]], value: Word) -> None:
    assert any((lifetime, value) in options for lifetime in LIFETIMES)


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates


@pytest.mark.parametrize("index", RANGE_INDEXES, ids=repr)
def test_every_index_occurs_at_both_ends_of_a_range(templates: list[Template], index: Word) -> None:
    ranges = [
        template for template in templates if template[0] == "GETRANGE" and len(template) == 4
    ]
    assert any(template[2] == index for template in ranges)
    assert any(template[3] == index for template in ranges)


@pytest.mark.parametrize("offset", SETRANGE_OFFSETS, ids=repr)
def test_every_offset_occurs(templates: list[Template], offset: Word) -> None:
    written = [template for template in templates if template[0] == "SETRANGE"]
    assert any(template[2] == offset for template in written)


@pytest.mark.parametrize("name", ["MSET", "MSETNX"])
def test_several_pairs_are_set_at_once_and_a_key_twice(
    templates: list[Template], name: str
) -> None:
    written = [template[1::2] for template in templates if template[0] == name]
    assert any(len(set(keys)) == 3 for keys in written)
    assert any(len(set(keys)) < len(keys) for keys in written)


def test_samples_are_every_command_and_every_kind_of_set_once() -> None:
    assert len(set(STRING.samples)) == len(STRING.samples)
    assert {template[0] for template in STRING.samples} == {
        *("SET", "GET", "GETSET", "GETDEL", "APPEND", "STRLEN", "GETRANGE", "SETRANGE"),
        *("SETNX", "MSET", "MSETNX"),
    }
    options = {template[3:] for template in STRING.samples if template[0] == "SET"}
    for conflict in CONFLICTS:
        assert conflict in options
    for flag in ("NX", "XX", "GET", "KEEPTTL"):
        assert (flag,) in options
    for lifetime, values in LIFETIMES.items():
        assert {(lifetime, value) for value in values} <= options
