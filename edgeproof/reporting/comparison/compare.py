"""What is better and what is worse than before: the results of two sides, old and new.

Each side is one run or several. Laws are compared whatever the target, since a law is the same
everywhere. Load is compared only if the target, the scenario, the model and the amount are the
same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from edgeproof.consistency.levels import UNKNOWN, rank_of
from edgeproof.errors import UnavailableError
from edgeproof.laws import Level, Outcome
from edgeproof.reporting.comparison.effect import Effect, effect_of, sum_of
from edgeproof.reporting.comparison.load import LoadComparison, can_conclude, compare_loads
from edgeproof.reporting.document import LawResult, Result
from edgeproof.reporting.publishing import schema_of

COMPARISON_SCHEMA: Final = "edgeproof-comparison/1"

_GOODNESS: Final = {Outcome.BROKEN: 0, Outcome.UNSUPPORTED: 1, Outcome.HELD: 2}
"""Only what a deployment was seen to do can have become better or worse."""

_MENDED: Final = {Outcome.BROKEN: "mended", Outcome.UNSUPPORTED: "newly supported"}


class LawChange(msgspec.Struct, frozen=True, kw_only=True):
    """A law with a different outcome; None where that side's version does not have the law.

    `kind` is the change in words, `seen` is what the new run says about it. There is no effect if
    one side has not judged the law, or for a known deviation (`is_excused`).
    """

    id: str
    level: Level
    old: Outcome | None
    new: Outcome | None
    kind: str
    effect: Effect
    seen: str = ""
    is_excused: bool = False


class ConsistencyChange(msgspec.Struct, frozen=True, kw_only=True):
    """An interface that is more or less consistent than before; no effect if a level is unknown."""

    interface: Literal["/posts", "database"]
    old: str
    new: str
    effect: Effect


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All changes from the old results to the new ones, and the verdict.

    `notes` say what was not compared, and why.
    """

    schema: Literal["edgeproof-comparison/1"] = COMPARISON_SCHEMA
    old: list[str]
    new: list[str]
    verdict: Effect
    laws_compared: int
    laws: list[LawChange]
    consistency: list[ConsistencyChange]
    loads: list[LoadComparison]
    notes: list[str]


def comparison_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the comparison, made from its types."""
    return schema_of(Comparison, "Results of edgeproof against earlier ones")


def compare(old: Sequence[Result], new: Sequence[Result]) -> Comparison:
    """The comparison of one or several runs per side.

    If several runs of a side judged a law, it is broken if any of them broke it. Raises
    UnavailableError if the sides have neither a law nor a load run in common.
    """
    old_laws, new_laws = _laws_of(old), _laws_of(new)
    loads, load_notes = compare_loads(old, new)
    common = old_laws.keys() & new_laws.keys()
    if not common and not loads:
        why = "; ".join(load_notes) or "no law is in both"
        raise UnavailableError("these results have nothing in common to compare", why)
    laws = list(_changes(old_laws, new_laws)) if common else []
    consistency = list(_consistency_changes(old, new))
    effects = [one.effect for one in laws] + [one.effect for one in consistency]
    effects += [one.effect for one in loads]
    is_known = bool(common) or any(map(can_conclude, loads))
    return Comparison(
        old=_targets(old),
        new=_targets(new),
        verdict=sum_of(effects) if is_known else Effect.UNKNOWN,
        laws_compared=len(common),
        laws=laws,
        consistency=consistency,
        loads=loads,
        notes=[*_target_notes(old, new), *load_notes],
    )


def _laws_of(results: Iterable[Result]) -> dict[str, LawResult]:
    """For each law, the run that says most about it."""
    weight = [
        Outcome.BROKEN,
        Outcome.UNSUPPORTED,
        Outcome.HELD,
        Outcome.INCONCLUSIVE,
        Outcome.UNTESTED,
    ]
    found: dict[str, LawResult] = {}
    for law in (law for result in results for law in result.laws):
        before = found.get(law.id)
        if before is None or weight.index(law.outcome) < weight.index(before.outcome):
            found[law.id] = law
    return found


def _changes(old_laws: dict[str, LawResult], new_laws: dict[str, LawResult]) -> Iterator[LawChange]:
    for law_id in {**new_laws, **old_laws}:
        old, new = old_laws.get(law_id), new_laws.get(law_id)
        if old is None or new is None or old.outcome is not new.outcome:
            yield _change(old, new, new or old_laws[law_id])


def _change(old: LawResult | None, new: LawResult | None, either: LawResult) -> LawChange:
    before, now = old.outcome if old else None, new.outcome if new else None
    seen = new and (new.evidence.summary if new.evidence else new.reason)
    return LawChange(
        id=either.id,
        level=either.level,
        old=before,
        new=now,
        kind=_kind(before, now),
        effect=Effect.NONE if either.is_excused else _effect(before, now),
        seen=seen or "",
        is_excused=either.is_excused,
    )


def _effect(old: Outcome | None, new: Outcome | None) -> Effect:
    if old in _GOODNESS and new in _GOODNESS:
        return effect_of(_GOODNESS[new] - _GOODNESS[old])
    return Effect.NONE


def _kind(old: Outcome | None, new: Outcome | None) -> str:
    if old is None or new is None:
        return "only in the new results" if old is None else "only in the old results"
    if new is Outcome.HELD and old in _MENDED:
        return _MENDED[old]
    return f"newly {new}"


def _consistency_changes(
    old: Sequence[Result], new: Sequence[Result]
) -> Iterator[ConsistencyChange]:
    of_posts = [_weakest(result.consistency.posts for result in side) for side in (old, new)]
    of_redis = [_weakest(result.consistency.redis for result in side) for side in (old, new)]
    yield from _consistency_change("/posts", *of_posts)
    yield from _consistency_change("database", *of_redis)


def _consistency_change(
    interface: Literal["/posts", "database"], old: str, new: str
) -> Iterator[ConsistencyChange]:
    rungs = _rung(old), _rung(new)
    if rungs[0] != rungs[1]:
        gain = rungs[1] - rungs[0] if all(rungs) else 0
        yield ConsistencyChange(interface=interface, old=old, new=new, effect=effect_of(gain))


def _weakest(levels: Iterable[str]) -> str:
    return min((level for level in levels if _rung(level)), key=_rung, default=UNKNOWN)


def _rung(level: str) -> int:
    """The rank of a level; 0 if it is not known."""
    rank = rank_of(level)
    return 0 if rank is None else 1 + rank[0]


def _targets(results: Iterable[Result]) -> list[str]:
    return list(dict.fromkeys(result.target.name for result in results))


def _target_notes(old: Sequence[Result], new: Sequence[Result]) -> list[str]:
    old_targets, new_targets = _targets(old), _targets(new)
    if set(old_targets) == set(new_targets):
        return []
    compared = f"{', '.join(new_targets)} with {', '.join(old_targets)}"
    return [f"the targets differ, so only laws are compared: {compared}"]
