"""Load runs of two sides: response times and rates, with intervals for their differences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean
from typing import Final

import msgspec

from edgeproof.reporting.comparison.bootstrap import ConfidenceInterval, difference_interval
from edgeproof.reporting.comparison.effect import Effect, effect_of, sum_of
from edgeproof.reporting.comparison.samples import Basis, Sample, basis_of, samples_of
from edgeproof.reporting.document import Result
from edgeproof.reporting.load.words import asked_for
from edgeproof.reporting.load_document import LoadModel, LoadResult

_TOGETHER: Final = 0.95
"""The confidence of all intervals of a comparison together, not of each one (Bonferroni)."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of both sides, in `unit`; without an interval, nothing is concluded from it."""

    step: str
    name: str
    unit: str
    old: float
    new: float
    interval: ConfidenceInterval | None
    effect: Effect


class LoadComparison(msgspec.Struct, frozen=True, kw_only=True):
    """The runs with one target, scenario, model and amount.

    `basis` says what the intervals are computed over; `confidence` applies to all intervals of the
    comparison together. `newly_missed` and `newly_met` are objectives; `violations` is how many
    were seen in the old and in the new runs.
    """

    target: str
    scenario: str
    asked: str
    basis: str
    confidence: float = _TOGETHER
    measures: list[Measure]
    newly_missed: list[str]
    newly_met: list[str]
    violations: tuple[int, int]
    violations_effect: Effect
    effect: Effect


class _Key(msgspec.Struct, frozen=True, order=True):
    """What must be equal for times to be comparable; `amount` is arrivals per second, or users."""

    target: str
    scenario: str
    model: LoadModel
    amount: float


class _Pair(msgspec.Struct, frozen=True, kw_only=True):
    """All runs with one key; those that the generator kept up with, and what they measured."""

    key: _Key
    old: list[LoadResult]
    new: list[LoadResult]
    basis: Basis
    samples: list[Sample]


def compare_loads(
    old: Sequence[Result], new: Sequence[Result]
) -> tuple[list[LoadComparison], list[str]]:
    """Comparisons of load runs that both sides have; and what was not compared, with the reason."""
    old_runs, new_runs = _by_key(old), _by_key(new)
    both = sorted(old_runs.keys() & new_runs.keys())
    pairs = [_pair(key, old_runs[key], new_runs[key]) for key in both]
    notes = [f"load only in the old results: {_words(key)}" for key in old_runs if key not in both]
    notes += [f"load only in the new results: {_words(key)}" for key in new_runs if key not in both]
    notes += [note for pair in pairs for note in _notes(pair)]
    intervals = sum(sample.can_conclude for pair in pairs for sample in pair.samples)
    confidence = 1 - (1 - _TOGETHER) / max(intervals, 1)
    return [_compared(pair, confidence) for pair in pairs], notes


def _by_key(results: Iterable[Result]) -> dict[_Key, list[LoadResult]]:
    found: dict[_Key, list[LoadResult]] = defaultdict(list)
    for result in results:
        for run in result.load:
            amount = run.target_rate if run.model == "open" else run.users
            found[_Key(result.target.name, run.scenario, run.model, amount or 0.0)].append(run)
    return found


def _words(key: _Key) -> str:
    return f"{key.scenario} with {asked_for(key.model, key.amount)} on {key.target}"


def _pair(key: _Key, old: list[LoadResult], new: list[LoadResult]) -> _Pair:
    good_old, good_new = _good(old), _good(new)
    basis = basis_of(good_old, good_new)
    samples = samples_of(good_old, good_new, basis) if good_old and good_new else []
    return _Pair(key=key, old=old, new=new, basis=basis, samples=samples)


def _good(runs: list[LoadResult]) -> list[LoadResult]:
    """The runs whose times are the deployment's, not the generator's."""
    return [run for run in runs if not run.generator.saturated]


def _notes(pair: _Pair) -> Iterator[str]:
    for name, runs in (("old", pair.old), ("new", pair.new)):
        behind = len(runs) - len(_good(runs))
        if behind:
            yield (
                f"{_words(pair.key)}: in {behind} of {len(runs)} {name} runs the load generator "
                "fell behind, so their times are left out"
            )
    if pair.samples and not any(sample.can_conclude for sample in pair.samples):
        yield f"{_words(pair.key)}: too short to tell; load for 30 s or longer, or give more runs"


def _compared(pair: _Pair, confidence: float) -> LoadComparison:
    old_slo, new_slo = _objectives(_good(pair.old)), _objectives(_good(pair.new))
    both = [slo for slo in new_slo if slo in old_slo]
    missed = [slo for slo in both if old_slo[slo] and not new_slo[slo]]
    met = [slo for slo in both if new_slo[slo] and not old_slo[slo]]
    measures = [_measure(sample, pair.basis, confidence) for sample in pair.samples]
    violations = _violations(pair.old), _violations(pair.new)
    # The existence of violations is a fault; their number is chance.
    of_violations = effect_of(bool(violations[0]) - bool(violations[1]))
    effects = [one.effect for one in measures] + [of_violations]
    effects += [Effect.WORSE for _ in missed] + [Effect.BETTER for _ in met]
    return LoadComparison(
        target=pair.key.target,
        scenario=pair.key.scenario,
        asked=asked_for(pair.key.model, pair.key.amount),
        basis=pair.basis.words,
        measures=measures,
        newly_missed=missed,
        newly_met=met,
        violations=violations,
        violations_effect=of_violations,
        effect=sum_of(effects),
    )


def _measure(sample: Sample, basis: Basis, confidence: float) -> Measure:
    interval = difference_interval(sample.old, sample.new, confidence=confidence)
    old, new = fmean(sample.old_runs), fmean(sample.new_runs)
    is_seen = interval is not None and interval.excludes_zero and basis.is_large(sample)
    gain = new - old if sample.unit == "/s" else old - new
    return Measure(
        step=sample.step,
        name=sample.name,
        unit=sample.unit,
        old=old,
        new=new,
        interval=interval,
        effect=effect_of(gain) if is_seen else Effect.NONE,
    )


def can_conclude(load: LoadComparison) -> bool:
    """Whether something was compared, or has changed anyway."""
    return load.effect is not Effect.NONE or any(one.interval for one in load.measures)


def _objectives(runs: list[LoadResult]) -> dict[str, bool]:
    """Each objective of the runs, and whether every run that has it met it."""
    found: dict[str, bool] = {}
    for slo in (slo for run in runs for slo in run.slo):
        found[slo.slo] = found.get(slo.slo, True) and slo.is_met
    return found


def _violations(runs: list[LoadResult]) -> int:
    """How many violations there were; each violation in a run carries the number of its kind."""
    kinds = [{one.kind: one.count for one in run.violations} for run in runs]
    return sum(sum(of_run.values()) for of_run in kinds)
