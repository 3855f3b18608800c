"""What docs/load.md says, held to what is so."""

import re
import subprocess
from pathlib import Path

import pytest

from edgeproof.cli.load import load
from edgeproof.load import scenarios_in
from edgeproof.reporting import parse_slo
from tests.load.under_locust.running import command

PAGE = (Path(__file__).parent.parent.parent / "docs" / "load.md").read_text("utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_its_objectives_can_be_asked_for() -> None:
    objectives = re.findall(r"--slo '(.+?)'", PAGE)
    for measures, limits in re.findall(
        r"^\| (`(?:p|err|rate).*?) \| (`.*?`) \|", PAGE, re.MULTILINE
    ):
        for measure in re.findall(r"`(.+?)`", measures):
            objectives += [f"{measure}{limit}" for limit in re.findall(r"`(.+?)`", limits)]
    assert len(objectives) > 15
    for objective in objectives:
        assert parse_slo(objective).text == objective


def test_its_scenario_is_one(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(CODE[0])
    assert "readers" in scenarios_in(str(tmp_path / "own.py"))


@pytest.mark.once
def test_its_user_class_is_one_of_locust_s(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("".join(CODE))
    listed = subprocess.run(
        command("--list", files=tmp_path / "own.py"), capture_output=True, text=True, check=True
    )
    assert "Reading" in listed.stdout


@pytest.mark.parametrize("line", re.findall(r"^edgeproof load.*?(?:  #|$)", PAGE, re.MULTILINE))
def test_its_options_are_those_of_the_command(line: str) -> None:
    options = {f"--{name.replace('_', '-')}" for name in load.__annotations__}
    assert set(re.findall(r"--[a-z-]+", line)) <= options
