"""`edgeproof report` as its user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from junitparser import JUnitXml

from edgeproof.cli.delivery import deliver
from edgeproof.laws import Outcome
from edgeproof.reporting import Result, as_json
from tests.command_line import RunCli, assert_one_line
from tests.reporting.results import law_result, load_result, result_of

FILES = ["badge.json", "badge.svg", "index.html", "junit.xml", "result.json", "summary.md"]

HELD = result_of([law_result(), law_result("posts.list.shape")])
BROKEN = result_of(
    [law_result(outcome=Outcome.BROKEN, reason="seen"), law_result("posts.list.shape")]
)
LOAD = msgspec.structs.replace(result_of([], load=[load_result()]), command="load", verdict="pass")


@pytest.fixture(autouse=True)
def results(tmp_path: Path) -> None:
    """Leave a folder of each result where the command runs."""
    for name, result in {"held": HELD, "broken": BROKEN, "load": LOAD}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_bytes(as_json(result))


def printed_by(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """What the command, in a process of its own, ends with, prints, and says beside it."""
    command = [sys.executable, "-m", "edgeproof", "report", *arguments]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.mark.parametrize(
    ("result", "code", "words"),
    [
        ("held", 0, "PASS  every MUST law that was judged held (2)"),
        ("broken", 1, "FAIL  1 MUST law broken"),
        ("broken/result.json", 1, "FAIL  1 MUST law broken"),
        ("load", 0, "PASS  nothing was wrong; no objective was set"),
    ],
)
def test_a_result_is_shown_as_its_command_showed_it_and_ends_as_it_ended(
    run_cli: RunCli, result: str, code: int, words: str
) -> None:
    exit_code, shown, errors = run_cli("report", result)
    assert (exit_code, errors) == (code, "")
    assert words in shown


def test_each_form_is_written_where_it_is_wanted(run_cli: RunCli, tmp_path: Path) -> None:
    files = ["--html", "a/r.html", "--markdown", "r.md", "--junit", "r.xml", "--badge", "r.svg"]
    files += ["--badge-json", "r.json"]
    code, shown, _ = run_cli("report", "broken", *files)
    assert code == 1
    for file in files[1::2]:
        assert f"report: {file}\n" in shown
    assert (tmp_path / "a" / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "r.md").read_text("utf-8").startswith("## edgeproof: ❌ FAIL")
    assert JUnitXml.fromstring((tmp_path / "r.xml").read_bytes()).failures == 1
    assert "<title>edgeproof: 1 broken</title>" in (tmp_path / "r.svg").read_text("utf-8")
    assert json.loads((tmp_path / "r.json").read_bytes())["message"] == "1 broken"


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        (["--markdown"], "## edgeproof: ✅ PASS"),
        (["--markdown", "-"], "## edgeproof: ✅ PASS"),
        (["--json"], '{\n  "schema": "edgeproof-result/1"'),
        (["--badge", "-"], "<svg"),
        (["--badge-json", "-"], '{\n  "schemaVersion": 1'),
        (["--html", "-"], "<!DOCTYPE html>"),
    ],
)
def test_a_form_on_standard_output_is_alone_there(
    tmp_path: Path, form: list[str], beginning: str
) -> None:
    code, shown, errors = printed_by(tmp_path, "held", *form)
    assert (code, errors) == (0, "")
    assert shown.startswith(beginning)


def test_markdown_may_stand_before_another_option(run_cli: RunCli, tmp_path: Path) -> None:
    assert run_cli("report", "held", "--markdown", "--junit", "r.xml")[0] == 0
    assert (tmp_path / "r.xml").exists()


def test_against_an_old_result_it_says_what_is_worse_and_what_is_better(run_cli: RunCli) -> None:
    code, shown, _ = run_cli("report", "broken", "--against", "held")
    assert code == 1
    assert shown.rstrip().endswith("WORSE  blog.example.com: 2 laws compared")
    code, shown, _ = run_cli("report", "held", "--against", "broken")
    assert code == 0
    assert "BETTER  blog.example.com: 2 laws compared" in shown


def test_several_results_of_a_side_are_runs_of_the_same(run_cli: RunCli) -> None:
    code, shown, _ = run_cli("report", "held", "broken", "--against", "held", "--against", "held")
    assert code == 1
    assert "newly broken" in shown
    code, shown, _ = run_cli("report", "held", "held", "--against", "held", "--against", "held")
    assert (code, shown.split("  ")[0]) == (0, "NO DIFFERENCE SEEN")


def test_where_nothing_can_be_compared_it_ends_with_3(run_cli: RunCli) -> None:
    assert_one_line(run_cli("report", "load", "--against", "held"), 3, "nothing in common")
    code, shown, _ = run_cli("report", "load", "--against", "load")
    assert code == 3
    assert "NOTHING CAN BE SAID" in shown


def test_a_matrix_is_markdown_unless_something_else_is_wanted(
    run_cli: RunCli, tmp_path: Path
) -> None:
    code, shown, _ = printed_by(tmp_path, "--matrix", "held", "broken")
    assert code == 0
    assert "| deployment | blog.example.com (held) | blog.example.com (broken) |" in shown
    code, shown, _ = run_cli("report", "--matrix", "held", "broken", "--html", "m.html")
    assert (code, shown) == (0, "report: m.html\n")
    assert "blog.example.com (broken)" in (tmp_path / "m.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "schema"),
    [(["--matrix"], "edgeproof-matrix/1"), (["--against", "held"], "edgeproof-comparison/1")],
)
def test_a_comparison_and_a_matrix_are_json_too(
    tmp_path: Path, options: list[str], schema: str
) -> None:
    _, shown, _ = printed_by(tmp_path, "broken", *options, "--json")
    assert json.loads(shown)["schema"] == schema


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], ["nowhere", "cannot be read"]),
        (["held", "broken"], ["2 results", "--matrix", "--against"]),
        (["held", "--matrix", "--against", "broken"], ["--matrix and --against"]),
        (["held", "--matrix", "--junit", "r.xml"], ["--junit", "one result"]),
        (["held", "--against", "broken", "--badge", "b.svg"], ["--badge", "one result"]),
        (["held", "--against", "broken", "--badge-json", "b.json"], ["--badge-json", "one result"]),
        (["held", "--badge-json", "broken/result.json"], ["broken/result.json", "before"]),
        (["held", "--badge", "badge.json"], ["badge.json", "before"]),
        (["held", "--json", "--markdown"], ["standard output", "only one report"]),
        (["held", "--markdown", "broken/result.json"], ["broken/result.json", "before"]),
        (["held", "--markdown", "broken"], ["broken", "cannot be written"]),
        (["held", "--html", "held/result.json/r.html"], ["r.html", "cannot be written"]),
        (["held", "--against"], ["--against"]),
        ([], ["RESULT"]),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run_cli: RunCli, arguments: list[str], words: list[str]
) -> None:
    assert_one_line(run_cli("report", *arguments), 2, *words)


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (b"{", "truncated"),
        (b'{"schema": "edgeproof-result/0"}', "edgeproof-result/0"),
        (b"{}", "no"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--matrix"], ["--against", "held"]])
def test_what_is_no_result_of_this_version_is_one_line(
    run_cli: RunCli, tmp_path: Path, document: bytes, word: str, options: list[str]
) -> None:
    (tmp_path / "old.json").write_bytes(document)
    assert_one_line(run_cli("report", "old.json", *options), 2, "old.json", word)


@pytest.mark.parametrize("result", [HELD, LOAD], ids=["check", "load"])
def test_a_run_leaves_all_forms_in_its_folder_and_says_where(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, result: Result
) -> None:
    folder = tmp_path / "made" / "out"
    deliver(result, folder, is_json=False)
    assert sorted(file.name for file in folder.iterdir()) == FILES
    assert capsys.readouterr().out == f"report: {folder / 'index.html'}\n"
    assert msgspec.json.decode((folder / "result.json").read_bytes(), type=Result) == result


def test_with_json_standard_output_has_the_document_alone(tmp_path: Path) -> None:
    code, shown, errors = printed_by(tmp_path, "held", "--json", "--html", "r.html")
    assert (code, errors) == (0, "report: r.html\n")
    assert msgspec.json.decode(shown, type=Result) == HELD
