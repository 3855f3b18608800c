"""Bitmaps: every bit, range, operation and field that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import BITMAP, Template
from edgeproof.strategies.families.bitmaps import (
    BITS,
    FIELD_OFFSETS,
    FIELD_VALUES,
    OFFSETS,
    OFFSETS_TO_READ,
    OPERATIONS,
    OVERFLOWS,
    RANGE_ENDS,
    REFUSED_BITS,
    REFUSED_FIELDS,
    REFUSED_OFFSETS,
    WIDTHS,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import programs_of

SMALL = 1_000


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(BITMAP.name) for template in program]


def words_at(templates: list[Template], name: str, place: int) -> set[object]:
    """What stands in a place of that command."""
    return {
        template[place] for template in templates if template[0] == name and len(template) > place
    }


def test_every_offset_and_bit_occurs_right_and_wrong(templates: list[Template]) -> None:
    assert {*OFFSETS, *REFUSED_OFFSETS} <= words_at(templates, "SETBIT", 2)
    assert {*BITS, *REFUSED_BITS} <= words_at(templates, "SETBIT", 3)
    assert {*OFFSETS_TO_READ, *REFUSED_OFFSETS, 2**32} <= words_at(templates, "GETBIT", 2)
    assert {*BITS, *REFUSED_BITS} <= words_at(templates, "BITPOS", 2)


@pytest.mark.parametrize(("name", "start"), [("BITCOUNT", 2), ("BITPOS", 3)])
def test_every_end_of_a_range_occurs_on_both_sides(
    templates: list[Template], name: str, start: int
) -> None:
    assert words_at(templates, name, start) == set(RANGE_ENDS)
    assert words_at(templates, name, start + 1) == set(RANGE_ENDS)
    assert any(template[0] == name and len(template) == start for template in templates)


def test_every_operation_occurs_of_several_sources(templates: list[Template]) -> None:
    sources = {(template[1], len(template) - 3) for template in templates if template[0] == "BITOP"}
    assert {(name, count) for name in OPERATIONS[:-1] for count in (1, 2, 3)} <= sources
    assert {("NOT", 1), ("NOT", 2)} <= sources


def test_fields_of_every_type_value_and_overflow_occur_together(templates: list[Template]) -> None:
    fields = {template[2:] for template in templates if template[0] == "BITFIELD"}
    words = {word for chosen in fields for word in chosen}
    assert {"GET", "SET", "INCRBY", *WIDTHS, *FIELD_OFFSETS, *FIELD_VALUES, *OVERFLOWS} <= words
    together: set[frozenset[Word]] = {
        frozenset({"OVERFLOW", overflow, "INCRBY", "u4"}) for overflow in OVERFLOWS
    }
    assert all(any(chosen >= some for chosen in map(frozenset, fields)) for some in together)


@pytest.mark.parametrize("refused", REFUSED_FIELDS, ids=repr)
def test_every_refused_field_occurs(templates: list[Template], refused: tuple[Word, ...]) -> None:
    assert any(template[0] == "BITFIELD" and template[2:] == refused for template in templates)


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates


def test_nothing_that_is_written_to_needs_much_memory(templates: list[Template]) -> None:
    of_fields = {offset for offset in FIELD_OFFSETS if isinstance(offset, int)}
    integers = {word for word in words_at(templates, "SETBIT", 2) if isinstance(word, int)}
    assert max(integers | of_fields) < SMALL


def test_no_range_is_one_that_only_some_versions_refuse(templates: list[Template]) -> None:
    counts = [template for template in templates if template[0] == "BITCOUNT"]
    assert {len(template) for template in counts} == {1, 2, 4}
    assert not {"BYTE", "BIT"} & {word for template in templates for word in template}
