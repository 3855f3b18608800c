"""A result as Markdown, for a pull request or the summary page of a CI job.

Answers of a deployment are shown as text: they cannot end a table or a block, contain no markup,
and mention nobody. Evidence is folded, and limited to a length that forges still accept.
"""

from collections.abc import Iterator
from typing import Final

from edgeproof.laws import Outcome
from edgeproof.reporting.consistency import consistency_line
from edgeproof.reporting.deviations import deviation_notes, excuse
from edgeproof.reporting.document import Evidence, LawResult, Result, Verdict
from edgeproof.reporting.escaping import as_sentence, code, fenced, in_line, table
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.head import servers_line
from edgeproof.reporting.load.markdown import load_lines
from edgeproof.reporting.plain_evidence import INTERMITTENT, WIDTH, shown_command
from edgeproof.reporting.summary import (
    MOST_NAMED,
    Counts,
    by_reason,
    counts_by_suite,
    left_out_by_reason,
    reason_of,
    some_of,
)
from edgeproof.reporting.timeline import caption, timeline_as_text
from edgeproof.reporting.wording import plural

SIGNS: Final[dict[Verdict, str]] = {"pass": "✅", "fail": "❌", "inconclusive": "❔"}

MOST_EVIDENCE: Final = 40_000
"""Characters of evidence; a comment on GitHub holds 65,536 in all."""

_LONGEST_SEEN: Final = 300


def as_markdown(result: Result) -> str:
    """The result in Markdown as GitHub and GitLab show it, with a line end.

    The verdict comes first, then broken laws, load runs, and finally what was not judged.
    """
    sections = (
        _heading(result),
        _outcomes(result.chosen),
        _findings(result),
        _broken(result),
        _deviations(result.laws),
        (line for run in result.load for line in load_lines(run)),
        _not_judged(result),
    )
    return "\n".join(line for section in sections for line in section).rstrip() + "\n"


def _heading(result: Result) -> Iterator[str]:
    verdict = f"{SIGNS[result.verdict]} {result.verdict.upper()}"
    yield from (f"## edgeproof: {verdict}, {in_line(reason_of(result))}", "")
    totals = result.totals
    yield (
        f"{in_line(result.target.name)} · {in_line(result.profile)} profile · seed {result.seed} · "
        f"{totals.requests:,} requests in {totals.seconds:.1f} s · edgeproof "
        f"{in_line(result.edgeproof)}"
    )
    yield ""
    consistency = consistency_line(result.consistency)
    if consistency:
        yield from (f"**Consistency:** {in_line(consistency)}", "")
    servers = servers_line(result)
    if servers:
        yield from (f"**Servers:** {in_line(servers)}", "")
    if result.lacking:
        lacking = ", ".join(map(code, result.lacking))
        yield from (f"**Lacking**, but required by this run: {lacking}", "")


def _outcomes(laws: list[LawResult]) -> Iterator[str]:
    if not laws:
        return
    head = ["suite", *(outcome.value for outcome in Outcome), "requests"]
    yield from table(head, map(_cells, counts_by_suite(laws)))
    yield ""


def _cells(row: Counts) -> list[str]:
    counts = (str(count or "·") for count in row.by_outcome.values())
    return [in_line(row.name), *counts, f"{row.requests:,}"]


def _findings(result: Result) -> Iterator[str]:
    findings = findings_of(result.laws)
    if not findings:
        return
    yield from (f"### What is wrong: {plural(len(findings), 'finding')}", "")
    for one in findings:
        laws = ", ".join(map(code, one.laws[:MOST_NAMED]))
        more = len(one.laws) - MOST_NAMED
        others = f" and {more} more" if more > 0 else ""
        yield f"{one.number}. **{one.harm}** {code(_shortened(one.summary))} ({laws}{others})"
    yield ""


def _broken(result: Result) -> Iterator[str]:
    laws = [law for law in result.of_outcome(Outcome.BROKEN) if not law.is_excused]
    if laws:
        yield from (f"### Broken: {len(laws)}", "")
    left = MOST_EVIDENCE
    for law in laws:
        evidence = "\n".join(_evidence(law.evidence)) if law.evidence else ""
        yield from _broken_law(law)
        if evidence and len(evidence) <= left:
            yield from (evidence, "")
            left -= len(evidence)
        elif evidence:
            yield from ("*The result document says how to reproduce it.*", "")


def _broken_law(law: LawResult) -> Iterator[str]:
    yield from (f"#### {code(law.id)} {law.level}", "", as_sentence(law.statement), "")
    seen = law.evidence.summary if law.evidence else law.reason
    if seen:
        yield from (f"Seen: {code(_shortened(seen))}", "")
    if law.evidence and law.evidence.is_intermittent:
        yield from (INTERMITTENT, "")


def _shortened(seen: str) -> str:
    if len(seen) <= _LONGEST_SEEN:
        return seen
    half = _LONGEST_SEEN // 2
    return f"{seen[:half]} … {seen[-half:]}"


def _evidence(evidence: Evidence) -> Iterator[str]:
    """Folded blocks: the impossible history, the commands, and what clients make of it."""
    if evidence.history is not None:
        picture = timeline_as_text(evidence.history, WIDTH).plain.splitlines()
        yield from _folded("the shortest impossible history", caption(evidence.history), picture)
    if evidence.curl:
        commands = [shown_command(command) for command in evidence.curl]
        yield from _folded("curl", "", commands, language="sh")
    for effect in evidence.clients:
        yield f"- {in_line(effect)}"


def _folded(name: str, words: str, lines: list[str], *, language: str = "") -> Iterator[str]:
    yield from (f"<details><summary>{name}</summary>", "")
    if words:
        yield from (in_line(words), "")
    yield from (fenced(lines, language), "", "</details>", "")


def _deviations(laws: list[LawResult]) -> Iterator[str]:
    excused = [law for law in laws if law.is_excused]
    notes = deviation_notes(laws)
    if excused or notes:
        yield from ("### Known deviations", "")
        for law in excused:
            if law.deviation is not None:
                yield f"- {code(law.id)} {law.level}: {in_line(excuse(law.deviation))}"
        yield from (f"- {in_line(note)}" for note in notes)
        yield ""


def _not_judged(result: Result) -> Iterator[str]:
    lines = [
        f"- {outcome}: {_why(reason)}{in_line(some_of(ids))}"
        for outcome in (Outcome.INCONCLUSIVE, Outcome.UNSUPPORTED, Outcome.UNTESTED)
        for reason, ids in by_reason(result.of_outcome(outcome)).items()
    ]
    lines += [
        f"- left out, {in_line(reason)}: {in_line(', '.join(names))}"
        for reason, names in left_out_by_reason(result.laws).items()
    ]
    if lines:
        yield from ("### Not judged", "", *lines)


def _why(reason: str) -> str:
    return f"{in_line(_shortened(reason))}: " if reason else ""
