"""Known deviations: what a file of them may hold, and what becomes of an entry."""

import re
from datetime import date
from pathlib import Path

import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.laws import Deviation, DeviationState, Outcome, read_deviations

TODAY = date(2026, 12, 1)
PAGE = Path(__file__).parents[2] / "docs" / "deviations.md"

ENTRY = """
["rest.form.path-dots"]
reason = "  the proxy folds dots "
expires = 2026-12-01
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "deviations.toml"
    file.write_text(text, "utf-8")
    return file


def a_deviation(*, is_expired: bool) -> Deviation:
    return Deviation(reason="it folds", link=None, expires=TODAY, is_expired=is_expired)


def test_an_entry_has_a_reason_a_last_day_and_perhaps_a_link(tmp_path: Path) -> None:
    linked = '["rest.auth.scheme-case"]\nreason = "x"\nexpires = 2027-01-01\nlink = "https://x"'
    assert read_deviations(written(tmp_path, ENTRY + linked), today=TODAY) == {
        "rest.form.path-dots": Deviation(
            reason="the proxy folds dots", link=None, expires=TODAY, is_expired=False
        ),
        "rest.auth.scheme-case": Deviation(
            reason="x", link="https://x", expires=date(2027, 1, 1), is_expired=False
        ),
    }


def test_an_empty_file_knows_none(tmp_path: Path) -> None:
    assert read_deviations(written(tmp_path, ""), today=TODAY) == {}


@pytest.mark.parametrize(("day", "is_expired"), [(1, False), (2, True)])
def test_an_entry_counts_on_its_last_day_and_not_after_it(
    tmp_path: Path, day: int, *, is_expired: bool
) -> None:
    [entry] = read_deviations(written(tmp_path, ENTRY), today=date(2026, 12, day)).values()
    assert entry.is_expired is is_expired


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (ENTRY.replace("dots", "dot"), "'rest.form.path-dot'"),
        (ENTRY.replace('"rest.form.path-dots"', "rest.form.path-dots"), "in quotes"),
        (ENTRY.replace("path-dots", "*"), r"'rest.form.*'"),
        (ENTRY.replace("reason", "because"), "because"),
        (ENTRY.replace("  the proxy folds dots ", " "), "reason"),
        (ENTRY.replace("expires", "# expires"), "expires"),
        (ENTRY.replace("2026-12-01", '"soon"'), "expires"),
        (ENTRY.replace("2026-12-01", "2026-13-01"), "line 4"),
        (ENTRY.replace("2026-12-01", "2026"), "expires"),
        (ENTRY + "until = 2027-01-01", "until"),
        (ENTRY + "link = 12", "link"),
        ('"rest.form.path-dots" = "the proxy folds dots"', "'rest.form.path-dots'"),
        ("[", "deviations.toml"),
        (ENTRY + ENTRY, "deviations.toml"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_file_and_entry(
    tmp_path: Path, text: str, named: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as raised:
        read_deviations(file, today=TODAY)
    assert str(file) in str(raised.value)
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_or_no_text_is_one_line_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing\.toml cannot be read: No such file"):
        read_deviations(tmp_path / "missing.toml", today=TODAY)
    file = tmp_path / "deviations.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match=r"deviations\.toml cannot be read"):
        read_deviations(file, today=TODAY)


@pytest.mark.parametrize(
    ("outcome", "in_time", "expired"),
    [
        (Outcome.BROKEN, DeviationState.EXCUSED, DeviationState.EXPIRED),
        (Outcome.INCONCLUSIVE, DeviationState.UNJUDGED, DeviationState.EXPIRED),
        (Outcome.HELD, DeviationState.OBSOLETE, DeviationState.OBSOLETE),
        (Outcome.UNSUPPORTED, DeviationState.UNJUDGED, DeviationState.UNJUDGED),
        (Outcome.UNTESTED, DeviationState.UNJUDGED, DeviationState.UNJUDGED),
    ],
)
def test_only_what_is_broken_in_time_is_excused(
    outcome: Outcome, in_time: DeviationState, expired: DeviationState
) -> None:
    assert a_deviation(is_expired=False).state(outcome) is in_time
    assert a_deviation(is_expired=True).state(outcome) is expired


def test_the_example_of_the_page_is_such_a_file(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    entries = read_deviations(written(tmp_path, example), today=TODAY)
    assert [entry.link for entry in entries.values()] == ["https://example.com/issues/12", None]


@pytest.mark.parametrize("state", DeviationState)
def test_the_page_explains_each_state(state: DeviationState) -> None:
    assert f"| `{state}` |" in PAGE.read_text("utf-8")
