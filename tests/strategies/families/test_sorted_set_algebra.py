"""Algebra of sorted sets: every weight, aggregate and mistake that is promised is drawn."""

import pytest

from edgeproof.strategies import SORTED_SET_ALGEBRA, Key, Template
from edgeproof.strategies.families.sorted_set_algebra import (
    AGGREGATES,
    CARDINALITY_LIMITS,
    REFUSED_OPTIONS,
    REFUSED_SOURCES,
    SCORES,
    WEIGHTED,
    WEIGHTED_STORES,
    WEIGHTS,
    WRONG_ARITIES,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import rests_of, templates_of


def sources_and_options(name: str) -> list[tuple[Template, Template]]:
    """The sources, and what follows them, of each drawn command that names so many as it says."""
    found = []
    for template in templates_of(SORTED_SET_ALGEBRA.name):
        rest = template[2:] if name.endswith("STORE") else template[1:]
        if template[0] == name and rest and isinstance(rest[0], int) and rest[0] > 0:
            count = rest[0]
            found.append((rest[1 : 1 + count], rest[1 + count :]))
    return found


def test_wrong_arities_occur_most_in_programs_and_all_in_samples() -> None:
    refused = {*WRONG_ARITIES}
    assert refused <= {*SORTED_SET_ALGEBRA.samples}
    assert len(refused & {*templates_of(SORTED_SET_ALGEBRA.name)}) > len(refused) / 2


@pytest.mark.parametrize("score", SCORES, ids=repr)
def test_every_score_occurs(score: Word) -> None:
    assert any(rest[0] == score for rest in rests_of(SORTED_SET_ALGEBRA.name, "ZADD"))


@pytest.mark.parametrize("name", [*WEIGHTED, *WEIGHTED_STORES])
def test_every_aggregate_occurs_with_weights_and_without(name: str) -> None:
    options = [options for _, options in sources_and_options(name)]
    for aggregate in AGGREGATES:
        those = [words for words in options if aggregate in words]
        assert {"WEIGHTS" in words for words in those} == {True, False}
    assert any(words[0] == "WEIGHTS" and "AGGREGATE" in words for words in options if words)
    assert any(words[0] == "AGGREGATE" and "WEIGHTS" in words for words in options if words)


@pytest.mark.parametrize("weight", WEIGHTS, ids=repr)
def test_every_weight_occurs(weight: Word) -> None:
    pairs = [pair for name in WEIGHTED for pair in sources_and_options(name)]
    assert any("WEIGHTS" in words and weight in words for _, words in pairs)


@pytest.mark.parametrize("limit", CARDINALITY_LIMITS, ids=repr)
def test_every_limit_of_a_cardinality_occurs(limit: Word) -> None:
    assert any(words == ("LIMIT", limit) for _, words in sources_and_options("ZINTERCARD"))


@pytest.mark.parametrize("name", [*WEIGHTED, *WEIGHTED_STORES])
def test_three_sources_are_never_summed_up(name: str) -> None:
    options = [
        words
        for sources, words in sources_and_options(name)
        if len(sources) == 3 and all(isinstance(source, Key) for source in sources)
    ]
    assert options
    assert all({"MIN", "MAX"} & {*words} for words in options)


@pytest.mark.parametrize("name", SORTED_SET_ALGEBRA.commands)
def test_one_to_three_sources_occur_and_one_twice(name: str) -> None:
    found = [sources for sources, _ in sources_and_options(name)]
    assert {1, 2, 3} <= {len(sources) for sources in found}
    assert any(len(set(sources)) < len(sources) for sources in found)


@pytest.mark.parametrize("name", [*WEIGHTED_STORES, "ZDIFFSTORE"])
def test_a_destination_is_a_source_and_none(name: str) -> None:
    stores = [one for one in templates_of(SORTED_SET_ALGEBRA.name) if one[0] == name]
    assert {template[1] in template[2:] for template in stores} == {True, False}


@pytest.mark.parametrize("words", [*REFUSED_SOURCES, *REFUSED_OPTIONS], ids=repr)
def test_everything_refused_occurs_when_read_and_when_stored(words: Template) -> None:
    refused = [
        template[0] for template in templates_of(SORTED_SET_ALGEBRA.name) if ends(template, words)
    ]
    assert {str(name).endswith("STORE") for name in refused} == {True, False}


def ends(template: Template, words: Template) -> bool:
    """Whether the template ends with these words."""
    return template[-len(words) :] == words


def test_plain_sets_occur_and_other_types() -> None:
    names = {template[0] for template in templates_of(SORTED_SET_ALGEBRA.name)}
    assert {"SADD", "SET", "DEL", "EXPIRE"} <= names
