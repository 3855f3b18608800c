"""What checks of all kinds of faulty deployments share, and the matrix that they end with."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import msgspec
import pytest

from tests.daily import DAY, PARTS
from tests.faulty.matrix import PROPERTY, as_markdown, publish, row_of, rows_in
from tests.faulty.serving import READ_ONLY_TOKEN, TOKEN

Note = Callable[[str, str, dict[str, Any]], None]


@pytest.fixture
def tokens_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the checks the tokens of the served endpoints as users do."""
    monkeypatch.setenv("UPSTASH_REDIS_REST_TOKEN", TOKEN)
    monkeypatch.setenv("UPSTASH_REDIS_REST_READONLY_TOKEN", READ_ONLY_TOKEN)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Put the result of a check into the matrix: its kind, the name of the fault, the document."""

    def noted(kind: str, fault: str, result: dict[str, Any]) -> None:
        row = row_of(kind, fault, result)
        record_property(PROPERTY, msgspec.json.encode(row).decode())

    return noted


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show the matrix, and write it where it can be published from."""
    rows = rows_in(chain.from_iterable(terminalreporter.stats.values()))
    if not rows:
        return
    terminalreporter.section("faulty deployments")
    if PARTS > 1:
        terminalreporter.write_line(f"one part of {PARTS} of the sample, EDGEPROOF_TESTS_DAY={DAY}")
    terminalreporter.write(as_markdown(rows))
    file = publish(rows, config.rootpath / "reports")
    terminalreporter.write_line(f"written to {file.relative_to(config.rootpath)}")
