"""Tests of what is drawn: long, and the same under every Python, so a job by themselves."""

from pathlib import Path

import pytest

from tests.daily import is_due
from tests.strategies import drawing

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and leave out the families that are for another day."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.drawing)
    later = [item for item in items if not is_due_today(item)]
    if later:
        items[:] = [item for item in items if is_due_today(item)]
        config.hook.pytest_deselected(items=later)


def is_due_today(item: pytest.Item) -> bool:
    """Whether the draws that a test looks at are for today."""
    if not item.path.is_relative_to(FOLDER):
        return True
    parameters = getattr(item, "callspec", None)
    family = parameters and parameters.params.get("family")
    return is_due(family.name if family else item.path.stem)


@pytest.fixture(scope="session", autouse=True)
def shared_drawings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Have all processes of this session draw a family once."""
    own = tmp_path_factory.getbasetemp()
    drawing.shared = own if worker_id == "master" else own.parent
