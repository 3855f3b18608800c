"""Defaults of options in pyproject.toml: which come first, and what is said of wrong ones."""

import json
from pathlib import Path

import pytest

from tests.command_line import RunCli, assert_one_line

A_LAW = 'law = ["posts.list.empty"]\nprofile = "quick"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The pyproject.toml of the folder that commands run in."""
    return tmp_path / "pyproject.toml"


@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ("check", 'profle = "quick"', ["no field 'profle'", "did you mean 'profile'?", "budget"]),
        ("check", 'profile = "quik"', ["`profile` of", "'quik' is not one of"]),
        ("check", 'law = ["posts.creat.*"]', ["`law` of", "no law matches 'posts.creat.*'"]),
        ("check", 'law = "posts.create.*"', ["`law` of", "a list of texts"]),
        ("check", 'require = "pipelin"', ["did you mean 'pipeline'?"]),
        ("check", 'budget = "many"', ["`budget` of", "not a valid budget"]),
        ("check", 'strict = "yes"', ["`strict` of", "true or false"]),
        ("check", 'posts = "blog"', ["`posts` of", "is not an http(s) URL"]),
        ("load", 'slo = ["p99<fast"]', ["`slo` of", "not a valid objective"]),
        ("load", "rate = true", ["`rate` of", "a text or a number"]),
        ("load", "list-scenarios = true", ["no field 'list-scenarios'"]),
    ],
)
def test_a_wrong_field_is_told_with_its_file_and_table(
    run_cli: RunCli, project: Path, table: str, field: str, words: list[str]
) -> None:
    project.write_text(f"[tool.edgeproof.{table}]\n{field}\n")
    place = f"[tool.edgeproof.{table}] in {project}"
    assert_one_line(run_cli(table), 2, place, *words)


@pytest.mark.parametrize("field", ["token", "read-only-token"])
def test_a_token_does_not_belong_there_and_is_not_shown(
    run_cli: RunCli, project: Path, field: str
) -> None:
    project.write_text(f'[tool.edgeproof.check]\n{field} = "hunter2"\n')
    ended = run_cli("check")
    assert_one_line(ended, 2, f"has a field {field!r}", "set the variable UPSTASH_REDIS_REST_")
    assert "hunter2" not in ended[2]


def test_a_field_of_a_target_is_told_with_its_table(run_cli: RunCli, project: Path) -> None:
    project.write_text('[tool.edgeproof.targets.staging]\npost = "https://a.example/posts"\n')
    place = f"[tool.edgeproof.targets.staging] in {project}"
    assert_one_line(run_cli("check", "staging"), 2, place, "did you mean 'posts'?")
    assert_one_line(run_cli("check", "stagin"), 2, place, "did you mean 'posts'?")


def test_a_mistyped_target_or_table_is_told_with_the_known_ones(
    run_cli: RunCli, project: Path
) -> None:
    project.write_text('[tool.edgeproof.targets.staging]\nposts = "https://a.example/posts"\n')
    assert_one_line(run_cli("check", "stagng"), 2, str(project), "did you mean 'staging'?")
    project.write_text("[tool.edgeproof.chek]\n")
    assert_one_line(run_cli("check"), 2, "no field 'chek'", "did you mean 'check'?")


def test_the_table_holds_defaults_and_paths_start_at_its_folder(
    run_cli: RunCli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write_text(f'[tool.edgeproof.check]\n{A_LAW}seed = 7\nstrict = true\nout = "kept"\n')
    below = project.parent / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    code, _, errors = run_cli("check")
    assert code == 0, errors
    result = json.loads((project.parent / "kept" / "result.json").read_text())
    assert (result["profile"], result["seed"], result["is_strict"]) == ("quick", 7, True)
    assert result["totals"]["laws"]["held"] == 1


def test_the_command_line_comes_first(run_cli: RunCli, project: Path) -> None:
    project.write_text(f"[tool.edgeproof.check]\n{A_LAW}seed = 7\nstrict = true\n")
    code, document, errors = run_cli("check", "--seed", "8", "--no-strict", "--json")
    assert code == 0, errors
    result = json.loads(document)
    assert (result["profile"], result["seed"], result["is_strict"]) == ("quick", 8, False)
