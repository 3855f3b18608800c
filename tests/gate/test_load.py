"""What results of load runs say."""

from pathlib import Path

import msgspec
import pytest

from edgeproof.deployments import GateTable
from edgeproof.reporting import LoadViolation, SloResult
from tests.gate.submitted import FAST, SLOW, check_result, load_of, reasons
from tests.reporting.results import load_result

SLO = GateTable(slo=["p99<250ms"])


def test_without_objectives_no_load_run_is_needed(tmp_path: Path) -> None:
    assert reasons(tmp_path, check_result()) == []


def test_with_objectives_one_is_needed(tmp_path: Path) -> None:
    [reason] = reasons(tmp_path, check_result(), table=SLO)
    assert "there is no load run" in reason
    assert "--slo 'p99<250ms'" in reason


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("p99<9ms", "p99<9ms is missed: seen 9.5ms"),
        ("create errors<0.1%", "create errors<0.1% is missed: seen 0.4"),
        ("rate>=500/s", "rate>=500/s is missed: seen 499/s"),
        ("delete p99<9ms", "no load run has a step delete"),
    ],
)
def test_an_objective_of_its_own_is_held_against_runs_that_were_asked_for_another(
    tmp_path: Path, asked: str, seen: str
) -> None:
    run = load_of(load_result(slo=[FAST]))
    [reason] = reasons(tmp_path, check_result(), run, table=GateTable(slo=[asked]))
    assert seen in reason


@pytest.mark.parametrize("asked", ["p99<250ms", "create p99 <= 250 ms", "errors < 1 %"])
def test_an_objective_that_a_run_meets_opens_it_asked_for_in_the_run_or_not(
    tmp_path: Path, asked: str
) -> None:
    run = load_of(load_result(slo=[FAST]))
    assert reasons(tmp_path, check_result(), run, table=GateTable(slo=[asked])) == []


def test_one_that_a_run_was_asked_for_and_missed_is_told_once(tmp_path: Path) -> None:
    slow = SloResult(slo="p99 < 9 ms", seen=9.5, is_met=False)
    [reason] = reasons(
        tmp_path, check_result(), load_of(load_result(slo=[slow])), table=GateTable(slo=["p99<9ms"])
    )
    assert "seen 9.5ms" in reason


def test_an_objective_that_any_run_missed_shuts_it_asked_for_or_not(tmp_path: Path) -> None:
    runs = load_of(load_result(slo=[FAST]), load_result(slo=[SLOW]))
    for table in (SLO, GateTable()):
        [reason] = reasons(tmp_path, check_result(), runs, table=table)
        assert reason == "readers-and-writers: p99<250ms is missed: seen 312ms"


def test_how_an_objective_was_missed_is_told(tmp_path: Path) -> None:
    without = msgspec.structs.replace(SLOW, seen=None)
    [reason] = reasons(tmp_path, check_result(), load_of(load_result(slo=[without])))
    assert "nothing was seen" in reason
    late = msgspec.structs.replace(SLOW, seen=3.0, reason="the rate was not reached")
    [reason] = reasons(tmp_path, check_result(), load_of(load_result(slo=[late])))
    assert "the rate was not reached" in reason


def test_a_saturated_run_shuts_it_whatever_it_measured(tmp_path: Path) -> None:
    run = load_of(load_result(slo=[FAST], is_saturated=True))
    [reason] = reasons(tmp_path, check_result(), run, table=SLO)
    assert "saturated" in reason


def test_a_violation_under_load_shuts_it(tmp_path: Path) -> None:
    lost = LoadViolation(kind="lost post", subject="post:7", seen="not listed", count=3)
    [reason] = reasons(tmp_path, check_result(), load_of(load_result(violations=[lost])))
    assert reason == "readers-and-writers: lost post: post:7: not listed (3 times)"


def test_a_wrong_answer_under_load_shuts_it_once(tmp_path: Path) -> None:
    run = load_result()
    wrong = {"wrong answer: the id is none": 2, "timeout: no answer within 10 s": 1}
    steps = [msgspec.structs.replace(run.steps[0], errors_by_name=wrong), *run.steps[1:]]
    run = msgspec.structs.replace(run, steps=steps)
    [reason] = reasons(tmp_path, check_result(), load_of(run))
    assert reason == "readers-and-writers: list: wrong answer: the id is none (2 times)"
    told = LoadViolation(kind="wrong answer", subject="list", seen="the id is none", count=2)
    run = msgspec.structs.replace(run, violations=[told])
    [reason] = reasons(tmp_path, check_result(), load_of(run))
    assert reason == "readers-and-writers: wrong answer: list: the id is none (2 times)"


def test_a_load_that_came_to_no_verdict_shuts_it(tmp_path: Path) -> None:
    unsure = msgspec.structs.replace(load_of(load_result()), verdict="inconclusive")
    assert reasons(tmp_path, check_result(), unsure) == [
        "its verdict is inconclusive; run it again"
    ]


def test_a_result_of_load_without_a_run_shuts_it(tmp_path: Path) -> None:
    empty = msgspec.structs.replace(load_of(), load=[])
    [reason] = reasons(tmp_path, check_result(), empty)
    assert "no load run" in reason
