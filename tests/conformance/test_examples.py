"""What broke a law is kept, and tried first in the next run."""

import re
from pathlib import Path

import pytest

from tests.conformance.conftest import Session
from tests.stand_in import StandIn

BREAKS_ON_LARGE_NUMBERS = """
@law("redis.incr.counts")
@given(number=st.integers(0, 1000))
async def test_numbers(redis, expect, number):
    await redis("SET", redis.fresh_key(), f"tried {number}")
    expect.that("the number is small", number < 123, received=number, expected="below 123")

@law("redis.incr.refuses")
async def test_that_holds(redis, expect):
    expect.equal("the answer to INCR", await redis("INCR", redis.fresh_key()), 1)
"""


def first_number(endpoint: StandIn) -> str:
    """The first number that the law tried since that was last asked."""
    text = b" ".join(seen.body for seen in endpoint.seen).decode()
    endpoint.seen.clear()
    numbers = re.findall(r"tried (\d+)", text)
    return numbers[0] if numbers else "none"


def test_what_broke_a_law_is_tried_first_in_the_next_run(
    session: Session, endpoint: StandIn, tmp_path: Path
) -> None:
    kept = tmp_path / "deep" / "kept"
    options = ["--examples", str(kept), "--drawing-seed=1"]
    assert "1 failed" in session(BREAKS_ON_LARGE_NUMBERS, *options).stdout
    assert first_number(endpoint) != "123"
    assert "1 failed" in session(BREAKS_ON_LARGE_NUMBERS, *options).stdout
    assert first_number(endpoint) == "123"
    # Another target has its own, and here the cache is that of this user's other runs.
    session(BREAKS_ON_LARGE_NUMBERS, "--examples", str(tmp_path / "other"), "--drawing-seed=1")
    assert first_number(endpoint) != "123"


def test_the_cache_keeps_them_for_each_target(
    session: Session, endpoint: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    session(BREAKS_ON_LARGE_NUMBERS, "--drawing-seed=1")
    assert first_number(endpoint) != "123"
    session(BREAKS_ON_LARGE_NUMBERS, "--drawing-seed=1")
    assert first_number(endpoint) == "123"
    session(BREAKS_ON_LARGE_NUMBERS, "--drawing-seed=1", "--redis", f"{endpoint.url}/")
    assert first_number(endpoint) == "123"


def test_a_folder_that_cannot_be_made_is_an_error_of_one_line(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.touch()
    ended = session(BREAKS_ON_LARGE_NUMBERS, "--examples", str(file))
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert ended.stderr == f"ERROR: --examples {file}: File exists\n\n"


def test_pytest_tries_again_what_failed_last(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = session(BREAKS_ON_LARGE_NUMBERS)
    assert "1 failed, 1 passed" in first.stdout
    again = session(BREAKS_ON_LARGE_NUMBERS, "--lf")
    assert re.search(r"1 failed in|1 failed, 1 deselected in", again.stdout)
    assert not [*tmp_path.rglob(".pytest_cache")]
