"""Documents that would drift, held to what they document."""

import re
from pathlib import Path

import pytest

from edgeproof.laws import Level, Outcome, all_laws, as_markdown
from edgeproof.laws.registry import SOURCES

PROJECT = Path(__file__).parent.parent
LAWS = (PROJECT / "docs" / "laws.md").read_text("utf-8")
INTRODUCTION, HEADING, TABLES = LAWS.partition("## posts\n")


def test_the_tables_of_laws_are_what_the_command_prints() -> None:
    assert as_markdown(all_laws().values()) == HEADING + TABLES


@pytest.mark.parametrize("word", [*Outcome, *Level])
def test_each_outcome_and_level_is_explained(word: str) -> None:
    assert f"`{word}`" in INTRODUCTION


def test_each_source_is_explained() -> None:
    assert re.findall(r"^\| ([A-Z]) \|", INTRODUCTION, re.MULTILINE) == list(SOURCES)


@pytest.mark.parametrize("page", sorted((PROJECT / "docs" / "decisions").glob("*.md")), ids=str)
def test_a_decision_has_a_date_and_a_heading(page: Path) -> None:
    date = re.match(r"\d{4}-\d\d-\d\d(?=-)", page.name)
    assert date is not None
    lines = page.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert date[0] in lines[2]
