"""docs/api.md names what is public, and its examples run."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import edgeproof
from edgeproof.deployments import Deployment

PROJECT = Path(__file__).parent.parent
PAGE = (PROJECT / "docs" / "api.md").read_text("utf-8")

ROWS: dict[str, str] = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", PAGE, re.MULTILINE))
"""The cell of names by module."""


def blocks(language: str, beginning: str) -> Iterator[str]:
    """The blocks of code of that language that begin so."""
    for block in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL):
        if block.startswith(beginning):
            yield block


def python(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )


NAMES = """
import importlib, json, sys

module = importlib.import_module(sys.argv[1])
print(json.dumps({name: hasattr(module, name) for name in module.__all__}))
"""


@pytest.mark.parametrize("module", ROWS)
def test_the_page_names_what_is_public_and_there(module: str) -> None:
    # In a process of its own: Locust changes the one that imports it.
    named = re.findall(r"`(\w+)`", ROWS[module])
    asked = python("-c", NAMES, module, folder=PROJECT)
    assert json.loads(asked.stdout) == dict.fromkeys(named, True)


def test_what_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        _ = edgeproof.chekc


@pytest.mark.once
@pytest.mark.parametrize(
    "beginning", ["import edgeproof", "from edgeproof.load import LoadOptions"]
)
def test_an_example_runs(beginning: str) -> None:
    example, *_ = blocks("python", beginning)
    ended = python("-c", example, folder=PROJECT)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.once
def test_tests_of_ones_own_have_the_fixtures(tmp_path: Path, stack: Deployment) -> None:
    for block in (*blocks("python", "# conftest.py"), *blocks("python", "# test_notes.py")):
        name, _, code = block.partition("\n")
        (tmp_path / name.removeprefix("# ")).write_text(code, "utf-8")
    assert "2 passed" in python("-m", "pytest", folder=tmp_path).stdout
    without_database = python("-m", "pytest", "--posts", str(stack.posts_url), folder=tmp_path)
    assert "1 passed, 1 skipped" in without_database.stdout
