"""The charts of a load run: response times, response times over time, rates, and capacity."""

import math
from collections.abc import Sequence
from typing import Final

from edgeproof.reporting.html.charts import Axis, Chart, ChartPoint, Plot, Series, chart
from edgeproof.reporting.html.figures import duration, log_ticks, per_second
from edgeproof.reporting.load_document import Capacity, LoadResult, RateTried, Second, StepResult

_ALL: Final = 100.0
_MARKS: Final = (50.0, 90.0, 99.0, 99.9, 99.99)
"""Percentiles that the axis names, as far as they exist; they are equally spaced."""

_STEP_COLOURS: Final = 6

_FEWEST_MS: Final = 0.001
"""The value drawn for zero, since a logarithm needs a positive number."""

_FEWEST_SECONDS: Final = 2

_ROWS: Final = 60
"""Rows of a table for the whole run; if there are more, only every second or third is shown."""


def percentile_chart(load: LoadResult, chart_id: str) -> Chart | None:
    """Response times by percentile, on an axis that stretches the tail; None without a sample."""
    steps = [step for step in load.steps if step.distribution]
    if not steps:
        return None
    percentiles = sorted({one for step in steps for one, _ in step.distribution})
    end = _nines(max((one for one in percentiles if one < _ALL), default=0.0)) + 0.5
    plot = Plot(
        id=chart_id,
        title="Response times by percentile",
        description="The share of each step's requests that was answered within a given time. "
        "The percentile axis is logarithmic towards 100, the time axis throughout.",
        x=Axis("percentile", lambda x: _percentile_at(x, end), _marks(percentiles, end)),
        y=_time_axis([ms for step in steps for _, ms in step.distribution]),
        series=[_curve(step, place, end) for place, step in enumerate(steps)],
    )
    tables = [dict(step.distribution) for step in steps]
    rows = [
        [_percent(one), *(duration(table[one]) if one in table else "" for table in tables)]
        for one in percentiles
    ]
    return chart(plot, ["percentile", *(step.name for step in steps)], rows)


def _curve(step: StepResult, place: int, end: float) -> Series:
    points = [
        (end if one >= _ALL else _nines(one), max(ms, _FEWEST_MS)) for one, ms in step.distribution
    ]
    return Series(step.name, points, f"c-{place % _STEP_COLOURS}")


def _nines(percentile: float) -> float:
    """The position on the axis of a percentile below 100: 1 for 90, 2 for 99, 3 for 99.9."""
    return -math.log10(1 - percentile / _ALL)


def _marks(percentiles: Sequence[float], end: float) -> list[float]:
    known = [_nines(one) for one in _MARKS if one <= max(percentiles)]
    return [*(x for x in known if x < end), *([end] if _ALL in percentiles else [])]


def _percentile_at(x: float, end: float) -> str:
    return "max" if x >= end else _percent(_ALL * (1 - 10**-x))


def _percent(percentile: float) -> str:
    return "max" if percentile >= _ALL else f"{round(percentile, 4):g}%"


def latency_chart(load: LoadResult, chart_id: str) -> Chart | None:
    """The median and the 99th percentile of each second; None without two seconds to connect."""
    seconds = load.measured_seconds()
    if len(seconds) < _FEWEST_SECONDS:
        return None
    lines = (
        ("p99", "c-p99", [_timed(one, one.p99_ms) for one in seconds]),
        ("p50", "c-p50", [_timed(one, one.p50_ms) for one in seconds]),
    )
    plot = Plot(
        id=chart_id,
        title="Response times over time",
        description="The median and the 99th percentile of all steps, for each second of the run "
        "after its warm-up.",
        x=_clock(),
        y=_time_axis([ms for _, _, points in lines for _, ms in points]),
        series=[Series(name, points, kind) for name, kind, points in lines],
    )
    rows = [
        [f"{one.at_s:.4g} s", duration(one.p50_ms), duration(one.p99_ms)] for one in _some(seconds)
    ]
    return chart(plot, ["at", "p50", "p99"], rows)


