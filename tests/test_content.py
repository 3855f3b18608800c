"""The content is found in a checkout and in a wheel."""

from pathlib import Path

import pytest

from edgeproof import content
from edgeproof.errors import UnavailableError


def test_the_worker_is_found_here() -> None:
    assert content.worker_file().is_file()
    assert (content.worker_folder() / "package-lock.json").is_file()


def test_what_a_wheel_carries_inside_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content, "_LIBRARY", tmp_path / "edgeproof")
    (tmp_path / "suites").mkdir(parents=True)
    assert content.suites_folder() == tmp_path / "suites"
    (tmp_path / "edgeproof" / "suites").mkdir(parents=True)
    assert content.suites_folder() == tmp_path / "edgeproof" / "suites"


def test_an_installation_without_it_is_said_to_be_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content, "_LIBRARY", tmp_path)
    with pytest.raises(UnavailableError, match="is missing its folder loadtests: pip install"):
        content.loadtests_folder()
