"""Files are there as a whole, or as they were."""

from pathlib import Path

import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.reporting.files import read_limited, write_whole


def test_folders_are_made_and_text_is_utf8(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b.md", "é")
    assert (tmp_path / "a" / "b.md").read_bytes() == b"\xc3\xa9"
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b.md"]


def test_a_run_that_is_cut_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "result.json"
    write_whole(file, b"old")

    def interrupted(temporary: Path, document: bytes) -> int:
        with temporary.open("wb") as opened:
            opened.write(document[:1])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_link_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_whole(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_device_is_written_to() -> None:
    write_whole(Path("/dev/null"), "text")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["", "file/below.md"])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_whole(tmp_path / name, "text")


def test_what_is_too_large_to_be_a_document_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgeproof.reporting.files._MOST_MB", 1)
    file = tmp_path / "result.json"
    file.write_bytes(b" " * 1_000_000)
    assert len(read_limited(file)) == 1_000_000
    with file.open("ab") as more:
        more.write(b" ")
    with pytest.raises(ConfigurationError, match="larger than 1 MB"):
        read_limited(file)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_limited(tmp_path / "nowhere.json")
