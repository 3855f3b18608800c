"""Results are read back whole, or not at all, with one line that says why."""

from pathlib import Path

import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.reporting import as_json, read_result, result_in
from tests.reporting.results import law_result, result_of


def test_a_result_is_read_from_its_file_and_from_its_folder(tmp_path: Path) -> None:
    result = result_of([law_result()])
    (tmp_path / "result.json").write_bytes(as_json(result))
    assert read_result(tmp_path) == read_result(tmp_path / "result.json") == result


@pytest.mark.parametrize("kept", [0, 1, 100, -3])
def test_a_result_that_is_cut_off_is_told_from_a_whole_one(kept: int) -> None:
    with pytest.raises(ConfigurationError, match=r"old\.json is truncated"):
        result_in(as_json(result_of([law_result()]))[:kept], "old.json")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b'{"schema": "edgeproof-result/0"}', "edgeproof-result/0.*run it again"),
        (b'{"schema": "bowtie/1"}', "not an edgeproof result"),
        (b"{}", "not an edgeproof result"),
        (b"[]", "not an edgeproof result"),
        (b'{"schema": "edgeproof-result/1"}', "not an edgeproof result"),
        (b"\xff", "truncated, or not JSON"),
    ],
)
def test_what_is_no_result_of_this_version_is_named(document: bytes, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        result_in(document, "old.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"result\.json cannot be read"):
        read_result(tmp_path)
