"""The registry: every law under its id."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.laws import (
    CAPABILITIES,
    SUITES,
    Law,
    Level,
    all_laws,
    find_law,
    laws_as_markdown,
    matching_laws,
    parse_requirements,
)
from edgeproof.laws.registry import SOURCES

LAWS = list(all_laws().values())


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_law_is_well_formed(law: Law) -> None:
    assert re.fullmatch(r"(posts|rest|redis)(\.[a-z0-9]+(-[a-z0-9]+)*){1,2}", law.id)
    assert law.suite in SUITES
    assert law.statement.endswith((".", ".)"))
    assert "\n" not in law.statement
    assert law.source
    assert set(law.source.split()) <= set(SOURCES)
    assert law.source_names
    assert set(law.needs) <= set(CAPABILITIES)
    assert len(set(law.needs)) == len(law.needs)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_law_says_why_it_matters_and_not_its_statement_again(law: Law) -> None:
    assert len(law.why) >= 30
    assert law.why.endswith(".")
    assert "\n" not in law.why
    assert law.statement not in law.why


def test_each_law_matters_for_a_reason_of_its_own() -> None:
    assert [why for why, times in Counter(law.why for law in LAWS).items() if times > 1] == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_source_that_has_sections_is_cited_with_one(law: Law) -> None:
    letters = law.source.split()
    cited = len(law.section.split("; ")) if law.section else 0
    assert cited >= len({"D", "H"}.intersection(letters))
    assert ("RFC" in law.section) is ("H" in letters)
    assert letters != ["I"] or not law.section


def test_ids_and_sentences_are_unique() -> None:
    tables = files("edgeproof.laws") / "tables"
    text = "".join((tables / f"{suite}.toml").read_text("utf-8") for suite in SUITES)
    headings = Counter(re.findall(r'^\["?([^\]"]+)"?\]$', text, re.MULTILINE))
    assert set(headings) == set(all_laws())
    assert set(headings.values()) == {1}
    assert max(Counter((law.suite, law.statement) for law in LAWS).values()) == 1


def test_each_suite_has_laws_of_each_level_in_its_own_table() -> None:
    tables = files("edgeproof.laws") / "tables"
    for suite in SUITES:
        own = [law for law in LAWS if law.suite == suite]
        assert own
        assert Level.MUST in {law.level for law in own}
        assert all(f'"{law.id}"' in (tables / f"{suite}.toml").read_text("utf-8") for law in own)


def test_an_id_that_is_no_law_s_is_told() -> None:
    assert find_law("redis.incr.counts").id == "redis.incr.counts"
    with pytest.raises(LookupError, match=r"redis\.icnr\.counts"):
        find_law("redis.icnr.counts")


def test_globs_match_whole_ids() -> None:
    assert matching_laws([]) == set()
    assert matching_laws(["*"]) == set(all_laws())
    assert matching_laws(["redis.incr.counts"]) == {"redis.incr.counts"}
    assert matching_laws(["posts.list.*", "redis.incr.*"]) == {
        law.id for law in LAWS if law.id.startswith(("posts.list.", "redis.incr."))
    }


@pytest.mark.parametrize("glob", ["posts", "POSTS.*", "incr", "redis.icnr.*", ""])
def test_a_glob_that_matches_nothing_is_an_error(glob: str) -> None:
    with pytest.raises(ConfigurationError, match="no law matches"):
        matching_laws(["*", glob])


def test_markdown_lists_every_law_once_below_its_suite() -> None:
    text = laws_as_markdown(LAWS)
    rows = re.findall(r"^\| `([^`]+)` \| (MUST|SHOULD) \| .* \| [A-Z ]+ \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == list(all_laws())
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == list(SUITES)
    assert laws_as_markdown([find_law("redis.incr.counts")]).count("\n") == 5
    assert laws_as_markdown([]) == ""


def test_markdown_keeps_a_bar_within_its_cell() -> None:
    law = Law(id="posts.a.b", level=Level.MUST, statement="a | b", source="P", why="c")
    assert r"| a \| b | P |" in laws_as_markdown([law])


def test_requirements_are_names_and_lists_of_names() -> None:
    assert parse_requirements("") == frozenset()
    assert parse_requirements("upstash") == frozenset(CAPABILITIES)
    assert parse_requirements(" pipeline, base64,") == {"pipeline", "base64"}
    with pytest.raises(ConfigurationError, match=r"did you mean 'pipeline'\? Known names: upstash"):
        parse_requirements("path,pipelines")
