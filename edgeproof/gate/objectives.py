"""Service level objectives of the gate, checked against the load runs that it is given."""

from collections.abc import Iterator, Sequence

from edgeproof.reporting import LoadResult, Slo, SloResult, judge_slo, parse_slo
from edgeproof.reporting.load.words import seen_words


def slo_reasons(slos: Sequence[str], runs: Sequence[LoadResult]) -> Iterator[str]:
    """A sentence for each objective that a run misses, or that no run can be judged by.

    An objective about a step is checked against the runs that have that step, any other against all
    runs. A run has already judged its own objectives: a missed one is among the run's own reasons.
    """
    for slo in map(parse_slo, slos):
        about = [run for run in runs if _is_about(slo, run)]
        for run in about:
            judged = judge_slo(slo, run)
            if not judged.is_met and not _has_judged(run, slo) and not run.generator.saturated:
                yield f"{run.scenario}: {missed(judged)}"
        if not about:
            found = f"no load run has a step {slo.step}" if runs else "there is no load run"
            yield f"the objective {slo.text}: {found}; run `edgeproof load --slo '{slo.text}'`"


def missed(slo: SloResult) -> str:
    """How an objective was missed."""
    return f"{slo.slo} is missed: {slo.reason or seen_words(slo)}"


def _is_about(slo: Slo, run: LoadResult) -> bool:
    return slo.step is None or any(step.name == slo.step for step in run.steps)


def _has_judged(run: LoadResult, slo: Slo) -> bool:
    return any(parse_slo(one.slo)._replace(text=slo.text) == slo for one in run.slo)
