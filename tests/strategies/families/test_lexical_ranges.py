"""Lexical ranges: all scores are one, and every bound and mistake that is promised is drawn."""

import pytest

from edgeproof.strategies import LEXICAL_RANGE, STATES, Key, Template
from edgeproof.strategies.families.lexical_ranges import (
    BOUNDS,
    MEMBERS,
    OLDER,
    REFUSED_BOUNDS,
    WRONG_ARITIES,
)
from edgeproof.strategies.families.sorted_sets import LIMITS, REFUSED_LIMITS
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import rests_of, templates_of

RANGES = (*OLDER, "ZLEXCOUNT", "ZREMRANGEBYLEX", "ZRANGE")


def rests(command: str) -> set[Template]:
    """What follows the key in each drawn command of that name."""
    return rests_of(LEXICAL_RANGE.name, command)


def test_all_scores_are_one() -> None:
    state = [template[2:] for template in STATES["members of one score"]]
    assert {score for rest in (*rests("ZADD"), *state) for score in rest[::2]} == {0}
    changing = {"ZINCRBY", "ZUNIONSTORE", "ZINTERSTORE"}
    assert changing.isdisjoint(template[0] for template in templates_of(LEXICAL_RANGE.name))


@pytest.mark.parametrize("member", MEMBERS, ids=ascii)
def test_every_member_is_added_and_removed(member: str) -> None:
    assert any(member in rest[1::2] for rest in rests("ZADD"))
    assert any(member in rest for rest in rests("ZREM"))


def test_members_are_in_another_order_by_utf_16() -> None:
    by_units = sorted(MEMBERS, key=lambda member: member.encode("utf-16-be"))
    assert by_units != sorted(MEMBERS, key=str.encode)


@pytest.mark.parametrize("bound", [*BOUNDS, *REFUSED_BOUNDS], ids=ascii)
def test_every_bound_occurs_at_both_ends(bound: str) -> None:
    ranges = [rest for name in RANGES for rest in rests(name) if len(rest) > 1]
    assert any(rest[0] == bound for rest in ranges)
    assert any(rest[1] == bound for rest in ranges)


@pytest.mark.parametrize("limit", [*LIMITS, *REFUSED_LIMITS], ids=repr)
def test_every_limit_occurs(limit: tuple[Word, ...]) -> None:
    older = any(rest[2:] == limit for name in OLDER for rest in rests(name))
    options = {rest[2:] for rest in rests("ZRANGE")}
    assert older or {("BYLEX", *limit), ("BYLEX", "REV", *limit)} & options


@pytest.mark.parametrize("options", [("BYLEX",), ("BYLEX", "REV"), ("REV", "BYLEX")])
def test_options_occur_in_any_order_with_a_limit_and_without(options: tuple[str, ...]) -> None:
    ranges = [rest[2:] for rest in rests("ZRANGE")]
    assert options in ranges
    assert any({*options, "LIMIT"} <= {*words} for words in ranges)


def test_scores_are_asked_for_which_is_refused() -> None:
    assert ("-", "+", "BYLEX", "WITHSCORES") in rests("ZRANGE")


def test_a_range_is_stored_to_another_key_and_to_its_own() -> None:
    stores = [one for one in templates_of(LEXICAL_RANGE.name) if one[0] == "ZRANGESTORE"]
    assert {template[1] == template[2] for template in stores} == {True, False}
    assert {template[1] for template in stores} == {Key(0), Key(1), Key(2)}


def test_wrong_arities_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES}
    assert refused <= {*LEXICAL_RANGE.samples}
    assert len(refused & {*templates_of(LEXICAL_RANGE.name)}) > len(refused) / 2
