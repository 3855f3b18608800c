"""HyperLogLogs: every element, number of keys and mistake that the grammar promises is drawn."""

import pytest

from edgeproof.strategies import HYPERLOGLOG, Key, Template
from edgeproof.strategies.families.hyperloglogs import ELEMENTS, WRONG_ARITIES
from tests.strategies.drawing import programs_of


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(HYPERLOGLOG.name) for template in program]


def of(templates: list[Template], name: str) -> list[Template]:
    """The words after that command's name."""
    return [template[1:] for template in templates if template[0] == name]


def test_every_element_is_added_and_none_and_one_twice(templates: list[Template]) -> None:
    added = [words[1:] for words in of(templates, "PFADD") if words]
    assert {element for elements in added for element in elements} == set(ELEMENTS)
    assert {len(elements) for elements in added} == {0, 1, 2, 3, 4}
    assert any(len(set(elements)) < len(elements) for elements in added)


@pytest.mark.parametrize("name", ["PFCOUNT", "PFMERGE"])
def test_several_keys_occur_and_one_twice(templates: list[Template], name: str) -> None:
    named = [words for words in of(templates, name) if words]
    assert any(len(set(keys)) == 3 for keys in named)
    assert any(len(set(keys)) < len(keys) for keys in named)
    assert any(len(keys) == 1 for keys in named)


def test_a_merge_onto_itself_occurs(templates: list[Template]) -> None:
    assert (Key(0), Key(0)) in of(templates, "PFMERGE")


@pytest.mark.parametrize("name", ["SET", "RPUSH", "DEL"])
def test_what_is_no_hyperloglog_occurs_and_ends(templates: list[Template], name: str) -> None:
    assert {Key(0), Key(1), Key(2)} <= {words[0] for words in of(templates, name)}


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates
