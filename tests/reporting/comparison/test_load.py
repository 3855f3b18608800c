"""Load of two sides: chance is not called a difference, and like is compared with like."""

import random
from typing import Any

import msgspec
import pytest

from benchmarks.comparison import simulated_run, verdict
from edgeproof.reporting import LoadResult, LoadViolation, Result, SloResult
from edgeproof.reporting.comparison import Comparison, Effect, compare
from tests.reporting.results import load_result, result_of

VIOLATION = LoadViolation(kind="lost", subject="post:1", seen="gone", count=3)
MET = SloResult(slo="p99<250ms", seen=9.5, is_met=True)
MISSED = SloResult(slo="p99<250ms", seen=300.0, is_met=False)


def runs(count: int, seed: int, **kind: Any) -> list[LoadResult]:
    chance = random.Random(seed)  # noqa: S311  (no secret)
    asked: dict[str, Any] = {
        "model": "closed",
        "seconds": 60,
        "between": 0.03,
        "slower": 1.0,
    } | kind
    return [simulated_run(chance, **asked) for _ in range(count)]


def of_load(*loads: LoadResult, target: str = "blog.example.com") -> Result:
    result = result_of([], load=loads)
    named = msgspec.structs.replace(result.target, name=target)
    return msgspec.structs.replace(result, command="load", target=named)


def compared(old: list[LoadResult], new: list[LoadResult]) -> Comparison:
    return compare([of_load(one) for one in old], [of_load(one) for one in new])


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("model", ["open", "closed"])
def test_runs_of_the_same_differ_by_chance_alone(count: int, model: str) -> None:
    verdicts = [
        verdict(runs(count, seed, model=model), runs(count, seed + 1, model=model))
        for seed in range(0, 30, 2)
    ]
    assert sum(one is not Effect.NONE for one in verdicts) <= 1


@pytest.mark.parametrize(("count", "slower"), [(1, 2.5), (3, 2.0), (5, 1.3)])
def test_what_is_slower_is_worse_and_the_other_way_round_better(count: int, slower: float) -> None:
    slow, fast = runs(count, 1, slower=slower), runs(count, 2)
    assert compared(fast, slow).verdict is Effect.WORSE
    assert compared(slow, fast).verdict is Effect.BETTER


def test_one_run_of_each_side_is_compared_over_stretches_of_time() -> None:
    [load] = compared(runs(1, 1), runs(1, 2)).loads
    assert load.basis == "stretches of the runs"
    with_interval = [(one.step, one.name) for one in load.measures if one.interval]
    assert with_interval == [("all steps", name) for name in ("p50", "p99", "rate")]
    steps = [(one.step, one.name) for one in load.measures if not one.interval]
    assert steps == [(step, name) for step in ("list", "create") for name in ("p50", "p99")]


def test_five_runs_of_each_side_are_compared_step_by_step() -> None:
    [load] = compared(runs(5, 1), runs(5, 2)).loads
    assert load.basis == "runs"
    assert all(one.interval for one in load.measures)
    assert {(one.step, one.unit) for one in load.measures} == {
        ("all steps", "/s"),
        ("list", "ms"),
        ("create", "ms"),
    }


def test_a_bad_day_of_one_run_among_few_is_no_difference() -> None:
    old = runs(2, 1)
    new = [old[0], *runs(1, 2, slower=3.0)]
    assert compared(old, new).verdict is Effect.NONE


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"scenario": "writers"}, "writers with 50 users on blog.example.com"),
        ({"users": 60.0}, "simulated with 60 users on blog.example.com"),
        ({"model": "open", "target_rate": 50.0}, "simulated with 50/s on blog.example.com"),
    ],
)
def test_what_was_not_asked_for_alike_is_named_and_not_compared(
    change: dict[str, Any], named: str
) -> None:
    [same] = runs(1, 1)
    other = msgspec.structs.replace(same, **change)
    comparison = compare([of_load(same)], [of_load(same, other)])
    assert [load.scenario for load in comparison.loads] == ["simulated"]
    assert comparison.notes == [f"load only in the new results: {named}"]


def test_load_of_another_target_is_named_and_not_compared() -> None:
    [same] = runs(1, 1)
    comparison = compare([of_load(same)], [of_load(same), of_load(same, target="staging")])
    assert len(comparison.loads) == 1
    assert "load only in the new results: simulated with 50 users on staging" in comparison.notes


def test_times_of_a_generator_that_fell_behind_are_left_out() -> None:
    [fine] = runs(1, 1)
    behind = msgspec.structs.replace(
        runs(1, 2, slower=4.0)[0],
        generator=msgspec.structs.replace(fine.generator, saturated=True),
    )
    comparison = compared([fine], [behind])
    assert comparison.verdict is Effect.UNKNOWN
    [load] = comparison.loads
    assert load.measures == []
    [note] = comparison.notes
    assert "in 1 of 1 new runs the load generator fell behind" in note


def test_of_short_runs_figures_are_shown_and_nothing_is_concluded() -> None:
    comparison = compared(runs(1, 1, seconds=20), runs(1, 2, seconds=20, slower=4.0))
    [load] = comparison.loads
    assert load.measures
    assert comparison.verdict is Effect.UNKNOWN
    assert "too short to tell" in comparison.notes[0]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"slo": [MET]}, {"slo": [MISSED]}, Effect.WORSE),
        ({"slo": [MISSED]}, {"slo": [MET]}, Effect.BETTER),
        ({"slo": [MISSED]}, {"slo": [MISSED]}, Effect.UNKNOWN),
        ({}, {"slo": [MISSED]}, Effect.UNKNOWN),
        ({}, {"violations": [VIOLATION]}, Effect.WORSE),
        ({"violations": [VIOLATION]}, {}, Effect.BETTER),
        ({"violations": [VIOLATION]}, {"violations": [VIOLATION, VIOLATION]}, Effect.UNKNOWN),
    ],
)
def test_objectives_and_violations_count_also_where_times_tell_nothing(
    old: dict[str, Any], new: dict[str, Any], effect: Effect
) -> None:
    assert compared([load_result(**old)], [load_result(**new)]).verdict is effect


def test_violations_are_counted_once_a_kind() -> None:
    [load] = compared([load_result()], [load_result(violations=[VIOLATION, VIOLATION])]).loads
    assert load.violations == (0, 3)
