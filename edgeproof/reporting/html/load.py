"""Load runs as the page shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from edgeproof.reporting.html.charts import Chart
from edgeproof.reporting.html.figures import duration, per_second
from edgeproof.reporting.html.load_charts import (
    capacity_chart,
    latency_chart,
    percentile_chart,
    rate_chart,
)
from edgeproof.reporting.html.overview import Fact
from edgeproof.reporting.load_document import LoadResult, StepResult

_PERCENTILES: Final = ("50", "90", "99", "99.9", "100")


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step's figures, written out; each time list has one entry for each of `_PERCENTILES`."""

    name: str
    count: str
    errors: str
    times: list[str]
    service_times: list[str]


class LoadView(msgspec.Struct, frozen=True, kw_only=True):
    """A load run and what the page shows of it."""

    id: str
    load: LoadResult
    facts: list[Fact]
    steps: list[StepRow]
    errors: list[tuple[str, int]]
    charts: list[Chart]


def load_views(loads: Sequence[LoadResult]) -> list[LoadView]:
    """The views of all load runs."""
    return [_view(load, f"load-{place}") for place, load in enumerate(loads, start=1)]


def _view(load: LoadResult, view_id: str) -> LoadView:
    charts = (
        latency_chart(load, f"{view_id}-latency"),
        rate_chart(load, f"{view_id}-rate"),
        percentile_chart(load, f"{view_id}-percentiles"),
        capacity_chart(load.capacity, f"{view_id}-capacity") if load.capacity else None,
    )
    return LoadView(
        id=view_id,
        load=load,
        facts=_facts(load),
        steps=[_step_row(step) for step in load.steps],
        errors=_errors(load.steps),
        charts=[one for one in charts if one is not None],
    )


def _facts(load: LoadResult) -> list[Fact]:
    users = "" if load.users is None else f"{load.users:,.6g} users"
    asked = users if load.target_rate is None else per_second(load.target_rate)
    return [
        Fact("Model", f"{load.model}: {_MODELS[load.model]}"),
        Fact("Asked", asked or "not said"),
        Fact("Achieved", per_second(load.achieved_rate)),
        Fact("Duration", f"{round(load.duration_s, 1):,g} s after {load.warm_up_s:g} s of warm-up"),
        Fact("Made", f"{load.made:,}, {load.left:,} left"),
        Fact("Connections reopened", f"{load.reopened:,}"),
        *([Fact("Lists judged", f"{load.lists_judged:,} of {load.lists:,}")] if load.lists else []),
    ]


_MODELS: Final = {
    "open": "arrivals come when they are due",
    "closed": "each user waits for an answer",
}


def _step_row(step: StepResult) -> StepRow:
    return StepRow(
        name=step.name,
        count=f"{step.count:,}",
        errors=f"{step.errors:,}",
        times=_times(step.percentiles_ms),
        service_times=_times(step.service_percentiles_ms),
    )


def _times(percentiles_ms: Mapping[str, float]) -> list[str]:
    return [duration(percentiles_ms[key]) if key in percentiles_ms else "" for key in _PERCENTILES]


def _errors(steps: Sequence[StepResult]) -> list[tuple[str, int]]:
    """Errors of all steps by their names, the most frequent first."""
    counts: Counter[str] = Counter()
    for step in steps:
        counts.update(step.errors_by_name)
    return counts.most_common()
