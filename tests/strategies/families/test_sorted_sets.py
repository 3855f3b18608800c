"""Sorted sets: every score, option, bound and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import SORTED_SET, Template
from edgeproof.strategies.families.sorted_sets import (
    BOUNDS,
    CONDITIONS,
    CONFLICTS,
    LIMITS,
    MEMBERS,
    PICKS,
    POPS,
    REFUSED_BOUNDS,
    REFUSED_LIMITS,
    REFUSED_PICKS,
    REFUSED_POPS,
    REFUSED_SCORES,
    SCORES,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import rests_of, templates_of

ADDING = {"NX", "XX", "GT", "LT", "CH", "INCR", "NOOPTION"}


def rests(command: str) -> set[Template]:
    """What follows the key in each drawn command of that name."""
    return rests_of(SORTED_SET.name, command)


def options_of(rest: Template) -> Template:
    """The options at the start of what follows the key of ZADD."""
    first = next((place for place, word in enumerate(rest) if word not in ADDING), len(rest))
    return rest[:first]


def has_words(rest: Template, words: tuple[Word, ...]) -> bool:
    """Whether these words stand in it, one after the other."""
    places = range(len(rest) - len(words) + 1)
    return any(rest[place : place + len(words)] == words for place in places)


def test_refused_commands_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES, *REFUSED_POPS}
    assert refused <= {*SORTED_SET.samples}
    assert len(refused & {*templates_of(SORTED_SET.name)}) > len(refused) / 2


@pytest.mark.parametrize("score", [*SCORES, *REFUSED_SCORES], ids=repr)
def test_every_score_is_set_and_added(score: Word) -> None:
    assert any(score in rest[::2] for rest in rests("ZADD"))
    assert any(rest[0] == score for rest in rests("ZINCRBY"))


@pytest.mark.parametrize("condition", CONDITIONS, ids=repr)
@pytest.mark.parametrize("others", [set(), {"CH"}, {"INCR"}, {"CH", "INCR"}], ids=repr)
def test_every_condition_is_added_under_with_all_other_options(
    condition: tuple[str, ...], others: set[str]
) -> None:
    assert any({*condition, *others} == {*options_of(rest)} for rest in rests("ZADD"))


def test_options_of_zadd_occur_in_several_orders() -> None:
    chosen = {options_of(rest) for rest in rests("ZADD")}
    assert {("XX", "CH"), ("CH", "XX"), ("INCR", "NX"), ("NX", "INCR")} <= chosen


@pytest.mark.parametrize("conflict", CONFLICTS, ids=repr)
def test_every_conflict_occurs(conflict: tuple[Word, ...]) -> None:
    assert any(options_of(rest) == conflict for rest in rests("ZADD"))


def test_incr_occurs_with_more_than_one_pair() -> None:
    assert any("INCR" in rest and len(rest) - len(options_of(rest)) == 4 for rest in rests("ZADD"))


def test_a_member_is_added_twice_at_once() -> None:
    pairs = [rest[len(options_of(rest)) :] for rest in rests("ZADD")]
    assert any(len({*rest[1::2]}) < len(rest[1::2]) for rest in pairs)


@pytest.mark.parametrize("bound", [*BOUNDS, *REFUSED_BOUNDS], ids=repr)
@pytest.mark.parametrize("name", ["ZCOUNT", "ZREMRANGEBYSCORE"])
def test_every_bound_occurs_at_an_end(name: str, bound: Word) -> None:
    assert any(bound in rest for rest in rests(name))


@pytest.mark.parametrize("bound", BOUNDS, ids=repr)
def test_every_bound_occurs_at_both_ends_of_a_range(bound: Word) -> None:
    ranges = [rest for rest in rests("ZRANGE") if "BYSCORE" in rest]
    assert any(rest[0] == bound for rest in ranges)
    assert any(rest[1] == bound for rest in ranges)


@pytest.mark.parametrize("limit", LIMITS, ids=repr)
@pytest.mark.parametrize("name", ["ZRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE"])
def test_every_limit_occurs(name: str, limit: tuple[Word, ...]) -> None:
    assert any(has_words(rest, limit) for rest in rests(name))


@pytest.mark.parametrize("limit", REFUSED_LIMITS, ids=repr)
def test_every_refused_limit_occurs(limit: tuple[Word, ...]) -> None:
    older = {*rests("ZRANGEBYSCORE"), *rests("ZREVRANGEBYSCORE")}
    assert any(has_words(rest, limit) for rest in older)
    assert any(has_words(rest, limit) for rest in rests("ZRANGE"))


def test_no_limit_occurs_without_bounds_of_scores() -> None:
    for name in ("ZRANGE", "ZRANGESTORE"):
        assert not [rest for rest in rests(name) if "LIMIT" in rest and "BYSCORE" not in rest]


@pytest.mark.parametrize(
    "options",
    [
        *({"REV"}, {"WITHSCORES"}, {"REV", "WITHSCORES"}, {"BYSCORE", "REV"}),
        {"BYSCORE", "REV", "LIMIT", "WITHSCORES"},
    ],
    ids=sorted,
)
def test_options_of_a_range_occur_together(options: set[str]) -> None:
    named = {"REV", "WITHSCORES", "BYSCORE", "LIMIT"}
    assert any({*rest[2:]} & named == options for rest in rests("ZRANGE"))


def test_options_of_a_range_occur_in_several_orders() -> None:
    orders = {rest[2:] for rest in rests("ZRANGE")}
    assert {("BYSCORE", "REV"), ("REV", "BYSCORE"), ("WITHSCORES", "REV")} <= orders


def test_a_range_is_stored_to_another_key_and_to_its_own() -> None:
    stores = [one for one in templates_of(SORTED_SET.name) if one[0] == "ZRANGESTORE"]
    assert {template[1] == template[2] for template in stores} == {True, False}


@pytest.mark.parametrize("name", ["ZPOPMIN", "ZPOPMAX"])
def test_every_count_is_popped_and_one_without_a_count(name: str) -> None:
    assert {(), *((count,) for count in POPS)} <= rests(name)


@pytest.mark.parametrize("count", PICKS, ids=repr)
def test_every_count_is_picked_with_scores_and_without(count: Word) -> None:
    assert {(count,), (count, "WITHSCORES")} <= rests("ZRANDMEMBER")


@pytest.mark.parametrize("words", REFUSED_PICKS, ids=repr)
def test_every_refused_pick_occurs(words: tuple[Word, ...]) -> None:
    assert words in rests("ZRANDMEMBER")


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_every_member_is_added_removed_and_asked_for(member: str) -> None:
    assert any(member in rest[1::2] for rest in rests("ZADD"))
    assert any(member in rest for rest in rests("ZREM"))
    assert (member,) in rests("ZSCORE")