def rate_chart(load: LoadResult, chart_id: str) -> Chart | None:
    """Requests and errors per second, in the open model with the target; None without two."""
    seconds = load.measured_seconds()
    if len(seconds) < _FEWEST_SECONDS:
        return None
    is_open = load.model == "open"
    asked = [Series("asked", [(one.at_s, one.target) for one in seconds], "c-asked")]
    plot = Plot(
        id=chart_id,
        title="Rate and errors over time",
        description="Requests and errors per second"
        + (", and the arrivals per second that were requested." if is_open else "."),
        x=_clock(),
        y=Axis("per second", lambda rate: f"{rate:,.6g}"),
        series=[
            *(asked if is_open else []),
            Series("achieved", [(one.at_s, one.rate) for one in seconds], "c-achieved"),
            Series("errors", [(one.at_s, one.errors) for one in seconds], "c-errors"),
        ],
    )
    head = ["at", "asked" if is_open else "users", "achieved", "errors", "in flight"]
    return chart(plot, head, [_rate_row(one) for one in _some(seconds)])


def _rate_row(second: Second) -> list[str]:
    return [
        f"{second.at_s:.4g} s",
        f"{second.target:,.6g}",
        per_second(second.rate),
        f"{second.errors:,}",
        f"{second.in_flight:,}",
    ]


def capacity_chart(capacity: Capacity, chart_id: str) -> Chart | None:
    """The 99th percentile at each rate that was tried; None without one."""
    tried = [
        (one, one.percentiles_ms["99"]) for one in capacity.tried if "99" in one.percentiles_ms
    ]
    if not tried:
        return None
    points = [(one.target_rate, max(ms, _FEWEST_MS)) for one, ms in tried]
    marks = [_mark(one) for one, _ in tried]
    plot = Plot(
        id=chart_id,
        title="Response times by rate",
        description="The 99th percentile at each rate that was tried, and whether the objectives "
        "were met there.",
        x=Axis(
            "arrivals per second",
            lambda rate: f"{rate:,.6g}",
            log_ticks([rate for rate, _ in points]),
            is_log=True,
        ),
        y=_time_axis([ms for _, ms in points]),
        series=[
            Series("p99", _best(points), "c-line"),
            *(
                Series(mark, _marked(points, marks, mark), f"c-{mark}", is_line=False)
                for mark in ("met", "missed", "saturated")
                if mark in marks
            ),
        ],
    )
    head = ["asked", "achieved", "p50", "p99", "errors", "requests", "objectives"]
    return chart(plot, head, [_tried_row(one) for one in capacity.tried])


def _best(points: Sequence[ChartPoint]) -> list[ChartPoint]:
    """The best try of each rate: a rate that was tried more than once is judged by its best try."""
    least: dict[float, float] = {}
    for rate, ms in points:
        least[rate] = min(ms, least.get(rate, ms))
    return list(least.items())


def _mark(tried: RateTried) -> str:
    """The outcome of a rate; a saturated generator says nothing about the deployment."""
    if tried.saturated:
        return "saturated"
    return "met" if tried.is_met else "missed"


def _marked(points: Sequence[ChartPoint], marks: Sequence[str], wanted: str) -> list[ChartPoint]:
    return [point for point, mark in zip(points, marks, strict=True) if mark == wanted]


def _tried_row(tried: RateTried) -> list[str]:
    percentiles_ms = tried.percentiles_ms
    return [
        per_second(tried.target_rate),
        per_second(tried.achieved_rate),
        *(duration(percentiles_ms[key]) if key in percentiles_ms else "" for key in ("50", "99")),
        f"{tried.errors:,}",
        f"{tried.count:,}",
        {"saturated": "generator saturated"}.get(_mark(tried), _mark(tried)),
    ]


def _timed(second: Second, ms: float) -> ChartPoint:
    return second.at_s, max(ms, _FEWEST_MS)


def _clock() -> Axis:
    return Axis("seconds since the load began", lambda at_s: f"{at_s:.4g}")


def _time_axis(values_ms: Sequence[float]) -> Axis:
    ticks = log_ticks([max(ms, _FEWEST_MS) for ms in values_ms])
    return Axis("", duration, ticks, is_log=True)


def _some(timeline: Sequence[Second]) -> Sequence[Second]:
    """Each second of a short run; of a longer one, as many as a table can hold."""
    return timeline[:: -(-len(timeline) // _ROWS)]
