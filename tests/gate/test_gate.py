"""The gate opens for a worker that is proven, and for nothing less."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from edgeproof.content import worker_file
from edgeproof.deployments import GateTable
from edgeproof.errors import ConfigurationError
from edgeproof.gate import Attestation
from edgeproof.laws import Outcome
from edgeproof.reporting import LoadViolation
from tests.gate.submitted import (
    SHA256,
    SLOW,
    attested,
    check_result,
    load_of,
    reasons,
    submitted,
)
from tests.reporting.results import load_result

SLO = GateTable(slo=["p99 < 250 ms"])


def test_the_gate_opens_for_the_reference_worker(tmp_path: Path) -> None:
    paths = submitted(tmp_path, check_result(), load_of())
    attestation = attested(paths, SLO)
    assert attestation.verdict == "pass"
    assert attestation.reasons == []
    assert attestation.worker.sha256 == SHA256
    assert [one.command for one in attestation.results] == ["check", "load"]
    assert attestation.made_at == "2026-11-24T12:00:00.000Z"


def test_it_is_shut_for_one_changed_byte_in_the_worker(tmp_path: Path) -> None:
    source = worker_file().read_bytes()
    changed = tmp_path / "posts.js"
    changed.write_bytes(source[:-1] + b" ")
    attestation = attested(submitted(tmp_path, check_result()), worker=changed)
    assert_shut(attestation, "a different worker file")
    assert attestation.worker.sha256 != SHA256


def assert_shut(attestation: Attestation, *words: str) -> None:
    """Shut, for one reason, which has these words in it."""
    assert attestation.verdict == "fail"
    assert len(attestation.reasons) == 1
    for word in words:
        assert word in attestation.reasons[0]


def test_it_is_shut_for_a_broken_must_law(tmp_path: Path) -> None:
    broken = check_result({"posts.create.keeps-text": Outcome.BROKEN})
    attestation = attested(submitted(tmp_path, broken))
    assert_shut(attestation, "posts.create.keeps-text (MUST) is broken: it [was] seen")


def test_it_is_shut_for_a_missed_slo(tmp_path: Path) -> None:
    slow = load_of(load_result(slo=[SLOW]))
    attestation = attested(submitted(tmp_path, check_result(), slow), SLO)
    assert_shut(attestation, "p99<250ms is missed: seen 312ms")


def test_it_is_shut_for_a_result_from_last_month(tmp_path: Path) -> None:
    old = check_result(finished=timedelta(days=-31))
    assert_shut(attested(submitted(tmp_path, old)), "too old", "24h", "run it again")
    assert reasons(tmp_path, old, table=GateTable(max_age="31d")) == []


def test_it_is_shut_for_a_result_from_tomorrow_or_of_no_time(tmp_path: Path) -> None:
    tomorrow = check_result(finished=timedelta(days=1))
    assert_shut(attested(submitted(tmp_path, tomorrow)), "in the future")
    assert reasons(tmp_path, check_result(finished=timedelta(minutes=1))) == []
    for time in ("yesterday", "2026-11-24T11:00:00"):
        [reason] = reasons(tmp_path, msgspec.structs.replace(check_result(), finished_at=time))
        assert "is not a valid UTC time" in reason


def test_it_is_shut_for_a_result_cut_in_the_middle(tmp_path: Path) -> None:
    whole, cut = submitted(tmp_path, check_result(), check_result())
    document = cut.read_bytes()
    for length in (0, 1, len(document) // 2, len(document) - 3):
        cut.write_bytes(document[:length])
        attestation = attested([whole, cut])
        assert_shut(attestation, str(cut), "truncated")
        assert attestation.results[1].sha256 is not None
        assert attestation.results[1].command is None


def test_it_is_shut_for_a_result_that_is_not_there(tmp_path: Path) -> None:
    [whole] = submitted(tmp_path, check_result())
    assert_shut(attested([whole, tmp_path / "nowhere.json"]), "nowhere.json cannot be read")


def test_it_is_shut_for_a_result_of_no_worker_file(tmp_path: Path) -> None:
    [reason] = reasons(tmp_path, check_result(worker_sha256=None))
    assert "does not say which worker file" in reason


def test_it_is_shut_without_any_result_of_a_check(tmp_path: Path) -> None:
    assert_shut(attested([]), "no result of a check", "edgeproof check")
    [reason] = reasons(tmp_path, load_of())
    assert "no result of a check" in reason


def test_one_bad_result_shuts_it_whatever_the_others_say(tmp_path: Path) -> None:
    bad = check_result({"rest.auth.missing": Outcome.BROKEN})
    [reason] = reasons(tmp_path, check_result(), bad, check_result())
    assert "rest.auth.missing" in reason


def test_a_weaker_profile_than_asked_for_shuts_it_and_a_stronger_one_does_not(
    tmp_path: Path,
) -> None:
    [reason] = reasons(tmp_path, check_result(profile="quick"))
    assert "--profile standard" in reason
    assert reasons(tmp_path, check_result(profile="thorough")) == []
    assert reasons(tmp_path, check_result(profile="quick"), table=GateTable(profile="quick")) == []
    assert reasons(tmp_path, check_result(profile="heroic"))


def test_a_folder_stands_for_its_result(tmp_path: Path) -> None:
    [path] = submitted(tmp_path, check_result())
    path.rename(tmp_path / "result.json")
    assert attested([tmp_path]).verdict == "pass"


def test_a_worker_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.js cannot be read"):
        attested(submitted(tmp_path, check_result()), worker=tmp_path / "nowhere.js")


def test_the_table_can_name_the_worker(tmp_path: Path) -> None:
    other = tmp_path / "other.js"
    other.write_text("export default {}", "utf-8")
    attestation = attested(submitted(tmp_path, check_result()), GateTable(worker=str(other)))
    assert_shut(attestation, "a different worker file")
    assert attestation.worker.file == str(other)


def test_a_reason_is_one_line_whatever_was_answered(tmp_path: Path) -> None:
    bad = LoadViolation(kind="lost post", subject="post:1", seen="a\nb\x1b[31m\u202ec")
    [reason] = reasons(tmp_path, check_result(), load_of(load_result(violations=[bad])))
    assert reason == "readers-and-writers: lost post: post:1: a b\ufffd[31m\ufffdc (once)"
