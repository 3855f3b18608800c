"""Servers of /posts that send what they may not on a kept connection, which workerd never does."""

from pathlib import Path

import pytest

from tests.faulty.checking import check, only, outcomes
from tests.faulty.manners.checked import served
from tests.faulty.manners.server import FRAMINGS

LAW = "posts.reply.framing"


@pytest.mark.parametrize("manner", FRAMINGS)
def test_what_spoils_a_connection_breaks_the_law(manner: str, tmp_path: Path) -> None:
    assert outcome(manner, tmp_path) == "broken"


def test_a_connection_that_is_not_spoilt_holds_it(tmp_path: Path) -> None:
    assert outcome("one-body", tmp_path) == "held"


def outcome(manner: str, folder: Path) -> str:
    """The outcome of the law on the server with that manner."""
    with served(manner, "", folder / "counts") as url:
        result = check("--posts", f"{url}/posts", *only(LAW), profile="quick")
    return outcomes(result)[LAW]
