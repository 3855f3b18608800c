"""Results to report on."""

from collections.abc import Sequence
from datetime import date

from edgeproof.laws import CAPABILITIES, DeviationState, Outcome, Support, find_law
from edgeproof.reporting import (
    Consistency,
    DeviationRecord,
    Evidence,
    GeneratorResult,
    LawResult,
    LoadResult,
    LoadViolation,
    Result,
    Second,
    SloResult,
    StepResult,
    TargetRecord,
    Totals,
    verdict_on,
)


def law_result(
    law_id: str = "posts.create.answers-id",
    *,
    outcome: Outcome = Outcome.HELD,
    reason: str | None = None,
    left_out: Sequence[str] = (),
    evidence: Evidence | None = None,
    deviation: DeviationRecord | None = None,
) -> LawResult:
    law = find_law(law_id)
    return LawResult(
        id=law.id,
        suite=law.suite,
        level=law.level,
        statement=law.statement,
        source=law.source_names,
        outcome=outcome,
        examples=3,
        requests=7,
        seconds=0.25,
        left_out=list(left_out),
        reason=reason,
        evidence=evidence,
        deviation=deviation,
    )


def a_deviation(state: DeviationState) -> DeviationRecord:
    return DeviationRecord(
        reason="it [folds]", link="https://x/12", expires=date(2027, 3, 1), state=state
    )


def result_of(
    laws: list[LawResult],
    *,
    is_strict: bool = False,
    lacking: Sequence[str] = (),
    consistency: Consistency | None = None,
    load: Sequence[LoadResult] = (),
) -> Result:
    outcomes = [law.outcome for law in laws]
    return Result(
        started_at="2026-01-02T03:04:05.006Z",
        finished_at="2026-01-02T03:04:06.006Z",
        seed=1,
        profile="standard",
        is_strict=is_strict,
        edgeproof="0.1.0",
        target=TargetRecord(
            name="blog.example.com",
            posts_url="https://blog.example.com/posts",
            redis_url=None,
            worker_sha256=None,
        ),
        verdict=verdict_on(laws, is_strict=is_strict, lacking=lacking),
        capabilities=dict.fromkeys(CAPABILITIES, Support.SUPPORTED),
        lacking=list(lacking),
        consistency=consistency or Consistency(),
        laws=laws,
        load=list(load),
        totals=Totals(
            laws={outcome: outcomes.count(outcome) for outcome in Outcome},
            requests=7 * len(laws),
            seconds=1.0,
            posts_made=2,
            posts_left=0,
            keys_made=0,
            keys_left=0,
        ),
    )


def load_result(
    *,
    scenario: str = "readers-and-writers",
    target_rate: float | None = 500.0,
    achieved_rate: float = 499.2,
    p99_ms: float = 9.5,
    slo: Sequence[SloResult] = (),
    violations: Sequence[LoadViolation] = (),
    is_saturated: bool = False,
) -> LoadResult:
    percentiles_ms = {"50": 1.5, "90": 4.0, "99": p99_ms, "99.9": p99_ms + 8, "100": p99_ms + 20}
    steps = [
        StepResult(
            name=name,
            count=count,
            errors=errors,
            percentiles_ms=percentiles_ms,
            service_percentiles_ms=percentiles_ms,
            min_ms=0.4,
            errors_by_name={"timeout: no answer within 10 s": errors} if errors else {},
            distribution=[(float(one), ms) for one, ms in percentiles_ms.items()],
        )
        for name, count, errors in (("list", 4_500, 0), ("create", 490, 2), ("all", 4_990, 2))
    ]
    return LoadResult(
        scenario=scenario,
        model="closed" if target_rate is None else "open",
        target_rate=target_rate,
        users=50.0 if target_rate is None else None,
        achieved_rate=achieved_rate,
        steps=steps[:2],
        total=steps[2],
        slo=list(slo),
        violations=list(violations),
        generator=GeneratorResult(lag_ms_p99=0.3, cpu_us_per_request=14.2, saturated=is_saturated),
        duration_s=10.0,
        warm_up_s=1.0,
        timeline=[
            Second(
                at_s=float(second),
                target=target_rate or 50.0,
                rate=achieved_rate + second,
                errors=second % 2,
                p50_ms=1.5,
                p99_ms=p99_ms + second / 10,
                in_flight=3,
                lag_ms_p99=0.3,
            )
            for second in range(1, 12)
        ],
        made=490,
        left=0,
        reopened=1,
        notes=[],
    )
