"""The GitHub Action: its scripts do with its inputs what it says, also after a failure."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import typer.main

from edgeproof.cli.command_line import app
from edgeproof.reporting import read_result
from tests.composite_action import ActionRun, manifest

PROJECT = Path(__file__).parent.parent
ACTION = PROJECT / "action.yml"

DOCUMENT = manifest(ACTION)
INSTALL = "Install edgeproof"
UPLOAD = "actions/upload-artifact@v4"

COMMANDS = typer.main.get_group(app).commands

NOTES_ITS_ARGUMENTS = """\
#!/bin/sh
for argument in "$@"; do printf '%s\\n' "$argument" >> "$RUNNER_TEMP/arguments"; done
echo "$PPID" > "$RUNNER_TEMP/parent"
"""
THIS_CHECKOUT = f"""\
#!/bin/sh
PYTHONPATH={PROJECT} exec {sys.executable} -m edgeproof "$@"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with a worker in it, where a job would run."""
    folder = tmp_path / "workspace"
    (folder / "dist").mkdir(parents=True)
    shutil.copyfile(PROJECT / "worker" / "posts.js", folder / "dist" / "worker.js")
    return folder


def use(workspace: Path, inputs: dict[str, str], program: str) -> ActionRun:
    """The action as a step of a job uses it; `program` is what `edgeproof` runs there."""
    programs = workspace.parent / "temporary" / "programs"
    programs.mkdir(parents=True)
    (programs / "edgeproof").write_text(program, "utf-8")
    (programs / "edgeproof").chmod(0o755)
    return ActionRun(
        ACTION,
        workspace,
        programs.parent,
        inputs,
        brought={"python": {"python-path": sys.executable}},
        path=[str(programs)],
    )


def arguments_of(workspace: Path, inputs: dict[str, str]) -> list[str]:
    """What the action gives `edgeproof` with these inputs."""
    run = use(workspace, inputs, NOTES_ITS_ARGUMENTS)
    run.run(without=(INSTALL,))
    return (run.temporary / "arguments").read_text("utf-8").splitlines()


def test_each_input_and_output_is_described_and_used() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", ACTION.read_text("utf-8")))
    assert used == set(DOCUMENT["inputs"])
    for one in (*DOCUMENT["inputs"].values(), *DOCUMENT["outputs"].values()):
        assert re.fullmatch(r"[A-Z`].*[.`]", one["description"], re.DOTALL), one


def test_no_token_is_an_input() -> None:
    assert not [name for name in DOCUMENT["inputs"] if "token" in name]
    assert "secrets." not in ACTION.read_text("utf-8")


def test_without_inputs_edgeproof_is_given_none(workspace: Path) -> None:
    assert arguments_of(workspace, {}) == ["check", "--out=reports/check"]


def test_each_input_is_the_option_of_its_name(workspace: Path) -> None:
    values = {
        "posts": "https://blog.example.com/posts",
        "redis": "https://eu1-example.upstash.io",
        "worker": "dist/worker.js",
        "profile": "quick",
        "require": "pipeline,base64",
        "deviations": "deviations.toml",
        "budget": "5000,20MB",
        "rate": "20",
        "out": "reports/nightly",
    }
    others = {"target": "staging", "options": "--law=posts.create.*\n\n--strict\n"}
    assert values.keys() | others.keys() | {"artifact"} == DOCUMENT["inputs"].keys()
    command, *arguments = arguments_of(workspace, values | others)
    assert sorted(arguments[: len(values)]) == sorted(f"--{one}={values[one]}" for one in values)
    assert arguments[len(values) :] == ["--law=posts.create.*", "--strict", "--", "staging"]
    assert command == "check"
    COMMANDS["check"].make_context("check", arguments)


def test_an_input_is_one_word_and_never_an_option_or_a_script(workspace: Path) -> None:
    sly = {"posts": "--strict", "worker": "a b; touch owned", "target": "--help"}
    sly |= {"options": "--law=$(touch owned)\n--skip=*"}
    assert arguments_of(workspace, sly) == [
        "check",
        "--out=reports/check",
        "--posts=--strict",
        "--worker=a b; touch owned",
        "--law=$(touch owned)",
        "--skip=*",
        "--",
        "--help",
    ]
    assert not (workspace / "owned").exists()


def test_a_cancelled_job_interrupts_edgeproof_itself(workspace: Path) -> None:
    run = use(workspace, {}, NOTES_ITS_ARGUMENTS)
    run.run(without=(INSTALL,))
    # The runner signals the shell that it started, which edgeproof has taken the place of.
    assert (run.temporary / "parent").read_text("utf-8") == f"{os.getpid()}\n"


def test_a_wrong_input_ends_with_2_and_no_report_of_an_earlier_step(workspace: Path) -> None:
    (workspace / "reports" / "check").mkdir(parents=True)
    (workspace / "reports" / "check" / "result.json").write_text("{}", "utf-8")
    run = use(workspace, {"worker": "dist/worker.js", "profile": "hard"}, THIS_CHECKOUT)
    assert run.run(without=(INSTALL,)) == {"verdict": "none", "report": "", "badge": ""}
    assert run.exit_codes == {"check": 2, "report": 0}
    assert "hard" in run.log
    assert run.summary == "## edgeproof: no result, see the log of this step\n"
    assert UPLOAD not in run.used


def test_nothing_is_reported_or_uploaded_if_edgeproof_cannot_be_installed(workspace: Path) -> None:
    run = use(workspace, {}, NOTES_ITS_ARGUMENTS)
    run.brought = {"python": {"python-path": "false"}}
    assert run.run() == {"verdict": "", "report": "", "badge": ""}
    assert run.outcomes["check"] == run.outcomes["report"] == "skipped"
    assert UPLOAD not in run.used


@pytest.mark.once
@pytest.mark.parametrize(
    ("worker", "code", "verdict", "words"),
    [
        ("dist/worker.js", 0, "pass", "2 laws held"),
        (str(PROJECT / "tests/faulty/workers/naive.js"), 1, "fail", "1 broken"),
    ],
)
def test_a_check_is_reported_and_uploaded_whether_it_passed_or_failed(
    workspace: Path, worker: str, code: int, verdict: str, words: str
) -> None:
    options = "--law=posts.create.keeps-text\n--law=posts.create.answers-id"
    inputs = {"worker": worker, "profile": "quick", "options": options, "artifact": "mine"}
    run = use(workspace, inputs, THIS_CHECKOUT)
    outputs = run.run(without=(INSTALL,))
    assert run.exit_codes == {"check": code, "report": 0}, run.log
    folder = "reports/check"
    assert outputs == {"verdict": verdict, "report": folder, "badge": f"{folder}/badge.json"}
    assert read_result(workspace / folder).verdict == verdict
    assert run.summary.splitlines()[0].startswith("## edgeproof: ")
    assert verdict.upper() in run.summary.splitlines()[0]
    assert json.loads((workspace / outputs["badge"]).read_bytes())["message"] == words
    uploaded = {"name": "mine", "path": folder, "if-no-files-found": "error"}
    assert run.used[UPLOAD] == uploaded


@pytest.mark.installs
def test_what_it_installs_is_this_version_with_its_stack(workspace: Path) -> None:
    run = use(workspace, {"options": "--law=redis.incr.counts", "profile": "quick"}, "")
    assert run.run()["verdict"] == "pass", run.log
    added, _ = run.path
    assert [file.name for file in Path(added).iterdir()] == ["edgeproof"]
    [wheel] = (run.temporary / "edgeproof" / "venv").rglob("site-packages/edgeproof")
    assert (wheel / "suites").is_dir()
    assert read_result(workspace / "reports" / "check").target.name == "embedded stack"
