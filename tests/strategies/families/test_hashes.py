"""Hashes: every amount, count and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import HASH, Template
from edgeproof.strategies.families.hashes import (
    COUNTERS,
    FIELDS,
    FLOAT_AMOUNTS,
    FLOATS,
    INTEGER_AMOUNTS,
    INTEGERS,
    PICKS,
    REFUSED_FLOATS,
    REFUSED_PICKS,
    TOTAL,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import programs_of, rests_of, templates_of


def rests(command: str) -> set[Template]:
    """What follows the key in each drawn command of that name."""
    return rests_of(HASH.name, command)


def test_wrong_arities_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES}
    assert refused <= {*HASH.samples}
    assert len(refused & {*templates_of(HASH.name)}) > len(refused) / 2


@pytest.mark.parametrize("field", FIELDS, ids=repr)
def test_every_field_is_set_read_and_deleted(field: str) -> None:
    assert any(field in rest[::2] for rest in rests("HSET"))
    assert (field,) in rests("HGET")
    assert any(field in rest for rest in rests("HDEL"))


@pytest.mark.parametrize("number", INTEGERS, ids=repr)
def test_every_integer_is_what_a_counter_starts_from(number: Word) -> None:
    pairs = [rest[at : at + 2] for rest in rests("HSET") for at in (0, 2)]
    assert any((counter, number) in pairs for counter in COUNTERS)


@pytest.mark.parametrize("number", FLOATS)
def test_every_float_is_what_the_total_starts_from(number: str) -> None:
    assert any((TOTAL, number) == rest[at : at + 2] for rest in rests("HSET") for at in (0, 2))


@pytest.mark.parametrize("amount", INTEGER_AMOUNTS, ids=repr)
def test_every_amount_is_added_to_a_counter(amount: Word) -> None:
    assert any((counter, amount) in rests("HINCRBY") for counter in COUNTERS)


@pytest.mark.parametrize("amount", [*FLOAT_AMOUNTS, *REFUSED_FLOATS])
def test_every_float_is_added_to_the_total(amount: str) -> None:
    assert (TOTAL, amount) in rests("HINCRBYFLOAT")


def test_floats_are_added_to_nothing_else() -> None:
    assert {rest[0] for rest in rests("HINCRBYFLOAT")} == {TOTAL}


def test_little_is_added_to_what_is_no_counter() -> None:
    assert {rest[1] for rest in rests("HINCRBY") if len(rest) > 1 and rest[0] == TOTAL} == {1, -2}


@pytest.mark.parametrize("count", PICKS, ids=repr)
def test_every_count_is_picked(count: Word) -> None:
    assert any(rest[0] == count for rest in rests("HRANDFIELD") if rest)


def test_one_field_and_several_are_picked_with_values_and_without() -> None:
    assert () in rests("HRANDFIELD")
    for options in ((), ("WITHVALUES",)):
        counts = [rest[0] for rest in rests("HRANDFIELD") if rest and rest[1:] == options]
        numbers = [count for count in counts if isinstance(count, int)]
        assert min(numbers) < 0 < max(numbers)


@pytest.mark.parametrize("words", REFUSED_PICKS, ids=repr)
def test_every_refused_pick_occurs(words: tuple[Word, ...]) -> None:
    assert words in rests("HRANDFIELD")


def test_a_field_comes_twice_in_one_command() -> None:
    assert any(len({*rest[::2]}) < len(rest[::2]) for rest in rests("HSET"))
    assert any(len({*rest}) < len(rest) for rest in rests("HMGET"))


def test_a_field_is_read_after_it_was_set() -> None:
    programs = programs_of(HASH.name)
    meeting = [
        program
        for program in programs
        for place, template in enumerate(program)
        if template[0] == "HGET"
        and any(
            earlier[:2] == ("HSET", template[1]) and template[-1] in earlier[2::2]
            for earlier in program[:place]
        )
    ]
    assert len(meeting) > len(programs) / 20
