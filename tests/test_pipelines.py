"""Workflows, the action, jobs and guides run commands that exist, with options that these have."""

import re
import shlex
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from edgeproof.cli.command_line import app
from tests.composite_action import manifest

PROJECT = Path(__file__).parent.parent
EXAMPLES = sorted((PROJECT / "docs" / "examples").glob("*.yml"))
WORKFLOWS = (PROJECT / ".github/workflows/ci.yml", *EXAMPLES)
GUIDES = (PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md")))

ACTION = manifest(PROJECT / "action.yml")
USES_IT = re.compile(r"\./|edgeproof/edgeproof@v\d+")

COMMANDS = typer.main.get_group(app).commands


def blocks(language: str) -> Iterator[str]:
    """Every block of that language in a guide."""
    for path in GUIDES:
        yield from re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def all_steps() -> list[dict[str, Any]]:
    """Every step of a workflow, of the action, and of what a guide shows of a workflow."""
    shown = [one for one in map(yaml.safe_load, blocks("yaml")) if "jobs" in one]
    workflows = [*map(manifest, WORKFLOWS), *shown]
    return [*ACTION["runs"]["steps"], *(step for one in workflows for step in steps(one))]


def scripts() -> Iterator[str]:
    """Every script of a step, of a job of tox, and of a guide."""
    yield from (step["run"] for step in all_steps() if "run" in step)
    jobs = RawConfigParser()
    jobs.read(PROJECT / "tox.ini", "utf-8")
    yield jobs["testenv:gate"]["commands"]
    yield from blocks("sh")


def commands(program: str) -> list[str]:
    """The command lines of a program in the scripts, each up to where its output goes."""
    joined = "\n".join(scripts()).replace("\\\n", " ")
    lines = re.findall(rf"^\s*(?:\S*/|docker run .*)?{program} (.*)$", joined, re.MULTILINE)
    return sorted({re.split(r"\s+(?:>>|\||&&|#)\s*", line)[0] for line in lines})


@pytest.mark.parametrize("line", commands("edgeproof"))
def test_a_command_and_its_options_exist(line: str) -> None:
    name, *arguments = shlex.split(line)
    COMMANDS[name].make_context(name, arguments)


def test_an_option_that_does_not_exist_would_be_seen() -> None:
    with pytest.raises(Exception, match="--workers"):
        COMMANDS["gate"].make_context("gate", ["--workers", "posts.js"])


def test_the_pipeline_checks_loads_gates_and_only_then_ships() -> None:
    jobs = manifest(PROJECT / "docs/examples/deploy.yml")["jobs"]
    proving = [step["run"].split()[:2] for step in jobs["prove"]["steps"] if "run" in step]
    order = ["check", "load", "gate"]
    assert [name for tool, name in proving if tool == "edgeproof"][:3] == order
    assert jobs["staging"]["needs"] == "prove"
    assert jobs["production"]["needs"] == "staging"
    assert jobs["production"]["environment"] == "production"
    shipped = [step["run"] for step in jobs["staging"]["steps"] if "run" in step]
    places = [shipped.index(one) for one in shipped if "pulumi up" in one or "check staging" in one]
    assert len(places) == 2
    assert places == sorted(places)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_runs_once_and_pins_what_it_uses(path: Path) -> None:
    document = manifest(path)
    assert document["permissions"] == {"contents": "read"}
    assert document["concurrency"]["group"]
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 60
        if "permissions" in job:
            assert job["permissions"] == {"pages": "write", "id-token": "write"}
            assert_it_only_publishes(job)
    for step in steps(document):
        if "uses" in step:
            assert re.fullmatch(r"\./|[\w-]+(?:/[\w-]+)+@v\d+", step["uses"])


def assert_it_only_publishes(job: dict[str, Any]) -> None:
    """A job that may write runs nothing but GitHub's own actions, and knows no secret."""
    for step in job["steps"]:
        assert step["uses"].startswith("actions/")
        assert "env" not in step


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_secret_reaches_a_step_by_its_environment_only(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"secrets\.\w+", text)
    in_environments = [
        value
        for step in steps(manifest(path))
        for value in step.get("env", {}).values()
        if re.fullmatch(r"\$\{\{ secrets\.\w+ \}\}", value)
    ]
    assert len(in_environments) == len(used)


def test_the_objectives_of_the_gate_are_those_that_the_pipelines_load_with() -> None:
    table = (PROJECT / "pyproject.toml").read_text("utf-8")
    asked = re.search(r'^slo = \["(.*)"\]$', table, re.MULTILINE)
    assert asked is not None
    loads = [shlex.split(line) for line in commands("edgeproof") if line.startswith("load ")]
    assert any(asked[1] in load for load in loads)


def test_no_expression_stands_in_a_script_which_would_run_whatever_it_becomes() -> None:
    assert [step["run"] for step in all_steps() if "${{" in step.get("run", "")] == []


def uses_of_the_action() -> list[dict[str, Any]]:
    return [step for step in all_steps() if USES_IT.fullmatch(step.get("uses", ""))]


def test_the_action_is_used_in_this_project_s_own_pipeline_and_in_each_recipe() -> None:
    assert [step for step in uses_of_the_action() if step["uses"] == "./"]
    for recipe in ("worker.md", "redis-rest-server.md", "nightly.md"):
        text = (PROJECT / "docs" / "recipes" / recipe).read_text("utf-8")
        assert USES_IT.search(text)


@pytest.mark.parametrize("step", uses_of_the_action(), ids=lambda step: str(step["with"]))
def test_a_use_of_the_action_has_inputs_and_options_that_exist(step: dict[str, Any]) -> None:
    inputs = {name: str(value) for name, value in step["with"].items()}
    assert inputs.keys() <= ACTION["inputs"].keys()
    target = inputs.pop("target", None)
    options = inputs.pop("options", "").split()
    inputs.pop("artifact", None)
    given = [f"--{name}={value}" for name, value in inputs.items()]
    COMMANDS["check"].make_context("check", [*given, *options, *filter(None, [target])])


def test_what_a_job_takes_from_the_action_is_an_output_of_it() -> None:
    document = manifest(PROJECT / "docs" / "examples" / "nightly.yml")
    [step] = [one for one in steps(document) if USES_IT.fullmatch(one.get("uses", ""))]
    text = (PROJECT / "docs" / "examples" / "nightly.yml").read_text("utf-8")
    taken = set(re.findall(rf"steps\.{step['id']}\.outputs\.(\w+)", text))
    assert taken
    assert taken <= ACTION["outputs"].keys()
