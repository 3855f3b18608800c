"""A result as JUnit XML for CI systems: one test suite per suite, one test case per law.

It is red, with a failure or an error, exactly if the verdict is not a pass. A law that does not
decide the verdict is *skipped*, with the reason.
"""

import io
from collections.abc import Iterator
from typing import Final

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from junitparser.junitparser import FinalResult

from edgeproof.laws import Level, Outcome
from edgeproof.reporting.consistency import consistency_line
from edgeproof.reporting.deviations import excuse
from edgeproof.reporting.document import LawResult, Result
from edgeproof.reporting.escaping import visible
from edgeproof.reporting.load.words import seen_words
from edgeproof.reporting.load_document import LoadResult, LoadViolation, SloResult
from edgeproof.reporting.plain_evidence import plain_evidence
from edgeproof.reporting.summary import reason_of, suites_of

LONGEST_MESSAGE: Final = 300
"""Characters of the line that a CI system lists; the text below it has the rest."""


def as_junit(result: Result) -> bytes:
    r"""The result as a JUnit XML document in UTF-8; what XML cannot carry is shown as `\x00`."""
    suites = {suite: _law_cases(suite, result) for suite in suites_of(result.laws)}
    for run in result.load:
        suites.setdefault(f"load.{run.scenario}", []).extend(_load_cases(run))
    cases = [case for of_suite in suites.values() for case in of_suite]
    if result.verdict != "pass" and not any(case.is_failure or case.is_error for case in cases):
        suites["run"] = [_verdict_case(result)]
    root = JUnitXml("edgeproof")
    root.extend(_suite(name, of_suite, result) for name, of_suite in suites.items() if of_suite)
    root.update_statistics()
    document = io.BytesIO()
    root.write(document)
    return document.getvalue()


def _suite(name: str, cases: list[TestCase], result: Result) -> TestSuite:
    suite = TestSuite(visible(name))
    suite.timestamp = visible(result.started_at.partition(".")[0])
    for key, value in _properties(result).items():
        suite.add_property(key, visible(value))
    suite.extend(cases)
    return suite


def _properties(result: Result) -> dict[str, str]:
    return {
        "target": result.target.name,
        "verdict": f"{result.verdict}: {reason_of(result)}",
        "lacking": ", ".join(result.lacking),
        "consistency": consistency_line(result.consistency) or "unknown",
        "seed": str(result.seed),
        "profile": result.profile,
        "edgeproof": result.edgeproof,
    }


def _law_cases(suite: str, result: Result) -> list[TestCase]:
    laws = [law for law in result.laws if law.suite == suite]
    return [
        _case(law.id, f"suites.{_family(law.id)}", _law_end(law, result.is_strict), law.seconds)
        for law in laws
    ]


def _family(law_id: str) -> str:
    """`posts.create` for `posts.create.keeps-text`: CI systems show it as a folder and a class."""
    return law_id.rpartition(".")[0]


def _case(name: str, path: str, end: FinalResult | None, seconds: float = 0.0) -> TestCase:
    case = TestCase(visible(name), visible(path), seconds)
    if end is not None:
        case.append(end)
    return case


def _law_end(law: LawResult, is_strict: bool) -> FinalResult | None:  # noqa: FBT001  (of the run)
    reason = law.reason or "no reason given"
    decides = is_strict or law.level is Level.MUST
    if law.outcome is Outcome.HELD:
        return None
    if law.is_excused and law.deviation is not None:
        return _end(Skipped, excuse(law.deviation), law.level)
    if law.outcome is Outcome.BROKEN:
        seen = law.evidence.summary if law.evidence else reason
        kind = Failure if decides else Skipped
        message = seen if decides else f"broken, but decides only with --strict: {seen}"
        return _end(kind, message, law.level, plain_evidence(law))
    if law.outcome is Outcome.INCONCLUSIVE and decides:
        return _end(Error, reason, law.level)
    return _end(Skipped, f"{law.outcome}: {reason}", law.level)


def _end(kind: type[FinalResult], message: str, type_: str, text: str = "") -> FinalResult:
    one_line = " ".join(visible(message).split())
    shown = one_line if len(one_line) <= LONGEST_MESSAGE else f"{one_line[:LONGEST_MESSAGE]} …"
    end = kind(shown, type_)
    if text:
        end.text = visible(text)
    return end


def _load_cases(run: LoadResult) -> Iterator[TestCase]:
    """A case for each objective and each violation, or one that says that there was none."""
    path = f"load.{run.scenario}"
    for slo in run.slo:
        yield _case(slo.slo, path, None if slo.is_met else _missed(slo))
    for violation in run.violations:
        yield _case(f"{violation.kind} {violation.subject}", path, _violated(violation))
    if not run.violations:
        yield _case("no violation", path, None, run.duration_s)


def _missed(slo: SloResult) -> FinalResult:
    return _end(Failure, f"missed: {seen_words(slo)}", "SLO", slo.reason)


def _violated(violation: LoadViolation) -> FinalResult:
    often = f" ({violation.count:,} of this kind)" if violation.count > 1 else ""
    text = "\n".join([violation.seen, *violation.operations])
    return _end(Failure, f"{violation.seen}{often}", "violation", text)


def _verdict_case(result: Result) -> TestCase:
    """What turns the run red if no case does: nothing was judged, or a capability is lacking."""
    kind = Failure if result.verdict == "fail" else Error
    lacking = f"lacking: {', '.join(result.lacking)}" if result.lacking else ""
    return _case("verdict", "run", _end(kind, reason_of(result), result.verdict, lacking))
