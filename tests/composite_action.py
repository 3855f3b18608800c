"""A composite action, run here as GitHub's runner runs it: its scripts by bash, its `uses` noted.

It knows the few expressions that action.yml has, and raises AssertionError for any other: what it
cannot evaluate, it must not pass over.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

EXPRESSION: Final = re.compile(r"\$\{\{ (.*?) \}\}")

_OWN_VARIABLES: Final = (
    *("EDGEPROOF_", "UPSTASH_", "KV_REST_"),
    *("PYTEST_", "PYTHONPATH", "GITHUB_", "INPUT_", "RUNNER_"),
)
"""What a job's scripts would not have, or have another value of."""


def manifest(file: Path) -> dict[str, Any]:
    """What an action.yml, or a workflow, says."""
    document = yaml.safe_load(file.read_text("utf-8"))
    assert isinstance(document, dict)
    return document


@dataclass
class ActionRun:
    """One use of an action. `log` has the output of its scripts, `used` what other actions got.

    `brought` are outputs of the actions that it uses, and `path` stands before the PATH that its
    scripts have, as whatever they add to it does.
    """

    action: Path
    workspace: Path
    temporary: Path
    inputs: Mapping[str, str]
    brought: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    exit_codes: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    outputs_of: dict[str, Mapping[str, str]] = field(default_factory=dict)
    used: dict[str, Mapping[str, str]] = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    def run(self, *, without: tuple[str, ...] = ()) -> dict[str, str]:
        """Run the steps, those `without` names excepted; returns the outputs of the action."""
        document = manifest(self.action)
        unknown = self.inputs.keys() - document["inputs"].keys()
        assert not unknown, f"there is no input {unknown}"
        defaults = {name: one.get("default", "") for name, one in document["inputs"].items()}
        self.inputs = defaults | dict(self.inputs)
        for step in document["runs"]["steps"]:
            if step["name"] not in without:
                self._step(step)
        return {name: self._text(one["value"]) for name, one in document["outputs"].items()}

    def _step(self, step: Mapping[str, Any]) -> None:
        name = step.get("id", step["name"])
        condition = step.get("if", "${{ success() }}").removeprefix("${{ ").removesuffix(" }}")
        if not all(self._holds(term) for term in self._with_status(condition)):
            self.outcomes[name] = "skipped"
        elif "uses" in step:
            self.used[step["uses"]] = {
                key: self._text(str(value)) for key, value in step["with"].items()
            }
            self.outputs_of[name] = self.brought.get(name, {})
            self.outcomes[name] = "success"
        else:
            self._script(name, step)

    def _with_status(self, condition: str) -> list[str]:
        """The terms of a condition; `success()` is one of them unless it asks for the status."""
        terms = condition.split(" && ")
        return terms if any(term.endswith("()") for term in terms) else ["success()", *terms]

    def _holds(self, term: str) -> bool:
        if term == "always()":
            return True
        if term == "success()":
            return "failure" not in self.outcomes.values()
        compared = re.fullmatch(r"(steps\.\S+) != '(.*)'", term)
        assert compared, f"what is {term}?"
        return self._value(compared[1]) != compared[2]

    def _text(self, template: str) -> str:
        return EXPRESSION.sub(lambda found: self._value(found[1]), template)

    def _value(self, expression: str) -> str:
        match expression.split("."):
            case ["inputs", name]:
                return self.inputs[name]
            case ["steps", step, "outputs", name]:
                return self.outputs_of.get(step, {}).get(name, "")
            case ["steps", step, "outcome"]:
                return self.outcomes[step]
        raise AssertionError(f"what is {expression}?")

    def _script(self, name: str, step: Mapping[str, Any]) -> None:
        assert step["shell"] == "bash"
        files = {
            one: self.temporary / f"{name}-{one}" for one in ("OUTPUT", "STEP_SUMMARY", "PATH")
        }
        for file in files.values():
            file.touch()
        script = self.temporary / f"{name}.sh"
        script.write_text(step["run"], "utf-8")
        given = {key: self._text(value) for key, value in step.get("env", {}).items()}
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.workspace,
            env=self._base() | {f"GITHUB_{one}": str(file) for one, file in files.items()} | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += ended.stdout
        self.exit_codes[name] = ended.returncode
        self.outcomes[name] = "failure" if ended.returncode else "success"
        lines = files["OUTPUT"].read_text("utf-8").splitlines()
        self.outputs_of[name] = dict(line.split("=", 1) for line in lines)
        self.summary += files["STEP_SUMMARY"].read_text("utf-8")
        self.path[:0] = files["PATH"].read_text("utf-8").splitlines()

    def _base(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)
        }
        return {
            **kept,
            "PATH": os.pathsep.join([*self.path, os.environ["PATH"]]),
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_ACTION_PATH": str(self.action.parent),
        }
