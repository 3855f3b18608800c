"""Known deviations and required capabilities in whole runs, on a stand-in that breaks one law.

It takes no other scheme than `Bearer`, has neither pipelines nor paths, and lets nobody in without
a token.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.conftest import Session, environment
from tests.conformance.stand_in_redis import TOKEN
from tests.stand_in import StandIn

TRIED = ["--law", "rest.auth.scheme-case", "--law", "rest.auth.missing"]

KNOWN = """
["rest.auth.scheme-case"]
reason = "the proxy compares letters"
link = "https://example.com/issues/12"
expires = 9999-12-31
"""
EXPIRED = KNOWN.replace("9999-12-31", "2020-01-31")
OBSOLETE = KNOWN.replace("scheme-case", "missing")
UNJUDGED = KNOWN.replace("auth.scheme-case", "pipeline.order")


def checked(
    endpoint: StandIn, folder: Path, *options: str, deviations: str = ""
) -> tuple[int, dict[str, Any], str]:
    """The exit code of a check, its document, and what a terminal shows."""
    (folder / "known.toml").write_text(deviations, "utf-8")
    command = [sys.executable, "-m", "edgeproof", "check", "--redis", endpoint.url, "--json"]
    given = ["--token", TOKEN, "--profile", "quick", "--deviations", "known.toml"]
    ended = subprocess.run(
        [*command, *given, *options],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=folder,
        env=environment(),
        check=False,
    )
    assert ended.stdout, ended.stderr
    return ended.returncode, json.loads(ended.stdout), ended.stderr


def law_in(document: dict[str, Any], law_id: str) -> dict[str, Any]:
    [law] = [law for law in document["laws"] if law["id"] == law_id]
    return dict(law)


def test_a_known_deviation_is_broken_and_does_not_decide_the_verdict(
    endpoint: StandIn, tmp_path: Path
) -> None:
    assert checked(endpoint, tmp_path, *TRIED, "--strict")[0] == 1
    code, document, shown = checked(endpoint, tmp_path, *TRIED, "--strict", deviations=KNOWN)
    assert (code, document["verdict"]) == (0, "pass")
    law = law_in(document, "rest.auth.scheme-case")
    assert law["outcome"] == "broken"
    assert law["deviation"] == {
        "reason": "the proxy compares letters",
        "expires": "9999-12-31",
        "state": "excused",
        "link": "https://example.com/issues/12",
    }
    assert "curl" not in shown
    assert "known deviation rest.auth.scheme-case SHOULD, until 9999-12-31" in shown
    assert "  the proxy compares letters\n  https://example.com/issues/12\n" in shown
    assert "held (1); 1 known deviation" in shown


def test_an_expired_entry_excuses_nothing(endpoint: StandIn, tmp_path: Path) -> None:
    code, document, shown = checked(endpoint, tmp_path, *TRIED, deviations=EXPIRED)
    # The law is a SHOULD: without an entry it would not decide either.
    assert code == 0
    assert law_in(document, "rest.auth.scheme-case")["deviation"]["state"] == "expired"
    assert "curl" in shown
    told = " ".join(shown.split())
    assert "rest.auth.scheme-case expired on 2020-01-31: renew its entry, or fix" in told
    code, _, shown = checked(endpoint, tmp_path, *TRIED, "--strict", deviations=EXPIRED)
    assert code == 1
    assert "FAIL  1 law broken; 1 known deviation out of date" in shown


def test_an_entry_whose_law_holds_is_to_be_removed(endpoint: StandIn, tmp_path: Path) -> None:
    held = ["--law", "rest.auth.missing"]
    code, document, shown = checked(endpoint, tmp_path, *held, deviations=OBSOLETE)
    assert code == 0
    assert law_in(document, "rest.auth.missing")["deviation"]["state"] == "obsolete"
    assert "rest.auth.missing holds again: remove its entry" in shown
    assert checked(endpoint, tmp_path, *held, "--strict", deviations=OBSOLETE)[0] == 1


def test_an_entry_that_could_not_be_judged_is_only_told(endpoint: StandIn, tmp_path: Path) -> None:
    tried = ["--law", "rest.auth.missing", "--law", "rest.pipeline.order", "--strict"]
    code, document, shown = checked(endpoint, tmp_path, *tried, deviations=UNJUDGED + KNOWN)
    assert code == 0
    assert law_in(document, "rest.pipeline.order")["deviation"]["state"] == "unjudged"
    assert "did not judge: rest.auth.scheme-case, rest.pipeline.order\n" in shown


@pytest.mark.parametrize("jobs", [[], ["-n2"]])
def test_plain_pytest_shows_a_known_deviation_as_expected_to_fail(
    session: Session, tmp_path: Path, jobs: list[str]
) -> None:
    source = """
    @law("rest.auth.scheme-case")
    async def test_broken(redis, expect):
        expect.equal("the answer", await redis("INCR", redis.fresh_key()), 7)

    @law("rest.auth.missing")
    async def test_held(redis, expect):
        expect.equal("the answer", await redis("INCR", redis.fresh_key()), 1)
    """
    (tmp_path / "known.toml").write_text(KNOWN + OBSOLETE, "utf-8")
    ended = session(source, "-rx", "--deviations", str(tmp_path / "known.toml"), *jobs)
    assert ended.returncode == pytest.ExitCode.OK, ended.stdout
    assert "1 passed, 1 xfailed" in ended.stdout
    reason = "known deviation until 9999-12-31: the proxy compares letters (https://example.com"
    assert reason in ended.stdout
    assert "rest.auth.missing holds again: remove its entry" in ended.stdout


@pytest.mark.parametrize("capability", ["sync-token", "pipeline"])
def test_what_is_required_and_lacking_fails_the_run_whichever_law_is_tried(
    endpoint: StandIn, tmp_path: Path, capability: str
) -> None:
    tried = ["--law", "rest.auth.missing", "--require", capability]
    code, document, shown = checked(endpoint, tmp_path, *tried)
    assert (code, document["verdict"], document["lacking"]) == (1, "fail", [capability])
    assert f"lacking {capability}: required by this run" in shown
    assert "FAIL  1 required but lacking" in shown


def test_plain_pytest_fails_for_what_is_required_and_lacking_too(session: Session) -> None:
    source = """
    @law("redis.incr.counts")
    async def test_held(redis, expect):
        expect.equal("the answer", await redis("INCR", redis.fresh_key()), 1)
    """
    assert session(source).returncode == pytest.ExitCode.OK
    ended = session(source, "--require", "sync-token")
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert "lacking sync-token: required by this run" in ended.stdout
