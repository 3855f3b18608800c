"""What the results of checks have against shipping: laws, capabilities, consistency."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from edgeproof.consistency.levels import UNKNOWN, is_enough
from edgeproof.gate.rules import Rules
from edgeproof.laws import (
    Deviation,
    DeviationState,
    Law,
    Level,
    Outcome,
    Support,
    all_laws,
    is_newer,
)
from edgeproof.reporting import DeviationRecord, LawResult, Result

Known = Mapping[str, Deviation] | None
"""The known deviations of the gate's own file by law; None if the gate names no file."""

FEW = 3
"""How many laws that were not judged are named."""

LONGEST = 160
"""Characters of what was seen; the result has the rest."""


def judged_anew(laws: Iterable[LawResult], known: Known, today: date) -> list[LawResult]:
    """The laws with their known deviations as they count on the day of the gate.

    The gate's own file decides; without one, the entries that the run recorded decide.
    """
    return [msgspec.structs.replace(law, deviation=_entry(law, known, today)) for law in laws]


def _entry(law: LawResult, known: Known, today: date) -> DeviationRecord | None:
    if known is not None:
        entry = known.get(law.id)
    elif law.deviation is None:
        entry = None
    else:
        recorded = law.deviation
        entry = Deviation(
            reason=recorded.reason,
            link=recorded.link,
            expires=recorded.expires,
            is_expired=recorded.expires < today,
        )
    if entry is None:
        return None
    return DeviationRecord(
        reason=entry.reason,
        link=entry.link,
        expires=entry.expires,
        state=entry.state(law.outcome),
    )


def law_reasons(laws: Sequence[LawResult], rules: Rules) -> Iterator[str]:
    """A sentence for each law of one check that speaks against shipping."""
    known = all_laws()
    for law in laws:
        is_new = law.id in known and is_newer(known[law.id], rules.laws_as_of)
        counts = (rules.is_strict or law.level is Level.MUST) and not is_new
        deviation = law.deviation
        if deviation is not None and deviation.state is DeviationState.EXPIRED:
            yield (
                f"{law.id} ({law.level}) is {law.outcome}, and its known deviation expired on "
                f"{deviation.expires}: renew the entry, or fix the worker"
            )
        elif rules.is_strict and law.has_outdated_deviation:
            yield f"{law.id} holds again: remove its entry from the known deviations"
        elif (
            counts and not law.is_excused and law.outcome in {Outcome.BROKEN, Outcome.INCONCLUSIVE}
        ):
            yield f"{law.id} ({law.level}) is {law.outcome}: {_seen(law)}"


def _seen(law: LawResult) -> str:
    seen = law.evidence.summary if law.evidence else law.reason or "no reason is recorded"
    return seen if len(seen) <= LONGEST else f"{seen[:LONGEST]}…"


def unjudged_reasons(laws: Sequence[LawResult], rules: Rules, known: Known) -> Iterator[str]:
    """A sentence about the laws of the requested suites that count and that no check has judged.

    A law that a check left out, or could not try, says nothing. A law does say something if the
    deployment honestly lacks its interface. `laws` are those of all checks together.
    """
    judged = {law.id for law in laws if law.outcome is not Outcome.UNTESTED}
    excused = {id_ for id_, entry in (known or {}).items() if not entry.is_expired}
    missing = [
        law.id
        for law in all_laws().values()
        if _counts(law, rules) and law.id not in judged | excused
    ]
    if missing:
        more = f" and {len(missing) - FEW} more" if len(missing) > FEW else ""
        yield (
            f"no check has judged {', '.join(missing[:FEW])}{more}: "
            "run `edgeproof check` without --suite, --law and --skip"
        )


def _counts(law: Law, rules: Rules) -> bool:
    may_count = rules.is_strict or law.level is Level.MUST
    return law.suite in rules.suites and may_count and not is_newer(law, rules.laws_as_of)


def capability_reasons(results: Sequence[Result], rules: Rules) -> Iterator[str]:
    """A sentence for each required capability that is missing or was not tried."""
    for name in rules.require:
        found = {result.capabilities.get(name, Support.UNTESTED) for result in results}
        if Support.UNSUPPORTED in found:
            yield f"the capability {name} is required, and the deployment lacks it"
        elif Support.SUPPORTED not in found:
            yield f"the capability {name} is required, and no check has tried it"


def consistency_reasons(results: Sequence[Result], rules: Rules) -> Iterator[str]:
    """A sentence for each level of consistency that is lower than required, or not known.

    A check without the interface's URL says nothing about it; at least one of the checks must have
    it.
    """
    for interface, least in rules.consistency.items():
        seen = [_level(result, interface) for result in results if _has(result, interface)]
        for level, reason in seen or [(UNKNOWN, "no check had its URL")]:
            if not is_enough(level, least):
                because = f" ({reason})" if reason else ""
                yield f"{interface} must be at least {least}, and is {level}{because}"


def _has(result: Result, interface: str) -> bool:
    target = result.target
    return (target.posts_url if interface == "posts" else target.redis_url) is not None


def _level(result: Result, interface: str) -> tuple[str, str]:
    found = result.consistency
    if interface == "posts":
        return found.posts, found.posts_reason
    return found.redis, found.redis_reason
