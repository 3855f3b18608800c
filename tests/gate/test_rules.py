"""The table `[tool.edgeproof.gate]`, and what is wrong with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from edgeproof.deployments import GateTable, read_configuration
from edgeproof.errors import ConfigurationError
from edgeproof.gate import parse_age
from edgeproof.gate.ages import shown
from edgeproof.gate.rules import rules_of

FULL = """
[tool.edgeproof.gate]
worker = "dist/worker.js"
profile = "thorough"
strict = true
suites = ["posts", "redis"]
require = ["pipeline", "base64"]
consistency = { posts = "linearizable", redis = "eventual (settles in 500 ms)" }
slo = ["p99<250ms"]
deviations = "deviations.toml"
max-age = "7d"
"""


def test_a_table_has_all_of_its_fields_with_paths_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(FULL, "utf-8")
    table = read_configuration(tmp_path).gate
    assert table.worker == str(tmp_path / "dist/worker.js")
    assert table.deviations == str(tmp_path / "deviations.toml")
    rules = rules_of(table, tmp_path)
    assert rules.deviations == "deviations.toml"
    assert rules.require == ["pipeline", "base64"]
    assert rules.suites == ["posts", "redis"]
    assert (rules.profile, rules.is_strict, rules.max_age) == ("thorough", True, "7d")


def test_without_a_table_there_are_defaults(tmp_path: Path) -> None:
    table = read_configuration(tmp_path).gate
    assert table == GateTable()
    rules = rules_of(table, tmp_path)
    assert (rules.profile, rules.is_strict, rules.max_age) == ("standard", False, "24h")
    assert (rules.suites, rules.slo, rules.require) == (["posts"], [], [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("profil = 'quick'", "profil"),
        ("profile = 'heroic'", "heroic"),
        ("strict = 'yes'", "strict"),
        ("suites = ['mysql']", "mysql"),
        ("require = ['telepathy']", "telepathy"),
        ("consistency = { posts = 'unknown' }", "consistency.posts"),
        ("consistency = { mysql = 'none' }", "consistency"),
        ("slo = 'p99<250ms'", "slo"),
        ("slo = [' ']", "slo"),
        ("max-age = 'a day'", "max-age"),
        ("max-age = 24", "max-age"),
        ("deviations = true", "deviations"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_in_one_line(
    tmp_path: Path, line: str, word: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.edgeproof.gate]\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        rules_of(read_configuration(tmp_path).gate, tmp_path)
    assert word in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["90s", "30m", "24h", "1.5h", "7d", "99999d", "1d"])
def test_an_age_reads_back_as_it_is_shown(text: str) -> None:
    assert parse_age(shown(parse_age(text, "it")), "it") == parse_age(text, "it")


@pytest.mark.parametrize("text", ["", "24", "h", "0h", "-1d", "1.h", "1w", "999999d", "24h 1m"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="it cannot be"):
        parse_age(text, "it")


def test_an_age_is_shown_in_the_greatest_whole_unit() -> None:
    hours = [1, 24, 36, 48]
    assert [shown(timedelta(hours=n)) for n in hours] == ["60m", "24h", "36h", "2d"]
