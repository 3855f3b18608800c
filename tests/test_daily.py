"""What a change leaves for another day: draws, and never a test of anything else."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.strategies.conftest import FOLDER, is_due_today

TESTS = Path(__file__).parent


@pytest.mark.parametrize("file", ["laws/test_registry.py", "clients/test_transport.py"])
def test_what_is_no_test_of_draws_is_run_each_day(file: str) -> None:
    assert is_due_today(Mock(path=TESTS / file))


def test_modules_of_draws_have_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.strategies.conftest.is_due", lambda name: name == "test_texts")
    files = ("test_texts.py", "test_forms.py", "families/test_sets.py")
    due = [is_due_today(Mock(path=FOLDER / file, callspec=None)) for file in files]
    assert due == [True, False, False]
