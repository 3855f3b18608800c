"""Results to report on."""

from collections.abc import Sequence
from datetime import date

from edgeproof.laws import CAPABILITIES, DeviationState, Outcome, Support, find_law
from edgeproof.reporting import (
    Consistency,
    DeviationRecord,
    Evidence,
    LawResult,
    Result,
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
