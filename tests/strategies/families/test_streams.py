"""Streams: every id, trimming, range and mistake is drawn, and most new entries get a later id."""

import pytest

from edgeproof.strategies import STREAM, Key, Program, Template
from edgeproof.strategies.families.streams import (
    COUNTS,
    ENDS,
    OTHER_IDS,
    READ_IDS,
    REFUSED_IDS,
    REFUSED_TRIMS,
    RISING_IDS,
    TRIMS,
    WRONG_ARITIES,
    place_of_id,
    with_rising_ids,
)
from tests.strategies.drawing import programs_of


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(STREAM.name) for template in program]


@pytest.fixture(scope="module")
def adds(templates: list[Template]) -> list[Template]:
    """Those that add, and have at least one field."""
    return [template for template in templates if template[0] == "XADD" and len(template) > 4]


def test_every_id_occurs(adds: list[Template]) -> None:
    ids = {template[place_of_id(template)] for template in adds}
    assert ids >= {*RISING_IDS, *OTHER_IDS, *REFUSED_IDS}


def test_every_trimming_occurs_with_xadd_and_xtrim(
    adds: list[Template], templates: list[Template]
) -> None:
    options = {template[2 : place_of_id(template)] for template in adds}
    refused = {("XADD", *trim) for trim in REFUSED_TRIMS}
    assert {*TRIMS, ("NOMKSTREAM",), ("NOMKSTREAM", "MAXLEN", 0)} <= options
    assert refused <= {("XADD", *template[2 : template.index("99-0")]) for template in adds
                       if "99-0" in template}  # fmt: skip
    assert {*TRIMS, *REFUSED_TRIMS} <= {t[2:] for t in templates if t[0] == "XTRIM"}


@pytest.mark.parametrize("name", ["XRANGE", "XREVRANGE"])
def test_every_end_occurs_on_both_sides_with_and_without_a_count(
    templates: list[Template], name: str
) -> None:
    ranges = [template for template in templates if template[0] == name and len(template) > 3]
    for place in (2, 3):
        assert set(ENDS) <= {template[place] for template in ranges}
    assert {(), *(("COUNT", count) for count in COUNTS)} == {template[4:] for template in ranges}


def test_several_streams_are_read_at_once_from_every_id(templates: list[Template]) -> None:
    reads = [template for template in templates if template[0] == "XREAD"]
    assert {*READ_IDS, "abc", ">", "STREAMS", "COUNT", *COUNTS} <= {w for r in reads for w in r}
    named = [[word for word in template if isinstance(word, Key)] for template in reads]
    assert any(len(set(keys)) == 3 for keys in named)
    assert any(len(set(keys)) < len(keys) for keys in named)


def test_nothing_blocks(templates: list[Template]) -> None:
    assert "BLOCK" not in {word for template in templates for word in template}


def test_several_entries_are_deleted_at_once_and_one_twice(templates: list[Template]) -> None:
    deleted = [template[2:] for template in templates if template[0] == "XDEL"]
    assert any(len(set(ids)) == 3 for ids in deleted)
    assert any(len(set(ids)) < len(ids) for ids in deleted)


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates


def test_new_ids_rise_on_each_key() -> None:
    program: Program = (
        ("XADD", Key(0), "*", "a", "1"),
        ("XADD", Key(1), "2-0", "a", "2"),
        ("XADD", Key(0), "MAXLEN", 2, "7-0", "a", "3"),
        ("XADD", Key(0), "abc", "a", "4"),
        ("XADD", Key(0), "1-1", "*", "5"),
        ("XLEN", Key(0)),
    )
    assert with_rising_ids(program) == (
        ("XADD", Key(0), "1-1", "a", "1"),
        ("XADD", Key(1), "2-0", "a", "2"),
        ("XADD", Key(0), "MAXLEN", 2, "7-0", "a", "3"),
        ("XADD", Key(0), "abc", "a", "4"),
        ("XADD", Key(0), "*", "*", "5"),
        ("XLEN", Key(0)),
    )


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("XADD", "k", "1-1", "a", "b"), 2),
        (("XADD", "k", "NOMKSTREAM", "*", "a", "b"), 3),
        (("XADD", "k", "maxlen", "2", "*", "a", "b"), 4),
        (("XADD", "k", "MAXLEN", "~", 2, "LIMIT", 10, "*", "a", "b"), 7),
        (("XADD", "k", "NOMKSTREAM", "MINID", "=", "1-1", "*", "MAXLEN", "*"), 6),
        (("XADD", "k", "MAXLEN"), 2),
    ],
)
def test_the_id_is_found_behind_the_options(words: tuple[str | int, ...], place: int) -> None:
    assert place_of_id(words) == place
