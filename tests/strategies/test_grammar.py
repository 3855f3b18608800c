"""Programs: the commands of every family are drawn, short and long, and meet on the same keys."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.strategies import (
    FAMILIES,
    KEYS,
    KEYS_OF_ANY_TYPE,
    SCRIPT,
    STRING,
    Family,
    Key,
    Program,
    binary,
    commands_of,
    keys_named,
    programs,
    scene,
)
from edgeproof.strategies.families.scripts import SCRIPTS
from edgeproof.strategies.grammar import command, in_any_order, optional, weighted
from tests.strategies.drawing import drawn, programs_of, templates_of

EVERY_FAMILY = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
PIPELINE_THAT_MUST_WORK = 1000


@EVERY_FAMILY
def test_every_command_is_drawn_and_if_it_names_keys_then_every_key(family: Family) -> None:
    templates = templates_of(family.name)
    every_key = {Key(number) for number in range(KEYS)}
    for name in family.commands:
        words = {word for template in templates if template[0] == name for word in template}
        assert name in words
        assert words & every_key in (every_key, set()), name


@EVERY_FAMILY
def test_every_option_is_drawn(family: Family) -> None:
    words = {word for template in templates_of(family.name) for word in template[1:]}
    assert set(family.options) <= words


@EVERY_FAMILY
def test_every_command_and_option_is_among_the_samples(family: Family) -> None:
    assert len(set(family.samples)) == len(family.samples)
    assert {template[0] for template in family.samples} == set(family.commands)
    assert set(family.options) <= {word for template in family.samples for word in template[1:]}


@EVERY_FAMILY
def test_the_samples_on_one_state_fit_into_a_pipeline_that_must_work(family: Family) -> None:
    for state in family.states:
        scenes = [scene(family, state, template) for template in family.samples]
        assert sum(map(len, scenes)) < PIPELINE_THAT_MUST_WORK
        # Of each key its type, its time to live, and up to three commands about its value.
        assert sum(5 * len(keys_named(program)) for program in scenes) < PIPELINE_THAT_MUST_WORK


@EVERY_FAMILY
def test_programs_are_short_and_long(family: Family) -> None:
    lengths = sorted(map(len, programs_of(family.name)))
    assert lengths[0] == 1
    assert lengths[len(lengths) // 2] >= 10
    assert lengths[-1] > 40


def meets(program: Program) -> bool:
    """Whether a SET that keeps the time to live comes after one that sets it, on the same key."""
    lasting = [
        (place, template[1])
        for place, template in enumerate(program)
        if template[0] == "SET" and {"EX", "PX"} & set(template[3:])
    ]
    keeping = [
        (place, template[1])
        for place, template in enumerate(program)
        if template[0] == "SET" and "KEEPTTL" in template[3:]
    ]
    return any(before < after and a == b for before, a in lasting for after, b in keeping)


def test_the_commands_of_a_program_meet_on_a_key() -> None:
    drawn_programs = programs_of(STRING.name)
    assert sum(map(meets, drawn_programs)) > len(drawn_programs) / 20


@settings(max_examples=20)
@given(program=programs(STRING, binary()))
def test_values_are_of_the_kind_asked_for(program: Program) -> None:
    stored = [template[2] for template in program if template[0] == "SETNX" and len(template) > 2]
    assert all(isinstance(value, bytes) for value in stored)


def test_keys_get_their_names() -> None:
    program: Program = (("MSET", Key(0), "x", Key(1), 5), ("GET", Key(1)))
    assert commands_of(program, ["a", "b"]) == [["MSET", "a", "x", "b", "5"], ["GET", "b"]]


def test_the_keys_that_a_program_names_are_in_their_order() -> None:
    assert keys_named((("MSET", Key(2), "x", Key(0), 5), ("GET", Key(2)))) == [Key(0), Key(2)]
    assert keys_named((("PING",),)) == []


def test_a_scene_brings_into_its_state_what_the_sample_names() -> None:
    assert scene(STRING, "a text", ("GET", Key(0))) == (("SET", Key(0), "naïve"), ("GET", Key(0)))
    of_two = scene(KEYS_OF_ANY_TYPE, "two keys", ("RENAME", Key(0), Key(1)))
    assert [step[:2] for step in of_two] == [
        ("SET", Key(0)),
        ("RPUSH", Key(1)),
        ("EXPIRE", Key(1)),
        ("RENAME", Key(0)),
    ]


def test_a_scene_has_nothing_of_other_keys() -> None:
    assert scene(STRING, "a text", ("GET",)) == (("GET",),)
    of_one = scene(KEYS_OF_ANY_TYPE, "two keys", ("TYPE", Key(0)))
    assert [step[0] for step in of_one] == ["SET", "TYPE"]


def test_a_scene_is_completed() -> None:
    script = next(script for script in SCRIPTS if not script.keys)
    program = scene(SCRIPT, "no key", ("EVALSHA", script.sha, 0))
    assert program == (("SCRIPT", "LOAD", script.text), ("EVALSHA", script.sha, 0))


def test_templates_are_drawn_as_often_as_their_weights_say() -> None:
    templates = drawn(weighted((9, command("OFTEN")), (1, command("RARELY"))), draws=500)
    assert 1 <= templates.count(("RARELY",)) < templates.count(("OFTEN",)) / 3


def test_optional_words_come_together_or_not_at_all() -> None:
    strategy = optional("COUNT", st.integers(1, 2))
    assert set(drawn(strategy, draws=100)) == {(), ("COUNT", 1), ("COUNT", 2)}


def test_choices_come_in_any_order_each_as_one_piece() -> None:
    strategy = in_any_order(command("RANK", 1), command("COUNT", 0), optional())
    assert set(drawn(strategy, draws=100)) == {("RANK", 1, "COUNT", 0), ("COUNT", 0, "RANK", 1)}
