"""Workflows and jobs run commands that exist, with options that these have."""

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

PROJECT = Path(__file__).parent.parent
WORKFLOWS = (PROJECT / ".github/workflows/ci.yml", PROJECT / "docs/examples/deploy.yml")
GUIDES = (PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md")))

COMMANDS = typer.main.get_group(app).commands


def workflow(path: Path) -> dict[Any, Any]:
    document = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(document, dict)
    return document


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in workflow(path)["jobs"].values():
        yield from job["steps"]


def scripts() -> Iterator[str]:
    """Every script of a workflow, of a job of tox, and of a guide."""
    for path in WORKFLOWS:
        yield from (step["run"] for step in steps(path) if "run" in step)
    jobs = RawConfigParser()
    jobs.read(PROJECT / "tox.ini", "utf-8")
    yield jobs["testenv:gate"]["commands"]
    for path in GUIDES:
        yield from re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def commands(program: str) -> list[str]:
    """The command lines of a program in the scripts, each up to where its output goes."""
    joined = "\n".join(scripts()).replace("\\\n", " ")
    lines = re.findall(rf"^\s*(?:\S*/)?{program} (.*)$", joined, re.MULTILINE)
    return sorted({re.split(r"\s+(?:>>|\||&&|#)\s*", line)[0] for line in lines})


@pytest.mark.parametrize("line", commands("edgeproof"))
def test_a_command_and_its_options_exist(line: str) -> None:
    name, *arguments = shlex.split(line)
    COMMANDS[name].make_context(name, arguments)


def test_an_option_that_does_not_exist_would_be_seen() -> None:
    with pytest.raises(Exception, match="--workers"):
        COMMANDS["gate"].make_context("gate", ["--workers", "posts.js"])


def test_the_pipeline_checks_loads_gates_and_only_then_ships() -> None:
    jobs = workflow(PROJECT / "docs/examples/deploy.yml")["jobs"]
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
    document = workflow(path)
    assert document["permissions"] == {"contents": "read"}
    assert document["concurrency"]["group"]
    for job in document["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 60
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_secret_reaches_a_step_by_its_environment_only(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"secrets\.\w+", text)
    in_environments = [
        value
        for step in steps(path)
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
