"""Judging: every reason why results do not let a worker be shipped."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, get_args

from edgeproof.defaults import WRONG_ANSWER, ProfileName
from edgeproof.gate.ages import parse_age, untimely
from edgeproof.gate.laws import (
    Known,
    capability_reasons,
    consistency_reasons,
    judged_anew,
    law_reasons,
    unjudged_reasons,
)
from edgeproof.gate.objectives import missed, slo_reasons
from edgeproof.gate.rules import TABLE, Rules
from edgeproof.gate.submissions import Submission
from edgeproof.laws import Outcome
from edgeproof.reporting import LoadResult, Result

CHECK: Final = "edgeproof check --worker FILE --out reports/check"

_PROFILES: Final = get_args(ProfileName)


def reasons(
    given: Sequence[Submission], rules: Rules, *, worker_sha256: str, known: Known, now: datetime
) -> list[str]:
    """Why the gate stays shut, one line per reason; empty if it opens.

    Every submission must be good, and together they must cover enough.
    """
    found = [one.problem for one in given if one.result is None]
    for one in given:
        if one.result is not None:
            own = _result_reasons(one.result, rules, worker_sha256, known, now)
            found += [f"{one.file}: {reason}" for reason in own]
    results = [one.result for one in given if one.result is not None]
    return [_line(one) for one in (*found, *_reasons_of_all(results, rules, known, now))]


def _line(reason: str) -> str:
    """One line, whatever a deployment answered: quoted text may contain line ends and escapes."""
    line = " ".join(reason.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


def _result_reasons(
    result: Result, rules: Rules, worker_sha256: str, known: Known, now: datetime
) -> Iterator[str]:
    late = untimely(result.finished_at, now, parse_age(rules.max_age, f"`max-age` of {TABLE}"))
    if late:
        yield f"{late}; run it again"
    if result.target.worker_sha256 != worker_sha256:
        yield _stranger(result.target.worker_sha256)
    if result.command == "check":
        yield from _check_reasons(result, rules, known, now)
    else:
        yield from _load_reasons(result)


def _stranger(worker_sha256: str | None) -> str:
    if worker_sha256 is None:
        return "it does not say which worker file it was made for; run it again with --worker"
    return f"it was made for a different worker file (SHA-256 {worker_sha256[:12]}…); run it again"


def _check_reasons(result: Result, rules: Rules, known: Known, now: datetime) -> Iterator[str]:
    if _strength(result.profile) < _strength(rules.profile):
        yield f"its profile is {result.profile}; run it again with --profile {rules.profile}"
    yield from (f"the required capability {name} is lacking" for name in result.lacking)
    if not result.of_outcome(Outcome.HELD):
        yield "no law held in it"
    laws = judged_anew(result.laws, known, now.date())
    yield from law_reasons(laws, rules)


def _strength(profile: str) -> int:
    return _PROFILES.index(profile) if profile in _PROFILES else -1


def _load_reasons(result: Result) -> Iterator[str]:
    found = [f"{run.scenario}: {reason}" for run in result.load for reason in _run_reasons(run)]
    if not result.load:
        found = ["there is no load run in it"]
    elif not found and result.verdict != "pass":
        found = [f"its verdict is {result.verdict}; run it again"]
    yield from found


def _run_reasons(run: LoadResult) -> Iterator[str]:
    if run.generator.saturated:
        yield "the load engine was saturated, so its figures say nothing; ask for a lower rate"
    for violation in run.violations:
        yield f"{violation.kind}: {violation.subject}: {violation.seen} ({_often(violation.count)})"
    for name, count in _wrong_answers(run).items():
        yield f"{name} ({_often(count)})"
    yield from (missed(slo) for slo in run.slo if not slo.is_met)


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _wrong_answers(run: LoadResult) -> dict[str, int]:
    """Wrong answers by name, unless they are already listed as violations."""
    if any(violation.kind == WRONG_ANSWER for violation in run.violations):
        return {}
    return {
        f"{step.name}: {name}": count
        for step in run.steps
        for name, count in step.errors_by_name.items()
        if name.startswith(WRONG_ANSWER)
    }


def _reasons_of_all(
    results: Sequence[Result], rules: Rules, known: Known, now: datetime
) -> Iterator[str]:
    checks = [result for result in results if result.command == "check"]
    if checks:
        laws = [law for check in checks for law in check.laws]
        yield from unjudged_reasons(judged_anew(laws, known, now.date()), rules, known)
        yield from capability_reasons(checks, rules)
        yield from consistency_reasons(checks, rules)
    else:
        yield f"there is no result of a check; run `{CHECK}`"
    yield from slo_reasons(rules.slo, [run for result in results for run in result.load])
