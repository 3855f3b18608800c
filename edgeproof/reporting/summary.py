"""What every form of a report says about a result: the verdict's reason, counts, what is left."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from edgeproof.laws import SUITES, Outcome
from edgeproof.reporting.document import LEFT_OUT, LawResult, Result
from edgeproof.reporting.load.verdict import reason_of_load
from edgeproof.reporting.wording import plural

MOST_NAMED = 4


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many laws of a suite, or of all, have each outcome, and what they cost."""

    name: str
    by_outcome: dict[Outcome, int]
    requests: int
    seconds: float
    is_total: bool


def reason_of(result: Result) -> str:
    """What the verdict of a check, or of one or several load runs, rests on."""
    if result.command == "check":
        return because(result)
    return "; ".join(map(reason_of_load, result.load)) or "no load was run"


def because(result: Result) -> str:
    """What the verdict rests on, in a few words."""
    which = "law" if result.is_strict else "MUST law"
    counting = [law for law in result.laws if law.counts(is_strict=result.is_strict)]
    counts = Counter(law.outcome for law in counting if not law.is_excused)
    if result.verdict == "fail":
        return "; ".join(_faults(result, counts[Outcome.BROKEN], which))
    if result.verdict == "inconclusive" and result.is_cut_short:
        tried = len(result.laws) - counts[Outcome.UNTESTED]
        return f"interrupted; {plural(tried, which)} were tried until then"
    if result.verdict == "inconclusive":
        undecided = counts[Outcome.INCONCLUSIVE]
        return f"{plural(undecided, which)} undecided" if undecided else f"no {which} was judged"
    held = f"every {which} that was judged held ({counts[Outcome.HELD]})"
    return "; ".join([held, *_exceptions(result)])


def _faults(result: Result, broken: int, which: str) -> Iterator[str]:
    """What made the verdict a failure."""
    outdated = sum(law.has_outdated_deviation for law in result.laws)
    if broken:
        yield f"{plural(broken, which)} broken"
    if result.lacking:
        yield f"{len(result.lacking)} required but lacking"
    if result.is_strict and outdated:
        yield f"{plural(outdated, 'known deviation')} out of date"


def _exceptions(result: Result) -> Iterator[str]:
    """Remarks on a run that passed."""
    excused = sum(law.is_excused for law in result.laws)
    all_broken = result.of_outcome(Outcome.BROKEN)
    newer = sum(law.is_newer and not law.is_excused for law in all_broken)
    broken = len(all_broken) - excused - newer
    if excused:
        yield plural(excused, "known deviation")
    if broken:
        yield f"{plural(broken, 'SHOULD law')} broken"
    if newer:
        yield f"{plural(newer, 'newer law')} broken"
    untested = sum(law.reason != LEFT_OUT for law in result.of_outcome(Outcome.UNTESTED))
    if untested:
        yield f"{untested} untested"


def in_two_words(result: Result) -> str:
    """What a badge has room for: `149 laws held`, `2 broken`, `3 objectives met`."""
    if result.verdict == "inconclusive":
        return "inconclusive"
    if result.verdict == "fail":
        return _what_failed(result)
    held = len(result.of_outcome(Outcome.HELD))
    if held:
        return f"{plural(held, 'law')} held"
    met = sum(slo.is_met for run in result.load for slo in run.slo)
    return f"{plural(met, 'objective')} met" if met else "passed"


def _what_failed(result: Result) -> str:
    broken = sum(not law.is_excused for law in result.of_outcome(Outcome.BROKEN))
    violations = sum(len(run.violations) for run in result.load)
    missed = sum(not slo.is_met for run in result.load for slo in run.slo)
    counts = {
        f"{broken} broken": broken,
        f"{len(result.lacking)} lacking": len(result.lacking),
        plural(violations, "violation"): violations,
        f"{plural(missed, 'objective')} missed": missed,
    }
    return next((words for words, count in counts.items() if count), "failed")


def suites_of(laws: Iterable[LawResult]) -> list[str]:
    """The suites of the laws in the order of reports; those of another version at the end."""
    found = {law.suite for law in laws}
    return [*(suite for suite in SUITES if suite in found), *sorted(found.difference(SUITES))]


def counts_by_suite(laws: Sequence[LawResult]) -> list[Counts]:
    """The counts of each suite that has laws, and at the end those of all."""
    suites = suites_of(laws)
    own = [_counts(suite, [law for law in laws if law.suite == suite]) for suite in suites]
    return [*own, _counts("all", laws, is_total=True)]


def _counts(name: str, laws: Sequence[LawResult], *, is_total: bool = False) -> Counts:
    found = Counter(law.outcome for law in laws)
    return Counts(
        name=name,
        by_outcome={outcome: found[outcome] for outcome in Outcome},
        requests=sum(law.requests for law in laws),
        seconds=sum(law.seconds for law in laws),
        is_total=is_total,
    )


def by_reason(laws: Iterable[LawResult]) -> dict[str, list[str]]:
    """Ids of laws by their reason, without those that the user left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for law in laws:
        if law.reason != LEFT_OUT:
            found[law.reason or ""].append(law.id)
    return found


def some_of(ids: list[str]) -> str:
    """The first few ids, and how many more there are."""
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def left_out_by_reason(laws: Iterable[LawResult]) -> dict[str, list[str]]:
    """The parts of laws that could not be tried, by reason: commands, or the laws' ids."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for law in laws:
        for words in law.left_out:
            what, _, reason = words.removesuffix(")").partition(" (")
            is_named = reason and not what.endswith(" tests")
            found[reason or what][what if is_named else law.id] = None
    return {reason: list(names) for reason, names in found.items()}
