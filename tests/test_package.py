"""The script of `tox -e package` sees what it is there to see."""

import json
import zipfile
from pathlib import Path

import pytest

from benchmarks.package import (
    Built,
    count_of_laws,
    count_of_links,
    readme_in,
    wheels_are_the_same,
)
from edgeproof.laws import all_laws


def wheel_in(folder: Path, name: str, files: dict[str, str]) -> Path:
    wheel = folder / name
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def built(folder: Path, files: dict[str, str], files_of_tree: dict[str, str]) -> Built:
    one, other = wheel_in(folder, "one.whl", files), wheel_in(folder, "other.whl", files_of_tree)
    return Built(folder / "one.tar.gz", one, other, folder)


def test_equal_wheels_are_the_same(tmp_path: Path) -> None:
    files = {"edgeproof/a.py": "a", "edgeproof/b.py": ""}
    assert "2 files" in wheels_are_the_same(built(tmp_path, files, files))


@pytest.mark.parametrize(
    "files", [{"a": "1"}, {"a": "1", "b": "other"}, {"a": "1", "b": "2", "c": ""}]
)
def test_wheels_that_differ_are_named(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(SystemExit, match=r"differ in [bc]"):
        wheels_are_the_same(built(tmp_path, files, {"a": "1", "b": "2"}))


def test_the_readme_is_what_follows_the_headers(tmp_path: Path) -> None:
    metadata = "Name: edgeproof\nVersion: 1\n\n# edgeproof\n\nText.\n"
    wheel = wheel_in(tmp_path, "one.whl", {"edgeproof-1.dist-info/METADATA": metadata})
    assert readme_in(wheel) == b"# edgeproof\n\nText.\n"


def test_absolute_links_are_counted() -> None:
    assert count_of_links('<a href="https://example.com/a">a</a> <a href="#below">b</a>') == 2


@pytest.mark.parametrize("html", ['<a href="docs/check.md">a</a>', '<img src="x.png">', "<p>a</p>"])
def test_a_relative_link_and_a_readme_without_any_are_refused(html: str) -> None:
    with pytest.raises(SystemExit):
        count_of_links(html)


def test_the_laws_of_another_version_are_refused() -> None:
    listed = [{"id": one} for one in all_laws()]
    assert count_of_laws(json.dumps(listed)) == len(listed)
    with pytest.raises(SystemExit):
        count_of_laws(json.dumps(listed[1:]))
