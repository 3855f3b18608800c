"""Neighbours: names that resemble each other in every way that is promised, and none twice."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from edgeproof.strategies import (
    EVERY_NEIGHBOUR,
    FAMILIES,
    KEYS,
    RESEMBLING,
    Neighbourhood,
    neighbourhoods,
    programs_of_any_family,
)
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def draws() -> list[Neighbourhood]:
    """Draws of neighbourhoods."""
    return drawn(neighbourhoods(), draws=500)


def test_no_name_comes_twice() -> None:
    names = [*EVERY_NEIGHBOUR.named, *EVERY_NEIGHBOUR.beside]
    assert len(set(names)) == len(names)


def test_every_row_has_a_name_and_what_resembles_it() -> None:
    assert all(len(row) > 1 for row in RESEMBLING)
    assert EVERY_NEIGHBOUR.named == tuple(row[0] for row in RESEMBLING)
    assert {name for row in RESEMBLING for name in row[1:]} < {*EVERY_NEIGHBOUR.beside}


def test_every_name_has_a_neighbour_below_it() -> None:
    assert {f"{name}:1" for name in EVERY_NEIGHBOUR.named} <= {*EVERY_NEIGHBOUR.beside}


@pytest.mark.parametrize(
    "confused",
    [
        str.lower,
        str.strip,
        lambda name: name[:255],
        lambda name: name.partition("\0")[0],
        lambda name: name.partition(" ")[0],
        lambda name: name.partition("\n")[0],
        lambda name: name.partition("/")[0],
        lambda name: name.partition("*")[0],
        lambda name: name.replace("%20", " "),
        lambda name: name.replace("''", "'"),
        lambda name: name.lstrip("0+"),
        lambda name: name.partition("{")[2].partition("}")[0] or name,
    ],
)
def test_software_that_confuses_names_confuses_some_of_these(
    confused: Callable[[str], str],
) -> None:
    named, beside = map(set, (EVERY_NEIGHBOUR.named, EVERY_NEIGHBOUR.beside))
    assert not {*map(confused, named)}.isdisjoint(map(confused, beside))


def test_every_row_is_drawn_and_as_many_as_a_program_has_keys(draws: list[Neighbourhood]) -> None:
    assert {name for drawing in draws for name in drawing.named} == {*EVERY_NEIGHBOUR.named}
    assert all(len(set(drawing.named)) == KEYS for drawing in draws)


def test_rows_are_drawn_in_any_order(draws: list[Neighbourhood]) -> None:
    places = [[EVERY_NEIGHBOUR.named.index(name) for name in one.named] for one in draws]
    orders = {tuple(before < after for before, after in pairwise(place)) for place in places}
    assert len(orders) == 2 ** (KEYS - 1)


def test_programs_are_of_every_family() -> None:
    programs = drawn(programs_of_any_family(), draws=1_000)
    commands = {template[0] for program in programs for template in program}
    for family in FAMILIES.values():
        assert commands & {*family.commands}, family.name
