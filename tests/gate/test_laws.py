"""What results of checks say: laws, their known deviations, capabilities, consistency."""

import re
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from edgeproof.deployments import GateTable
from edgeproof.laws import CAPABILITIES, DeviationState, Outcome, Support, all_laws
from edgeproof.reporting import Consistency, DeviationRecord, LawResult
from tests.gate.submitted import NOW, attested, check_result, reasons, submitted
from tests.reporting.results import law_result

MUST, SHOULD = "posts.create.keeps-text", "posts.create.location"

TODAY = NOW.date()


def excused(expires: date, law: str = MUST, outcome: Outcome = Outcome.BROKEN) -> LawResult:
    """A law with an entry, as a run recorded it in time."""
    entry = DeviationRecord(reason="it folds", expires=expires, state=DeviationState.EXCUSED)
    return law_result(law, outcome=outcome, deviation=entry)


def known(folder: Path, expires: date, law: str = MUST) -> GateTable:
    """A table whose file has an entry for the law."""
    file = folder / "deviations.toml"
    file.write_text(f'["{law}"]\nreason = "the [proxy]"\nexpires = {expires}\n', "utf-8")
    return GateTable(deviations=str(file))


def test_a_broken_should_law_shuts_a_strict_gate_only(tmp_path: Path) -> None:
    result = check_result({SHOULD: Outcome.BROKEN})
    assert reasons(tmp_path, result) == []
    [reason] = reasons(tmp_path, result, table=GateTable(strict=True))
    assert f"{SHOULD} (SHOULD) is broken" in reason


def test_an_inconclusive_law_shuts_it(tmp_path: Path) -> None:
    [reason] = reasons(tmp_path, check_result({MUST: Outcome.INCONCLUSIVE}))
    assert f"{MUST} (MUST) is inconclusive" in reason


def test_a_broken_law_is_excused_to_the_last_day_of_its_entry(tmp_path: Path) -> None:
    result = check_result({MUST: excused(TODAY)})
    attestation = attested(submitted(tmp_path, result))
    assert attestation.verdict == "pass"
    assert attestation.excused == [f"{MUST}: known deviation until {TODAY}: it folds"]


