"""Scripts: each is run and called, known or not, and what a program calls it has loaded."""

import pytest

from edgeproof.strategies import SCRIPT, Key, Program, Template
from edgeproof.strategies.families.scripts import (
    BY_SHA,
    NO_SCRIPTS,
    REFUSED_KEY_COUNTS,
    SCRIPTS,
    UNKNOWN_SHAS,
    WRONG_ARITIES,
    Script,
    with_scripts_loaded,
)
from tests.strategies.drawing import programs_of

ONE = Script("return 1")
WRITE = next(script for script in SCRIPTS if script.keys == 1 and script.arguments == 1)


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(SCRIPT.name) for template in program]


def test_a_script_is_called_by_its_sha1() -> None:
    assert ONE.sha == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
    assert len(BY_SHA) == len(SCRIPTS)
    assert not {*UNKNOWN_SHAS} & {*BY_SHA}


def test_every_script_is_run_called_and_loaded(templates: list[Template]) -> None:
    texts = {script.text for script in SCRIPTS}
    assert texts <= {
        template[1] for template in templates if template[0] == "EVAL" and template[1:]
    }
    assert texts <= {template[2] for template in templates if template[:2] == ("SCRIPT", "LOAD")}
    assert {*BY_SHA, *UNKNOWN_SHAS} <= {t[1] for t in templates if t[0] == "EVALSHA"}


def test_scripts_get_their_keys_and_arguments_and_sometimes_more(
    templates: list[Template],
) -> None:
    rests = [template[2:] for template in templates if template[:2] == ("EVAL", WRITE.text)]
    assert any(rest[0] == 1 and len(rest) == 3 for rest in rests)
    assert any(rest[0] == 2 and len(rest) == 5 for rest in rests)


@pytest.mark.parametrize("name", ["EVAL", "EVALSHA"])
def test_every_refused_number_of_keys_occurs(templates: list[Template], name: str) -> None:
    counts = {t[2] for t in templates if t[0] == name and len(t) == 4}
    assert set(REFUSED_KEY_COUNTS) <= counts


def test_what_is_no_script_is_run_and_loaded(templates: list[Template]) -> None:
    assert {("EVAL", text, 0) for text in NO_SCRIPTS} <= set(templates)
    assert {("SCRIPT", "LOAD", text) for text in NO_SCRIPTS} <= set(templates)


def test_known_and_unknown_scripts_are_asked_after_together(templates: list[Template]) -> None:
    asked = [{*template[2:]} for template in templates if template[:2] == ("SCRIPT", "EXISTS")]
    assert any(shas & {*BY_SHA} and shas & {*UNKNOWN_SHAS} for shas in asked)


def test_scripts_are_never_flushed(templates: list[Template]) -> None:
    assert {t[1] for t in templates if t[0] == "SCRIPT"} == {"LOAD", "EXISTS"}


def test_what_a_program_calls_is_loaded_once_and_before() -> None:
    call = ("EVALSHA", WRITE.sha, 1, Key(0), "x")
    load = ("SCRIPT", "LOAD", WRITE.text)
    assert with_scripts_loaded((call, call)) == (load, call, call)
    assert with_scripts_loaded((("SCRIPT", "EXISTS", WRITE.sha),))[0] == load


@pytest.mark.parametrize(
    "first",
    [("SCRIPT", "LOAD", WRITE.text), ("EVAL", WRITE.text, 1, Key(0), "x")],
    ids=["loaded", "run"],
)
def test_what_a_program_has_run_or_loaded_is_known(first: Template) -> None:
    program: Program = (first, ("EVALSHA", WRITE.sha, 1, Key(0), "x"))
    assert with_scripts_loaded(program) == program


def test_what_was_refused_is_not_known() -> None:
    program: Program = (("EVAL", WRITE.text, 4, Key(0)), ("EVALSHA", WRITE.sha, 0))
    assert len(with_scripts_loaded(program)) == 3


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates
