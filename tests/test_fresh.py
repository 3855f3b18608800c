"""The script of `tox -e fresh` reads the README's two commands, and counts what pytest says."""

from pathlib import Path

import pytest

from benchmarks.fresh import Row, commands_in, counted, last_line, table

OUTPUT = """
py: commands[0]> pytest
======== 2 failed, 1200 passed, 3 skipped, 9 warnings in 61.20s (0:01:01) ========
40 passed, 1 skipped in 3.10s
12 passed in the prose of a law
\x1b[32m  congratulations :) (64.50 seconds)\x1b[0m

"""


def test_the_readme_has_two_commands() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    first, second = commands_in(readme)
    assert "edgeproof check" in first
    assert "tox" in second


@pytest.mark.parametrize("lines", ["one\n", "one\ntwo\nthree\n"])
def test_another_number_of_commands_is_refused(lines: str) -> None:
    with pytest.raises(ValueError, match="not two"):
        commands_in(f"# Title\n\n```sh\n{lines}```\n")


def test_tests_are_counted_over_all_closing_lines() -> None:
    assert counted(OUTPUT, "passed") == 1240
    assert counted(OUTPUT, "skipped") == 4
    assert last_line(OUTPUT) == "congratulations :) (64.50 seconds)"


def test_a_bar_in_a_last_line_does_not_split_its_cell() -> None:
    row = Row(
        system="trixie", python="3.13.5", command="tox", seconds=1.0, megabytes=2.0,
        exit_code=0, passed=3, skipped=0, last_line="a | b",
    )  # fmt: skip
    assert table([row]).splitlines()[-1].count("|") == 10
