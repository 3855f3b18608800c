"""The verdict on load runs."""

import msgspec
import pytest

from edgeproof.reporting import (
    LoadResult,
    LoadViolation,
    SloResult,
    Verdict,
    reason_of_load,
    verdict_on_load,
)
from tests.reporting.results import load_result

MET = SloResult(slo="p99<250ms", seen=9.5, is_met=True)
MISSED = SloResult(slo="p99<5ms", seen=9.5, is_met=False)
LOST = LoadViolation(kind="lost", subject="post:3", seen="in no list")


@pytest.mark.parametrize(
    ("load", "verdict", "reason"),
    [
        (load_result(), "pass", "nothing was wrong; no objective was set"),
        (load_result(slo=[MET]), "pass", "nothing was wrong; 1 objective met"),
        (load_result(slo=[MET, MISSED]), "fail", "1 objective missed"),
        (load_result(violations=[LOST, LOST]), "fail", "violations: lost"),
        (load_result(violations=[LOST], slo=[MISSED]), "fail", "violations: lost; 1 objective"),
        (load_result(achieved_rate=0.0), "inconclusive", "not one step ended well"),
        (load_result(achieved_rate=0.0, violations=[LOST]), "fail", "violations: lost"),
        (load_result(is_saturated=True), "pass", "the generator was saturated"),
    ],
)
def test_violations_and_missed_objectives_fail(
    load: LoadResult, verdict: Verdict, reason: str
) -> None:
    assert verdict_on_load([load]) == verdict
    assert reason in reason_of_load(load)


def test_errors_without_an_objective_pass_and_are_told() -> None:
    load = load_result()
    load = msgspec.structs.replace(load, total=load.steps[1])
    assert verdict_on_load([load]) == "pass"
    assert reason_of_load(load).endswith("2 of 490 requests failed")
