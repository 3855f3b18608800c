"""The verdict on load runs, and the sentence that gives its reason."""

from collections.abc import Iterator, Sequence

from edgeproof.reporting.document import Verdict
from edgeproof.reporting.load_document import LoadResult
from edgeproof.reporting.wording import plural


def verdict_on_load(loads: Sequence[LoadResult]) -> Verdict:
    """The verdict: *fail* if anything is violated or an objective missed.

    *Inconclusive* if no step ended well, since then nothing is known about the deployment.
    """
    if any(one.violations or any(not slo.is_met for slo in one.slo) for one in loads):
        return "fail"
    return "pass" if any(one.achieved_rate for one in loads) else "inconclusive"


def reason_of_load(load: LoadResult) -> str:
    """Why a run has its verdict, in one line."""
    faults = list(_faults(load))
    if faults:
        return "; ".join(faults)
    if not load.achieved_rate:
        return "not one step ended well"
    met = f"{plural(len(load.slo), 'objective')} met" if load.slo else "no objective was set"
    return "; ".join(["nothing was wrong", met, *_cautions(load)])


def _faults(load: LoadResult) -> Iterator[str]:
    if load.violations:
        kinds = dict.fromkeys(one.kind for one in load.violations)
        yield f"violations: {', '.join(kinds)}"
    missed = sum(not one.is_met for one in load.slo)
    if missed:
        yield f"{plural(missed, 'objective')} missed"


def _cautions(load: LoadResult) -> Iterator[str]:
    """Remarks on a run that passed."""
    if load.total is not None and load.total.errors:
        yield f"{load.total.errors:,} of {load.total.count:,} requests failed"
    if load.generator.saturated:
        yield "the generator was saturated: these are not the deployment's figures"
