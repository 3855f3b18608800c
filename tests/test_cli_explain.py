"""`edgeproof explain`: what a law is for, and a deployment that breaks it."""

import pytest
from typer.testing import CliRunner

from edgeproof.cli.command_line import app
from edgeproof.cli.completions import law_ids
from edgeproof.laws import Law, all_laws, find_law
from edgeproof.laws.faults import Demonstration, Demonstrations, FaultyDeployment
from edgeproof.reporting.explanation import explanation_as_markdown
from tests.command_line import RunCli, assert_one_line

LAWS = list(all_laws().values())
LAW = find_law("posts.list.complete")

FAULT = FaultyDeployment(
    kind="endpoint",
    file="tests/faulty/endpoints/made_up.py",
    description="It has a `fault`, and <b>no</b> more.",
    code=("async def made_up():", "    ```", "    return None"),
)


def only_demonstration(monkeypatch: pytest.MonkeyPatch, *curl: str, seen: str = "") -> None:
    demonstration = Demonstration(fault="made-up", seen=seen, curl=curl)
    found = Demonstrations(faults={"made-up": FAULT}, laws={LAW.id: demonstration})
    monkeypatch.setattr("edgeproof.reporting.explanation.all_demonstrations", lambda: found)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "2000")


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_each_law_is_explained(run_cli: RunCli, law: Law) -> None:
    code, shown, errors = run_cli("explain", law.id)
    assert (code, errors) == (0, "")
    assert shown.startswith(f"{law.id}  {law.level} ")
    for text in (law.statement, law.why, law.section, *law.needs):
        assert text in shown
    headings = ["Why it matters", "Source", "Smallest faulty deployment"]
    places = [shown.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)


@pytest.mark.usefixtures("wide")
def test_the_faulty_deployment_comes_with_its_code_and_the_commands(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = f"curl {'x' * 500}"
    only_demonstration(monkeypatch, "curl 1", long, seen="nothing but this")
    shown = run_cli("explain", LAW.id)[1]
    assert f"`made-up`, a Redis REST endpoint in `{FAULT.file}`: {FAULT.description}\n" in shown
    assert "\n  async def made_up():\n      ```\n      return None\n" in shown
    assert "\nSeen: nothing but this\n" in shown
    assert f"\n  curl 1\n  {long}\n" in shown


def test_commands_that_are_not_known_yet_have_no_part(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_demonstration(monkeypatch)
    shown = run_cli("explain", LAW.id)[1]
    assert "made-up" in shown
    assert "Commands" not in shown


def test_the_page_of_a_law_says_the_same_and_nothing_in_it_ends_a_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only_demonstration(monkeypatch, "curl 1", seen="*all* [of](it)")
    page = explanation_as_markdown(LAW)
    assert page.startswith(f"# {LAW.id}\n\n**MUST**: {LAW.statement}\n\n## Why it matters\n")
    assert "````python\nasync def made_up():\n    ```\n    return None\n````\n" in page
    assert "`fault`, and &lt;b&gt;no&lt;/b&gt; more." in page
    assert r"Seen: \*all\* \[of\](it)" in page
    assert page.endswith("```sh\ncurl 1\n```\n")


def test_an_unknown_law_is_a_usage_error_that_names_the_nearest(run_cli: RunCli) -> None:
    run = run_cli("explain", "posts.list.complet")
    assert_one_line(run, 2, "posts.list.complet'", "did you mean 'posts.list.complete'")
    assert_one_line(run_cli("explain", "posts.*"), 2, "no law", "`edgeproof laws`")
    assert_one_line(run_cli("explain"), 2, "LAW")


def test_the_shell_is_offered_all_ids() -> None:
    assert list(law_ids()) == [(law.id, law.statement) for law in LAWS]
    line = {"_EDGEPROOF_COMPLETE": "complete_bash", "COMP_CWORD": "2"}
    words = {"COMP_WORDS": "edgeproof explain posts.list.com"}
    offered = CliRunner().invoke(app, [], prog_name="edgeproof", env={**line, **words}).output
    assert offered.split() == ["posts.list.complete"]
