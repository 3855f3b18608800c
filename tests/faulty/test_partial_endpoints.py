"""What a Redis REST endpoint honestly lacks is unsupported, and broken where it is required."""

from collections.abc import Iterator

import pytest

from edgeproof.laws import CAPABILITIES, all_laws
from tests.faulty.checking import check, only, outcomes
from tests.faulty.partial_endpoints import PARTIALS, Partial
from tests.faulty.sampling import marks_of
from tests.faulty.serving import served

WHOLE = ("--suite", "rest", "--suite", "redis", "--probe-isolation", "--strict")
LEAST = "rest.auth.scheme-case"
"""A law to try where none is about what is lacking."""


@pytest.fixture(scope="module")
def partial_endpoints() -> Iterator[str]:
    """The URL of a server that has each partial endpoint in the folder of its name."""
    with served("tests.faulty.partial_endpoints:serve_partials") as url:
        yield url


@pytest.mark.faulty
@pytest.mark.usefixtures("tokens_in_the_environment")
@pytest.mark.parametrize(
    "partial",
    [
        pytest.param(partial, id=name, marks=marks_of(name, {"of-one-database-and-json"}))
        for name, partial in PARTIALS.items()
    ],
)
def test_what_is_lacking_is_unsupported_and_broken_if_required(
    partial_endpoints: str, partial: Partial
) -> None:
    redis = ("--redis", f"{partial_endpoints}/{partial.name}")
    result = check(*redis, *WHOLE, profile="quick", exit_code=0)
    lacking = {name for name, found in result["capabilities"].items() if found == "unsupported"}
    assert lacking == partial.lacks
    tried = {law: seen for law, seen in outcomes(result).items() if seen != "untested"}
    unsupported = [law for law, seen in tried.items() if seen == "unsupported"]
    assert set(tried.values()) <= {"held", "unsupported"}
    assert {law.id for law in all_laws().values() if lacking & {*law.needs}} & {*tried} <= {
        *unsupported
    }

    laws = unsupported or [LEAST]
    # Streams are asked for with permission alone.
    options = (*redis, *only(*laws), "--probe-isolation", "--require", "upstash")
    required = check(*options, profile="quick", exit_code=1)
    assert required["lacking"] == [name for name in CAPABILITIES if name in lacking]
    seen = outcomes(required)
    assert {law: seen[law] for law in unsupported} == dict.fromkeys(unsupported, "broken")
