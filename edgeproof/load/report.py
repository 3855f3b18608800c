"""The report of a load run: an entry of `load` in the result document."""

from typing import Final

from edgeproof.load.engine.messages import Finished, Interval
from edgeproof.load.measuring.histogram import Histogram
from edgeproof.load.measuring.recorder import StepTotals
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.reporting import GeneratorResult, LoadResult, Second, StepResult

MOST_LAG_MS: Final = 5.0


class Collector:
    """Sums up the intervals of a run, of one engine or of several."""

    def __init__(self, settings: LoadSettings) -> None:
        self._settings = settings
        self._steps: dict[str, StepTotals] = {}
        self._lag = Histogram()
        self._pending: list[Interval] = []
        self.timeline: list[Second] = []

    def add(self, interval: Interval) -> None:
        """Add an interval; two make one second of the timeline."""
        for delta in interval.steps:
            self._steps.setdefault(delta.name, StepTotals(delta.name)).add(delta)
        if interval.at_s > self._settings.warm_up_s:
            self._lag.merge(Histogram.decoded(interval.lag))
        self._pending.append(interval)
        if sum(one.seconds for one in self._pending) >= 1:
            self.timeline.append(second_of(self._pending))
            self._pending.clear()

    def report(self, finished: Finished) -> LoadResult:
        """The report, once the run is over."""
        settings = self._settings
        is_open = settings.model == "open"
        return LoadResult(
            scenario=settings.scenario,
            model=settings.model,
            target_rate=settings.target if is_open else None,
            users=None if is_open else settings.target,
            achieved_rate=finished.arrivals / finished.measured_s if finished.measured_s else 0.0,
            steps=[_step_report(one) for one in self._steps.values()],
            violations=finished.violations,
            generator=self._generator(finished),
            duration_s=finished.measured_s,
            warm_up_s=settings.warm_up_s,
            timeline=self.timeline,
            made=finished.made,
            left=finished.left,
            reopened=finished.reopened,
            notes=finished.notes,
            lists=finished.lists,
            lists_judged=finished.lists_judged,
            total=_step_report(self._total()),
        )

    def _total(self) -> StepTotals:
        total = StepTotals("total")
        for one in self._steps.values():
            total.merge(one)
        return total

    def _generator(self, finished: Finished) -> GeneratorResult:
        lag_ms = self._lag.percentile_ns(99) / 1e6
        return GeneratorResult(
            lag_ms_p99=lag_ms,
            cpu_us_per_request=finished.cpu_s / max(finished.requests, 1) * 1e6,
            saturated=lag_ms > MOST_LAG_MS,
        )


def second_of(intervals: list[Interval]) -> Second:
    """The intervals of about a second as one."""
    deltas = [delta for one in intervals for delta in one.steps]
    response = Histogram.merged(delta.response for delta in deltas)
    p50_ns, p99_ns = response.percentiles_ns([50, 99])
    return Second(
        at_s=intervals[-1].at_s,
        target=intervals[-1].target,
        rate=sum(delta.count for delta in deltas) / sum(one.seconds for one in intervals),
        errors=sum(count for delta in deltas for count in delta.errors.values()),
        p50_ms=p50_ns / 1e6,
        p99_ms=p99_ns / 1e6,
        in_flight=intervals[-1].in_flight,
        lag_ms_p99=Histogram.merged(one.lag for one in intervals).percentile_ns(99) / 1e6,
    )


def _step_report(totals: StepTotals) -> StepResult:
    return StepResult(
        name=totals.name,
        count=totals.count,
        errors=sum(totals.errors.values()),
        percentiles_ms=totals.response.percentiles_ms(),
        service_percentiles_ms=totals.service.percentiles_ms(),
        min_ms=totals.response.least_ns / 1e6,
        errors_by_name=dict(totals.errors),
        distribution=totals.response.curve(),
    )
