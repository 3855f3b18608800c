"""What is missing is named in one line, with the command that mends it."""

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack import embedded_stack
from edgeproof.stack.requirements import require_local_packages
from tests.stack.conftest import hide


def test_missing_packages_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "starlette", "uvicorn")
    with pytest.raises(UnavailableError) as error:
        embedded_stack().__enter__()
    assert str(error.value) == (
        "the embedded stack is missing starlette, uvicorn: pip install 'edgeproof[local]'"
    )


def test_what_is_installed_is_not_complained_about() -> None:
    require_local_packages("pytest", "redis")
