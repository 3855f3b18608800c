"""Tests of what is drawn: long, and the same under every Python, so a job by themselves."""

from pathlib import Path

import pytest

from tests.strategies import drawing

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.drawing)


@pytest.fixture(scope="session", autouse=True)
def shared_drawings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Have all processes of this session draw a family once."""
    own = tmp_path_factory.getbasetemp()
    drawing.shared = own if worker_id == "master" else own.parent