def test_an_expired_deviation_shuts_it_though_the_run_recorded_it_in_time(tmp_path: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    [reason] = reasons(tmp_path, check_result({MUST: excused(yesterday)}))
    assert f"expired on {yesterday}" in reason
    [reason] = reasons(tmp_path, check_result({SHOULD: excused(yesterday, SHOULD)}))
    assert f"expired on {yesterday}" in reason


def test_the_gate_s_own_file_decides_over_what_a_run_recorded(tmp_path: Path) -> None:
    broken = check_result({MUST: Outcome.BROKEN})
    assert reasons(tmp_path, broken, table=known(tmp_path, TODAY)) == []
    [reason] = reasons(tmp_path, broken, table=known(tmp_path, TODAY - timedelta(days=1)))
    assert "expired" in reason
    recorded = check_result({MUST: excused(TODAY)})
    [reason] = reasons(tmp_path, recorded, table=known(tmp_path, TODAY, SHOULD))
    assert f"{MUST} (MUST) is broken" in reason


def test_an_entry_of_a_law_that_holds_shuts_a_strict_gate_only(tmp_path: Path) -> None:
    held = check_result({MUST: excused(TODAY, outcome=Outcome.HELD)})
    assert reasons(tmp_path, held) == []
    [reason] = reasons(tmp_path, held, table=GateTable(strict=True))
    assert "remove its entry" in reason


def test_laws_that_were_left_out_shut_it_and_other_suites_may_be(tmp_path: Path) -> None:
    only_posts = {law.id: Outcome.UNTESTED for law in all_laws().values() if law.suite != "posts"}
    assert reasons(tmp_path, check_result(only_posts)) == []
    [reason] = reasons(tmp_path, check_result({**only_posts, MUST: Outcome.UNTESTED}))
    assert reason.startswith(f"no check has judged {MUST}: run ")
    [reason] = reasons(tmp_path, check_result(only_posts), table=GateTable(suites=("redis",)))
    assert re.match(r"no check has judged redis\.[^:]* and \d+ more: run ", reason)


def test_checks_may_judge_laws_between_them(tmp_path: Path) -> None:
    one, other = check_result({MUST: Outcome.UNTESTED}), check_result()
    assert reasons(tmp_path, one, other) == []


def test_a_law_with_an_entry_need_not_be_judged_until_that_expires(tmp_path: Path) -> None:
    left_out = check_result({MUST: Outcome.UNTESTED})
    assert reasons(tmp_path, left_out, table=known(tmp_path, TODAY)) == []
    expired = known(tmp_path, TODAY - timedelta(days=1))
    [reason] = reasons(tmp_path, left_out, table=expired)
    assert MUST in reason


def test_a_check_in_which_nothing_was_judged_shuts_it(tmp_path: Path) -> None:
    nothing = dict.fromkeys(all_laws(), Outcome.UNTESTED)
    assert reasons(tmp_path, check_result(nothing))
    [reason] = reasons(tmp_path, check_result(nothing), table=GateTable(suites=()))
    assert reason == "no law held in it"
    assert reasons(tmp_path, check_result(laws=[]))


@pytest.mark.parametrize("require", [["pipeline"], "pipeline", "upstash"])
def test_a_required_capability_must_be_seen(tmp_path: Path, require: str | list[str]) -> None:
    table = GateTable(require=require)
    full = dict.fromkeys(CAPABILITIES, Support.SUPPORTED)
    assert reasons(tmp_path, check_result(capabilities=full), table=table) == []
    for support, word in (Support.UNSUPPORTED, "lacks"), (Support.UNTESTED, "no check has tried"):
        result = check_result(capabilities=full | {"pipeline": support})
        [reason] = reasons(tmp_path, result, table=table)
        assert "pipeline" in reason
        assert word in reason


def test_what_a_run_itself_required_and_lacked_shuts_it(tmp_path: Path) -> None:
    [reason] = reasons(tmp_path, check_result(lacking=["resp2"]))
    assert "resp2 is lacking" in reason


@pytest.mark.parametrize(
    ("seen", "least", "is_enough"),
    [
        ("linearizable", "linearizable", True),
        ("per-post linearizable", "linearizable", False),
        ("linearizable", "per-post linearizable", True),
        ("read-your-writes with token", "per-post linearizable", False),
        ("eventual (settles in 40 ms)", "eventual", True),
        ("eventual (settles in 40 ms)", "eventual (settles in 40 ms)", True),
        ("eventual (settles in 41 ms)", "eventual (settles in 40 ms)", False),
        ("eventual (settles in 41 ms)", "read-your-writes with token", False),
        ("none", "eventual", False),
        ("none", "none", True),
        ("unknown", "none", False),
        ("splendid", "none", False),
    ],
)
def test_consistency_is_at_least_the_level_that_is_asked_for(
    tmp_path: Path, seen: str, least: str, *, is_enough: bool
) -> None:
    result = check_result(consistency=Consistency(posts=seen, posts_reason="so it was"))
    found = reasons(tmp_path, result, table=GateTable(consistency={"posts": least}))
    expected = f"posts must be at least {least}, and is {seen} (so it was)"
    assert found == ([] if is_enough else [expected])


def test_each_check_of_an_interface_has_to_know_its_level(tmp_path: Path) -> None:
    table = GateTable(consistency={"redis": "none"})
    good = check_result(consistency=Consistency(redis="linearizable"))
    [reason] = reasons(tmp_path, good, check_result(), table=table)
    assert "is unknown" in reason
    without_url = msgspec.structs.replace(good.target, redis_url=None)
    [reason] = reasons(tmp_path, check_result(target=without_url), table=table)
    assert "no check had its URL" in reason
