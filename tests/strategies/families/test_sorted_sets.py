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
def test_every_score_occurs(score: Word) -> None:
    assert any(score in rest[::2] for rest in (*rests("ZADD"), *rests("ZINCRBY")))


@pytest.mark.parametrize("condition", CONDITIONS, ids=repr)
@pytest.mark.parametrize("others", [(), ("CH",), ("INCR",), ("CH", "INCR")], ids=repr)
def test_every_condition_is_added_under_with_all_other_options(
    condition: tuple[str, ...], others: tuple[str, ...]
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
def test_every_bound_occurs(bound: Word) -> None:
    ranges = [rest for rest in rests("ZRANGE") if "BYSCORE" in rest]
    for name in ("ZCOUNT", "ZREMRANGEBYSCORE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE"):
        ranges += [rest for rest in rests(name) if len(rest) > 1]
    assert any(bound in rest[:2] for rest in ranges)


@pytest.mark.parametrize("place", [0, 1])
def test_refused_bounds_occur_at_either_end(place: int) -> None:
    assert any(rest[place] in REFUSED_BOUNDS for rest in rests("ZCOUNT") if len(rest) > 1)


@pytest.mark.parametrize("limit", [*LIMITS, *REFUSED_LIMITS], ids=repr)
def test_every_limit_occurs(limit: tuple[Word, ...]) -> None:
    names = ("ZRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZRANGESTORE")
    assert any(has_words(rest, limit) for name in names for rest in rests(name))


@pytest.mark.parametrize("name", ["ZRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE"])
def test_a_range_of_scores_occurs_with_a_limit_and_without(name: str) -> None:
    assert {"LIMIT" in rest for rest in rests(name)} == {True, False}


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


def test_every_count_is_popped_and_one_without_a_count() -> None:
    assert {(), *((count,) for count in POPS)} <= {*rests("ZPOPMIN"), *rests("ZPOPMAX")}


@pytest.mark.parametrize("count", PICKS, ids=repr)
def test_every_count_is_picked(count: Word) -> None:
    assert any(rest[0] == count for rest in rests("ZRANDMEMBER") if rest)


def test_one_member_and_several_are_picked_with_scores_and_without() -> None:
    assert () in rests("ZRANDMEMBER")
    for options in ((), ("WITHSCORES",)):
        counts = [rest[0] for rest in rests("ZRANDMEMBER") if rest and rest[1:] == options]
        numbers = [count for count in counts if isinstance(count, int)]
        assert min(numbers) < 0 < max(numbers)


@pytest.mark.parametrize("words", REFUSED_PICKS, ids=repr)
def test_every_refused_pick_occurs(words: tuple[Word, ...]) -> None:
    assert words in rests("ZRANDMEMBER")


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_every_member_is_added_removed_and_asked_for(member: str) -> None:
    assert any(member in rest[1::2] for rest in rests("ZADD"))
    assert any(member in rest for rest in rests("ZREM"))
    assert any(member in rest for name in ("ZSCORE", "ZMSCORE") for rest in rests(name))
