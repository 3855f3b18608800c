"""Service level objectives of the gate, held against the load runs that judged them."""

import re
from collections.abc import Iterator, Sequence

from edgeproof.reporting import LoadResult, SloResult


def normal_slo(text: str) -> str:
    """An objective without white space that says nothing: `p99 < 250 ms` as `p99<250ms`."""
    words = " ".join(text.split())
    words = re.sub(r" ?([<>]=?) ?", r"\1", words)
    return re.sub(r"(\d) (\D+)$", r"\1\2", words)


def slo_reasons(slos: Sequence[str], runs: Sequence[LoadResult]) -> Iterator[str]:
    """A sentence for each objective that no run has judged."""
    for slo in slos:
        if not any(normal_slo(one.slo) == slo for run in runs for one in run.slo):
            found = "no load run has judged it" if runs else "there is no result of a load run"
            yield f"the objective {slo}: {found}; run `edgeproof load --slo '{slo}'`"


def missed(slo: SloResult) -> str:
    """How an objective was missed."""
    if slo.reason:
        return f"{slo.slo} is missed: {slo.reason}"
    seen = "there is no sample" if slo.seen is None else f"{slo.seen:g} was seen"
    return f"{slo.slo} is missed: {seen}"
