"""The part of the result document about load: an entry of its `load` for each run.

Percentiles are keyed "50", "90", "99", "99.9" and "100", in milliseconds, and missing if there is
no sample. Response times count from when a request was due, service times from when it was sent.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

LoadModel = Literal["open", "closed"]

DISTRIBUTION: Final = (
    0.0,
    *map(float, range(5, 100, 5)),
    96.0,
    97.0,
    97.5,
    98.0,
    99.0,
    99.5,
    99.9,
    99.95,
    99.99,
    100.0,
)
"""The percentiles of `StepResult.distribution`: enough for a smooth curve, more at the end."""


class StepResult(msgspec.Struct, frozen=True, kw_only=True):
    """One step: how often, with which errors, and how fast.

    `distribution` has pairs of a percentile and its response time, rising, for charts. Durations
    are exact to 0.1%, except that the minimum (`min_ms`) and the maximum ("100") are exact.
    """

    name: str
    count: int
    errors: int
    percentiles_ms: Mapping[str, float]
    service_percentiles_ms: Mapping[str, float]
    min_ms: float
    errors_by_name: Mapping[str, int]
    distribution: list[tuple[float, float]] = []


class Second(msgspec.Struct, frozen=True, kw_only=True):
    """About one second of the run: requests per second, errors, and response times of all steps.

    `at_s` is its end, in seconds since the load began, including the warm-up; `target` is arrivals
    per second, or users.
    """

    at_s: float
    target: float
    rate: float
    errors: int
    p50_ms: float
    p99_ms: float
    in_flight: int
    lag_ms_p99: float


class GeneratorResult(msgspec.Struct, frozen=True, kw_only=True):
    """How well the engine did: how late it was, what a request cost it, whether it fell behind."""

    lag_ms_p99: float
    cpu_us_per_request: float
    saturated: bool


class LoadViolation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that cannot happen to a correct deployment: its kind, its subject, how seen.

    `count` is how many of this kind were seen in all (for a wrong answer: how often this one was),
    `operations` are sentences that show it; their times are milliseconds since the first of them.
    """

    kind: str
    subject: str
    seen: str
    count: int = 1
    operations: list[str] = []


class SloResult(msgspec.Struct, frozen=True, kw_only=True):
    """An objective, as it was requested (`p99<250ms`, `create p99<250ms`), and whether it was met.

    `seen` is what was measured, in the unit of the objective; None without a sample, which means
    missed. `reason` says why it was missed although `seen` would have met it.
    """

    slo: str
    seen: float | None
    is_met: bool
    reason: str = ""


PARTLY_S: Final = 0.5
"""A second of which only this much or less was measured does not count as measured."""


class RateTried(msgspec.Struct, frozen=True, kw_only=True):
    """One rate that a search for the capacity tried: arrivals per second, and the outcome."""

    target_rate: float
    achieved_rate: float
    percentiles_ms: Mapping[str, float]
    errors: int
    count: int
    saturated: bool
    is_met: bool


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """The highest rate of the open model that met the objectives, and all that were tried.

    `rate` is 0 if none did. `limited_by` says what ended the search: the objective that was missed
    next, the generator (`saturated`: the deployment may carry more), or the highest rate to try.
    `tried` is sorted by rate.
    """

    rate: float
    limited_by: str
    tried: list[RateTried]


class LoadResult(msgspec.Struct, frozen=True, kw_only=True):
    """A load run. `achieved_rate` counts steps that ended well, per second, without the warm-up.

    `target_rate` is there in the open model, `users` in the closed one. `made` is what the run
    created, `left` what of it could not be removed; `reopened` counts connections that the server
    closed between requests. `lists_judged` of `lists` listings were kept for the final check.
    `total` is for the requests of all steps together.
    """

    scenario: str
    model: LoadModel
    target_rate: float | None
    users: float | None
    achieved_rate: float
    steps: list[StepResult]
    slo: list[SloResult] = []
    violations: list[LoadViolation]
    generator: GeneratorResult
    duration_s: float
    warm_up_s: float
    timeline: list[Second]
    made: int
    left: int
    reopened: int
    notes: list[str]
    lists: int = 0
    lists_judged: int = 0
    capacity: Capacity | None = None
    total: StepResult | None = None

    def measured_seconds(self) -> list[Second]:
        """The seconds of the timeline that the figures cover: without warm-up and aftermath."""
        from_s = self.warm_up_s + PARTLY_S
        until_s = self.warm_up_s + self.duration_s + PARTLY_S
        return [one for one in self.timeline if from_s < one.at_s <= until_s]
