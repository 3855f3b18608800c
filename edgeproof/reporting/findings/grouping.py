"""Groups of broken laws that have one cause, in the order in which people want to hear of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from edgeproof.laws import Harm, Level, Outcome, all_laws
from edgeproof.reporting.document import Finding, LawResult
from edgeproof.reporting.findings.causes import Cause, cause_of

_SNAPSHOT: Final = "posts.concurrent.snapshot"
_LOST: Final = ("list", "lost")
_LONGEST: Final = 240


def findings_of(laws: Iterable[LawResult]) -> list[Finding]:
    """What is wrong: a finding for each cause, worst first. Known deviations are left out."""
    broken = [law for law in laws if law.outcome is Outcome.BROKEN and not law.is_excused]
    groups: dict[tuple[str, ...], list[LawResult]] = defaultdict(list)
    causes: dict[tuple[str, ...], Cause] = {}
    for law in broken:
        cause = cause_of(law)
        causes.setdefault(cause.key, cause)
        groups[cause.key].append(law)
    _merge_what_follows(groups)
    ordered = sorted((_weight(causes[key], group), key) for key, group in groups.items())
    return [
        _finding(number, causes[key], groups[key]) for number, (_, key) in enumerate(ordered, 1)
    ]


def _merge_what_follows(groups: dict[tuple[str, ...], list[LawResult]]) -> None:
    """A list that loses posts is not a snapshot either: that needs no finding of its own."""
    if _LOST not in groups:
        return
    for key, group in list(groups.items()):
        if key != _LOST and [law.id for law in group] == [_SNAPSHOT]:
            groups[_LOST] += groups.pop(key)


def harm_of(law: LawResult) -> Harm:
    """What the law's breach does; of a law that is not known here, by its level."""
    known = all_laws().get(law.id)
    if known is not None:
        return known.harm_done
    return Harm.WRONG_ANSWER if law.level is Level.MUST else Harm.STYLE


def _weight(cause: Cause, group: Sequence[LawResult]) -> tuple[int, bool, int]:
    """Worst first; of equal harm, what breaks a MUST, and then what breaks more."""
    is_should = all(law.level is Level.SHOULD for law in group)
    return _harm(cause, group).rank, is_should, -len(group)


def _harm(cause: Cause, group: Sequence[LawResult]) -> Harm:
    return cause.harm or min((harm_of(law) for law in group), key=lambda harm: harm.rank)


def _finding(number: int, cause: Cause, group: Sequence[LawResult]) -> Finding:
    first = min(group, key=_telling)
    evidence = first.evidence
    seen = (evidence.summary if evidence else first.reason) or ""
    summary = f"{cause.words}: {seen}" if cause.words and cause.words not in seen else seen
    return Finding(
        number=number,
        summary=summary if len(summary) <= _LONGEST else f"{summary[:_LONGEST]}…",
        harm=_harm(cause, group),
        laws=[first.id, *(law.id for law in group if law is not first)],
        evidence=evidence and msgspec.structs.replace(evidence, exchanges=[], history=None),
    )


def _telling(law: LawResult) -> tuple[bool, bool, int, int]:
    """Of laws with one cause, first a MUST, then one that is seen each time, and shown soonest."""
    evidence = law.evidence
    if evidence is None:
        return law.level is Level.SHOULD, True, 0, 0
    is_rare = evidence.is_intermittent or evidence.history is not None
    return law.level is Level.SHOULD, is_rare, len(evidence.curl), sum(map(len, evidence.curl))
