"""What `--help` shows: panels, metavars that say what is wanted, examples that can be pasted."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from edgeproof.cli.command_line import app
from edgeproof.cli.examples import COMMAND_EXAMPLES, EXIT_CODE_HELP
from edgeproof.cli.help import documentation_url
from edgeproof.conformance.profiles import Profile
from edgeproof.defaults import REQUESTS
from tests.command_line import RunCli

COMMANDS = ["check", "load", "report", "gate", "laws", "explain", "up", "clean"]
"""In the order of a workflow."""

TYPES = frozenset({"BOOLEAN", "TEXT", "INTEGER", "FLOAT", "PATH", "FILENAME"})
"""What click and typer write where nobody said what is wanted."""

PANELS = {
    "check": ["Target by name", "Target", "What to try", "Limits", "Output"],
    "load": ["Target by name", "Target", "Scenario", "Load", "Objectives", "Output"],
    "report": ["Input", "Compare", "Output"],
    "gate": ["Input", "Target", "Output"],
    "laws": ["Which laws", "Output"],
    "explain": ["Input", "Output"],
    "up": ["Stack", "Output"],
    "clean": ["Target by name", "Target", "Output"],
}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colour, and 80 columns unless a test says otherwise."""
    for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS", "TERMINAL_WIDTH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("typer.rich_utils.FORCE_TERMINAL", None)
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", None)
    monkeypatch.setenv("COLUMNS", "80")


def help_of(run_cli: RunCli, *command: str) -> str:
    code, shown, errors = run_cli(*command, "--help")
    assert (code, errors) == (0, "")
    return shown


def in_panels(text: str) -> Iterator[str]:
    """The lines within the panels."""
    for line in text.splitlines():
        if line.startswith("│"):
            yield line.strip("│ ")


def rows(text: str) -> Iterator[tuple[str, str]]:
    """Each option, and what stands between it and its help: its metavar, or nothing."""
    for line in in_panels(text):
        if found := re.match(r"(--[\w-]+)\s+(?:([A-Z\[\]]+)\s{2,})?", line):
            yield found[1], found[2] or ""


def command_of(name: str) -> Any:
    return typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]


def test_commands_come_in_the_order_in_which_they_are_used(run_cli: RunCli) -> None:
    lines = list(in_panels(help_of(run_cli).partition("Commands")[2]))
    shown = [found[1] for line in lines if (found := re.match(r"([a-z]+)  +[A-Z]", line))]
    assert shown == COMMANDS


@pytest.mark.parametrize("command", [[], *([one] for one in COMMANDS)], ids=str)
@pytest.mark.parametrize("columns", [80, 120])
def test_help_has_no_type_in_it_and_nothing_is_cut_off(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, command: list[str], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = help_of(run_cli, *command)
    assert "…" not in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= columns
    assert not re.search(r"<[a-z]+[\[\]a-z |]*>", text)
    assert TYPES.isdisjoint(metavar for _, metavar in rows(text))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_in_a_panel_of_its_command(run_cli: RunCli, name: str) -> None:
    text = help_of(run_cli, name)
    assert re.findall(r"^╭─ (.+?) ─", text, re.MULTILINE) == PANELS[name]
    shown = [option for option, _ in rows(text)]
    declared = [one.opts[0] for one in command_of(name).params if one.opts[0].startswith("--")]
    assert sorted(shown) == sorted([*declared, "--help"])


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_has_a_metavar_unless_it_is_a_flag(run_cli: RunCli, name: str) -> None:
    metavars = dict(rows(help_of(run_cli, name)))
    for option in command_of(name).params:
        if option.param_type_name == "option":
            assert bool(metavars[option.opts[0]]) is not option.is_flag, option.opts


@pytest.mark.parametrize("name", ["edgeproof", *COMMANDS])
def test_examples_and_a_link_stand_below(run_cli: RunCli, name: str) -> None:
    text = help_of(run_cli, *([name] if name in COMMANDS else []))
    assert COMMAND_EXAMPLES[name]
    for example in COMMAND_EXAMPLES[name]:
        assert f"  {example}  " in text
    for code, meaning in EXIT_CODE_HELP.get(name, {}).items():
        assert re.search(rf"^  {code} +{re.escape(meaning)}$", text, re.MULTILINE)
    assert text.rstrip().endswith(f"Documentation: {documentation_url()}")
    assert documentation_url().startswith("https://")


@pytest.mark.parametrize(
    "example", [line for examples in COMMAND_EXAMPLES.values() for line in examples], ids=str
)
def test_an_example_is_one_that_its_command_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, example: str
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.edgeproof.targets.staging]\n")
    monkeypatch.chdir(tmp_path)
    program, name, *words = shlex.split(example)
    assert program == "edgeproof"
    with command_of(name).make_context(name, words) as context:
        assert context.args == []


def test_the_profiles_of_the_help_are_those_that_there_are(run_cli: RunCli) -> None:
    text = " ".join(help_of(run_cli, "check").split())
    assert all(profile in text for profile in Profile)
    assert set(REQUESTS) < set(Profile)


def test_a_mistyped_command_or_option_is_answered_with_the_nearest(run_cli: RunCli) -> None:
    assert "'check'" in run_cli("chekc")[2]
    assert "--profile" in run_cli("check", "--profil")[2]
