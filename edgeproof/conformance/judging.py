"""Judging: what the end of a test says about its law."""

from collections.abc import Mapping

import hypothesis.errors

from edgeproof.clients import Mask
from edgeproof.conformance.evidence import evidence_of
from edgeproof.conformance.trials import Trial
from edgeproof.laws import Case, FailedExample, NotJudged, Outcome, broken_in, root_cause


def judge(
    law_id: str,
    case: Case,
    error: BaseException | None,
    *,
    seconds: float,
    tests: int = 1,
    mask: Mask,
    base_urls: Mapping[str, str],
) -> Trial:
    """What a test that ended with `error` (None: it passed) says about the law.

    Only a failed expectation breaks a law; an error in the suite itself judges nothing. A test that
    sent nothing or compared nothing is never *held*. `tests` is how many tests of the law are in
    the session.
    """
    failure = None if error is None else _failure(case, error)
    outcome, reason = _outcome(case, error)
    if failure is not None:
        outcome, reason = Outcome.BROKEN, failure.error.summary(mask.text)
    return Trial(
        law=law_id,
        tests=tests,
        outcome=outcome,
        reason=reason and mask.text(reason),
        examples=case.examples,
        requests=case.requests,
        commands=case.commands,
        seconds=round(seconds, 3),
        settle_ms=round(case.settle_ns / 1e6, 1),
        left_out=sorted(case.left_out),
        overlap=case.overlap,
        evidence=None
        if failure is None
        else evidence_of(
            law_id,
            failure,
            mask=mask,
            base_urls=base_urls,
            is_intermittent=_is_intermittent(error),
        ),
    )


def _failure(case: Case, error: BaseException) -> FailedExample | None:
    """The failing example to show: the smallest, or the first if it did not come back.

    What was seen to break stays broken, however the test ended: while a smaller example was sought,
    the budget may have run out, or an answer may have come too late.
    """
    if _is_intermittent(error):
        return case.first_failure
    broken = broken_in(error)
    if broken is not None and case.last_failure is None:
        return FailedExample(error=broken, exchanges=tuple(case.exchanges))
    return case.last_failure


def _outcome(case: Case, error: BaseException | None) -> tuple[Outcome, str | None]:
    """The outcome of a test in which no expectation failed, and the reason for it."""
    if error is None:
        if case.requests and case.comparisons:
            return Outcome.HELD, None
        return Outcome.INCONCLUSIVE, "nothing was compared"
    cause = root_cause(error)
    if isinstance(cause, NotJudged):
        return cause.outcome, cause.reason
    return Outcome.INCONCLUSIVE, f"the law itself failed: {type(cause).__name__}: {cause}"


def _is_intermittent(error: BaseException | None) -> bool:
    return isinstance(error, hypothesis.errors.Flaky)
