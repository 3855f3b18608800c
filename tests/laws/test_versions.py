"""Which laws an upgrade has added, and that those need not decide."""

import msgspec
import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.laws import Outcome, all_laws, find_law, is_newer, parse_version
from edgeproof.reporting import verdict_on
from tests.reporting.results import law_result

LAW = find_law("posts.list.shape")


@pytest.mark.parametrize(
    ("since", "version", "expected"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.2", "0.2.0", False),
        ("0.10.0", "0.9", True),
        ("1.0.1", "1", True),
        ("0.1.0", "1", False),
        ("9.0.0", None, False),
    ],
)
def test_a_law_is_newer_than_an_earlier_version(
    since: str, version: str | None, *, expected: bool
) -> None:
    assert is_newer(msgspec.structs.replace(LAW, since=since), version) is expected


@pytest.mark.parametrize("text", ["", "newest", "1.2.3.4", "v1", "1.x"])
def test_what_is_no_version_is_a_usage_error(text: str) -> None:
    with pytest.raises(ConfigurationError, match="--laws-as-of is not a valid version"):
        parse_version(text)


def test_every_law_says_since_when_there_it_is() -> None:
    assert all(parse_version(law.since) for law in all_laws().values())


def test_a_newer_law_does_not_decide() -> None:
    held = law_result(outcome=Outcome.HELD)
    broken = law_result("posts.list.shape", outcome=Outcome.BROKEN)
    newer = msgspec.structs.replace(broken, is_newer=True)
    assert verdict_on([held, broken], is_strict=False) == "fail"
    assert verdict_on([held, newer], is_strict=False) == "pass"
    assert verdict_on([held, newer], is_strict=True) == "pass"
