"""Trials: what one test said about its law, and how the trials of a law become its result."""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import add

import msgspec
import pytest

from edgeproof.consistency import Overlap
from edgeproof.laws import Deviation, Law, Outcome, is_newer
from edgeproof.reporting import DeviationRecord, Evidence, LawResult

WEIGHT = (
    Outcome.BROKEN,
    Outcome.INCONCLUSIVE,
    Outcome.HELD,
    Outcome.UNSUPPORTED,
    Outcome.UNTESTED,
)
"""The outcome of a law whose tests differ: the first of these that any of them has."""


TRIAL_PROPERTY = "edgeproof-trial"
"""The property of a test report that carries a trial, between processes too."""

NOT_TRIED = (Outcome.UNSUPPORTED, Outcome.UNTESTED)


class Trial(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one test said about a law; `tests` is how many tests of the law the session has.

    It is 0 where a test of another law has said it.
    """

    law: str
    tests: int = 1
    outcome: Outcome
    reason: str | None = None
    examples: int = 0
    requests: int = 0
    commands: int = 0
    seconds: float = 0.0
    settle_ms: float = 0.0
    left_out: list[str] = []
    overlap: Overlap = Overlap()
    evidence: Evidence | None = None


def trials_in(report: pytest.TestReport) -> list[Trial]:
    """The trials that a report carries, even one from another process."""
    return [
        msgspec.json.decode(str(value), type=Trial)
        for name, value in report.user_properties
        if name == TRIAL_PROPERTY
    ]


def put_in(report: pytest.TestReport, trial: Trial) -> None:
    """Make a report carry a trial."""
    report.user_properties.append((TRIAL_PROPERTY, msgspec.json.encode(trial).decode()))


def merged(trials: Iterable[Trial]) -> Trial:
    """One trial for all tests of a law: the gravest outcome, with its reason and evidence."""
    ranked = sorted(trials, key=lambda trial: WEIGHT.index(trial.outcome))
    left_out = {words for trial in ranked for words in trial.left_out}
    if ranked[0].outcome not in NOT_TRIED:
        # Held as far as it was tried: the rest is counted.
        tests = sum(trial.tests > 0 for trial in ranked)
        reasons = Counter(trial.reason for trial in ranked if trial.outcome in NOT_TRIED)
        left_out |= {f"{count} of {tests} tests ({why})" for why, count in reasons.items() if why}
    return msgspec.structs.replace(
        ranked[0],
        examples=sum(trial.examples for trial in ranked),
        requests=sum(trial.requests for trial in ranked),
        commands=sum(trial.commands for trial in ranked),
        seconds=round(sum(trial.seconds for trial in ranked), 3),
        settle_ms=max(trial.settle_ms for trial in ranked),
        left_out=sorted(left_out),
        overlap=reduce(add, (trial.overlap for trial in ranked)),
    )


def deviation_record(deviation: Deviation | None, outcome: Outcome) -> DeviationRecord | None:
    """The state of a law's known deviation, if it has one, given the law's outcome."""
    if deviation is None:
        return None
    return DeviationRecord(
        reason=deviation.reason,
        link=deviation.link,
        expires=deviation.expires,
        state=deviation.state(outcome),
    )


def law_result(
    law: Law,
    trials: Iterable[Trial],
    *,
    reason_if_none: str,
    deviation: Deviation | None = None,
    laws_as_of: str | None = None,
) -> LawResult:
    """The law's entry in the result; without any trial it is untested, for `reason_if_none`."""
    untested = Trial(law=law.id, outcome=Outcome.UNTESTED, reason=reason_if_none)
    trial = merged(list(trials) or [untested])
    return LawResult(
        id=law.id,
        suite=law.suite,
        level=law.level,
        statement=law.statement,
        source=law.source_names,
        outcome=trial.outcome,
        examples=trial.examples,
        requests=trial.requests,
        commands=trial.commands,
        seconds=trial.seconds,
        settle_ms=trial.settle_ms,
        left_out=trial.left_out,
        reason=trial.reason,
        evidence=trial.evidence,
        deviation=deviation_record(deviation, trial.outcome),
        is_newer=is_newer(law, laws_as_of),
    )
