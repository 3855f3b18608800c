"""Documents that would drift, held to what they document."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from edgeproof.deployments import GateTable
from edgeproof.gate.rules import rules_of
from edgeproof.laws import Level, Outcome
from edgeproof.laws.registry import SOURCES
from tests.documents.pages import PROJECT

LAWS = (PROJECT / "docs" / "laws.md").read_text("utf-8")
INTRODUCTION = LAWS.partition("## posts\n")[0]


@pytest.mark.parametrize("word", [*Outcome, *Level])
def test_each_outcome_and_level_is_explained(word: str) -> None:
    assert f"`{word}`" in INTRODUCTION


def test_each_source_is_explained() -> None:
    assert re.findall(r"^\| ([A-Z]) \|", INTRODUCTION, re.MULTILINE) == list(SOURCES)


DECISIONS = PROJECT / "docs" / "decisions"
PAGES = sorted(set(DECISIONS.glob("*.md")) - {DECISIONS / "README.md"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_a_date_and_a_heading(page: Path) -> None:
    date = re.match(r"\d{4}-\d\d-\d\d(?=-)", page.name)
    assert date is not None
    lines = page.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert date[0] in lines[2]


def test_the_list_of_decisions_has_a_line_for_each() -> None:
    listed = (DECISIONS / "README.md").read_text("utf-8")
    names = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", listed, re.MULTILINE)
    assert sorted(names) == [page.name for page in PAGES]


DEPLOYING = (PROJECT / "docs" / "deploy.md").read_text("utf-8")


def test_the_guide_has_the_keys_that_the_pulumi_program_reads_and_no_others() -> None:
    program = (PROJECT / "worker" / "deployment.py").read_text("utf-8")
    read = set(re.findall(r'config\.(?:get|require)\w*\("(\w+)"', program))
    table = re.search(r"^\| key \|.*?\n\n", DEPLOYING, re.DOTALL | re.MULTILINE)
    assert table is not None
    rows = re.findall(r"^\| (`.*?) \|", table[0], re.MULTILINE)
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == read
    assert set(re.findall(r"posts:([a-zA-Z]+)\b", DEPLOYING)) <= read


def test_the_table_of_the_gate_s_rules_has_all_fields_and_their_defaults() -> None:
    page = (PROJECT / "docs" / "gate.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+?) \|", page, re.MULTILINE))
    fields = msgspec.structs.fields(GateTable)
    assert list(rows) == [one.encode_name for one in fields]
    told = {"profile": "`standard`", "strict": "`false`", "suites": '`["posts"]`'}
    told |= {"require": "`[]`", "slo": "`[]`", "consistency": "`{}`", "max-age": "`24h`"}
    assert {name: rows[name] for name in told} == told
    assert rules_of(GateTable(), PROJECT).max_age == "24h"
    [example] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    table = tomllib.loads(example)["tool"]["edgeproof"]["gate"]
    assert set(table) == set(rows)
    rules_of(msgspec.convert(table, GateTable), PROJECT)


INSTALLING = (PROJECT / "docs" / "install.md").read_text("utf-8")


def test_the_page_on_installing_has_all_extras_and_the_pythons_of_the_classifiers() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = re.findall(r"^\| `\[(\w+)\]` \| ", INSTALLING, re.MULTILINE)
    assert rows == list(project["optional-dependencies"])
    pythons = [one.rpartition(" ")[2] for one in project["classifiers"] if ":: 3." in one]
    assert f"CPython {pythons[0]}–{pythons[-1]}." in INSTALLING  # noqa: RUF001  (as it is printed)
    assert f"edgeproof-{project['version']}-py3-none-any.whl" in INSTALLING


def test_the_page_on_installing_says_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for place in (Unix("edgeproof"), MacOS("edgeproof")):
        folder = Path(place.user_cache_dir).relative_to(Path.home())
        assert f"`~/{folder}`" in INSTALLING
