"""A test whose program is missing is skipped and counted, or fails where nothing may be missing."""

from collections.abc import Callable

import pytest

from tests import needs


@pytest.fixture(autouse=True)
def nothing_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv(needs.NEED_ALL, raising=False)


def test_it_is_skipped_and_says_how_to_get_the_program() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"curl \(Debian: apt install curl\)"):
        needs.program("curl")


def test_it_fails_where_nothing_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(needs.NEED_ALL, "1")
    with pytest.raises(pytest.fail.Exception, match=needs.NEED_ALL):
        needs.program("curl")


@pytest.mark.parametrize("found", [needs.node, lambda: needs.npm()[0]])
def test_node_and_npm_come_with_the_extra(found: Callable[[], str]) -> None:
    assert found().endswith("bin/node")


def test_the_summary_counts_by_what_was_missing() -> None:
    def skipped(reason: str) -> pytest.TestReport:
        place = ("file", 1, reason)
        return pytest.TestReport("test", ("file", 1, "test"), {}, "skipped", place, "call")

    curl = f"Skipped: {needs.MARK}curl (Debian: apt install curl)"
    assert needs.summary([skipped(curl), skipped(curl), skipped("Skipped: no /proc")]) == [
        "2 tests skipped, missing on this machine: curl (Debian: apt install curl)"
    ]
