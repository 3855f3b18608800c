"""Lists: every index, count, option and mistake that the grammar promises is drawn."""

from itertools import permutations

import pytest

from edgeproof.strategies import LIST, Template
from edgeproof.strategies.families.lists import (
    ELEMENTS,
    FAR_INDEXES,
    FOUND_COUNTS,
    LENGTHS,
    PLACES,
    POPS,
    RANKS,
    REFUSED_POPS,
    REFUSED_SEARCHES,
    REMOVALS,
    SIDES,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import INDEXES, Word
from tests.strategies.drawing import rests_of, templates_of


def rests(command: str) -> set[Template]:
    """What follows the key in each drawn command of that name."""
    return rests_of(LIST.name, command)


def test_refused_commands_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES, *REFUSED_POPS}
    assert refused <= {*LIST.samples}
    assert len(refused & {*templates_of(LIST.name)}) > len(refused) / 2


@pytest.mark.parametrize("index", FAR_INDEXES, ids=repr)
def test_every_index_occurs_at_both_ends_of_a_range(index: Word) -> None:
    ranges = [rest for name in ("LRANGE", "LTRIM") for rest in rests(name) if len(rest) == 2]
    assert any(start == index for start, _ in ranges)
    assert any(end == index for _, end in ranges)


@pytest.mark.parametrize("index", FAR_INDEXES, ids=repr)
def test_every_index_is_read(index: Word) -> None:
    assert (index,) in rests("LINDEX")


def test_elements_are_set_at_indexes_right_and_wrong_but_not_at_far_ones() -> None:
    indexes = {rest[0] for rest in rests("LSET")}
    assert indexes <= {*INDEXES}
    assert {0, -1, 10, "abc"} <= indexes


@pytest.mark.parametrize("count", POPS, ids=repr)
def test_every_count_is_popped(count: Word) -> None:
    assert (count,) in {*rests("LPOP"), *rests("RPOP")}


@pytest.mark.parametrize("name", ["LPOP", "RPOP"])
def test_both_ends_are_popped_with_a_count_and_without(name: str) -> None:
    assert {len(rest) for rest in rests(name)} >= {0, 1}


@pytest.mark.parametrize("count", REMOVALS, ids=repr)
def test_every_count_is_removed(count: Word) -> None:
    assert any(rest == (count, element) for rest in rests("LREM") for element in ELEMENTS)


@pytest.mark.parametrize(
    ("option", "values"), [("RANK", RANKS), ("COUNT", FOUND_COUNTS), ("MAXLEN", LENGTHS)]
)
def test_every_option_of_a_search_occurs_with_every_value(
    option: str, values: tuple[Word, ...]
) -> None:
    for value in values:
        assert any(
            rest[place : place + 2] == (option, value)
            for rest in rests("LPOS")
            for place in (1, 3, 5)
        )


def test_options_of_a_search_occur_all_at_once_and_in_any_order() -> None:
    orders = {rest[1::2] for rest in rests("LPOS") if len(rest) == 7}
    assert len(orders & {*permutations(("RANK", "COUNT", "MAXLEN"))}) > 1


@pytest.mark.parametrize("words", REFUSED_SEARCHES, ids=repr)
def test_every_refused_search_occurs(words: tuple[Word, ...]) -> None:
    assert any(rest[1:] == words for rest in rests("LPOS"))


@pytest.mark.parametrize("place", [*PLACES, "BESIDE"])
def test_elements_are_inserted_at_every_place(place: str) -> None:
    assert any(rest[0] == place for rest in rests("LINSERT"))


@pytest.mark.parametrize("start", SIDES)
@pytest.mark.parametrize("end", [*SIDES, "UP"])
def test_elements_are_moved_between_all_sides_and_onto_their_own_list(start: str, end: str) -> None:
    moves = [template for template in templates_of(LIST.name) if template[0] == "LMOVE"]
    sides = [template for template in moves if template[3:] == (start, end)]
    assert any(template[1] != template[2] for template in sides)
    assert any(template[1] == template[2] for template in moves)


def test_several_lists_are_popped_from_with_a_count_and_without() -> None:
    pops = [template for template in templates_of(LIST.name) if template[0] == "LMPOP"]
    assert any(template[1] == 3 and template[-2] == "COUNT" for template in pops)
    assert any(template[1] == 2 and template[-1] in SIDES for template in pops)


def test_keys_are_of_another_type_and_end() -> None:
    names = {template[0] for template in templates_of(LIST.name)}
    assert {"SET", "DEL", "EXPIRE"} <= names
