"""Judging: what the end of a test says about its law."""

from collections.abc import Mapping

import hypothesis.errors

from edgeproof.conformance.evidence import evidence_of
from edgeproof.conformance.trials import Trial
from edgeproof.laws import Broken, Case, Failure, NotJudged, Outcome


def judge(
    law_id: str,
    case: Case,
    error: BaseException | None,
    *,
    seconds: float,
    base_urls: Mapping[str, str],
) -> Trial:
    """What a test that ended with `error` (None: it passed) says about the law.

    A law is broken only by a failed expectation; an error in the suite itself judges nobody. A
    test that sent nothing or compared nothing is never *held*.
    """
    outcome, reason = _outcome(case, error)
    failure = _failure(case, error) if outcome is Outcome.BROKEN else None
    return Trial(
        law=law_id,
        outcome=outcome,
        reason=reason,
        examples=case.examples,
        requests=case.requests,
        seconds=round(seconds, 3),
        settle_ms=round(case.settle_ns / 1e6, 1),
        evidence=failure
        and evidence_of(failure, base_urls=base_urls, is_intermittent=_is_flaky(error)),
    )


def _outcome(case: Case, error: BaseException | None) -> tuple[Outcome, str | None]:
    if error is None:
        if case.requests and case.comparisons:
            return Outcome.HELD, None
        return Outcome.INCONCLUSIVE, "nothing was compared"
    cause = root_cause(error)
    if isinstance(cause, NotJudged):
        return cause.outcome, cause.reason
    if isinstance(cause, Broken):
        return Outcome.BROKEN, str(cause)
    if _is_flaky(error) and case.first_failure is not None:
        return _outcome(case, case.first_failure.error)
    return Outcome.INCONCLUSIVE, f"the law itself failed: {type(cause).__name__}: {cause}"


def _failure(case: Case, error: BaseException | None) -> Failure | None:
    """The failing example to show: the smallest, or the first if it did not come back."""
    return case.first_failure if _is_flaky(error) else case.last_failure


def _is_flaky(error: BaseException | None) -> bool:
    return isinstance(error, hypothesis.errors.Flaky)


def root_cause(error: BaseException) -> BaseException:
    """The one error to judge by: inside the groups that task groups raise, a broken law first."""
    if not isinstance(error, BaseExceptionGroup) or _is_flaky(error):
        return error
    leaves = [root_cause(part) for part in error.exceptions]
    ranked = sorted(leaves, key=lambda leaf: (not isinstance(leaf, Broken), not isinstance(leaf, NotJudged)))
    return ranked[0]
