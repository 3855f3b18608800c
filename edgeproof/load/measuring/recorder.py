"""What a run measures: durations and errors of each step, and how much was done."""

from collections import Counter
from typing import Final

import msgspec

from edgeproof.load.measuring.histogram import Batch, Histogram
from edgeproof.load.measuring.wrong_answers import WrongAnswers
from edgeproof.load.wire.failures import ANSWERED, Failure, FailureKind

MOST_REASONS: Final = 50
"""A step's errors are counted separately up to this many distinct ones, the others by kind."""


class StepDelta(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of one step in an interval; histograms are `Histogram.encoded`."""

    name: str
    count: int
    errors: dict[str, int]
    response: str
    service: str


class _Series:
    """The measurements of one step since they were last taken."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.unmeasured = 0
        """Failures whose duration means nothing."""
        self.errors: Counter[str] = Counter()
        self.response = Batch()
        self.service = Batch()
        self.both = Batch()
        """Durations that are response and service time alike: sent at the time when they were
        due."""
        self._reasons: set[str] = set()

    def fail(self, failure: Failure) -> None:
        """Count a failure by its name."""
        reason = str(failure)
        if reason not in self._reasons and len(self._reasons) >= MOST_REASONS:
            reason = str(failure.kind)
        self._reasons.add(reason)
        self.errors[reason] += 1

    def fold(self) -> None:
        """Count what has come in since; see `Batch.take`."""
        both = self.both.take()
        for batch in (self.response, self.service):
            batch.fold()
            batch.add(both)

    def take(self) -> StepDelta:
        """Everything since it was last taken."""
        self.fold()
        response, service = self.response.drain(), self.service.drain()
        delta = StepDelta(
            name=self.name,
            count=service.total + self.unmeasured,
            errors=dict(self.errors),
            response=response.encoded,
            service=service.encoded,
        )
        self.unmeasured = 0
        self.errors.clear()
        return delta


class AllSeries(dict[str, _Series]):
    """Series by name, made when first used."""

    def __missing__(self, name: str) -> _Series:
        self[name] = series = _Series(name)
        return series


class Recorder:
    """Records the requests that were due from `from_ns` on; earlier ones belong to the warm-up.

    `requests` counts the answers of the whole run, `arrivals` its steps that ended well. Response
    times count from when a request was due, service times from when it was sent. Both are kept for
    right answers, and for those that never came, so that a time limit hides no stall.
    `wrong_answers` include those of the warm-up. Times are monotonic nanoseconds.
    """

    def __init__(self, from_ns: int = 0) -> None:
        self.from_ns = from_ns
        self.requests = 0
        self.arrivals = 0
        self.wrong_answers = WrongAnswers()
        self._series = AllSeries()

    def right(self, name: str, due_ns: int, sent_ns: int, ended_ns: int) -> None:
        """A request was answered, and no check objected."""
        self.requests += 1
        if due_ns >= self.from_ns:
            series = self._series[name]
            if due_ns == sent_ns:
                series.both.append(ended_ns - due_ns)
            else:
                series.response.append(ended_ns - due_ns)
                series.service.append(ended_ns - sent_ns)

    def failed(self, name: str, failure: Failure, due_ns: int, ended_ns: int) -> None:
        """A request failed, or a step failed before it made any."""
        self.requests += failure.kind in ANSWERED
        if failure.kind is FailureKind.WRONG_ANSWER:
            self.wrong_answers.add(name, failure)
        if due_ns < self.from_ns:
            return
        series = self._series[name]
        series.fail(failure)
        if failure.kind is FailureKind.TIMEOUT:
            series.both.append(ended_ns - due_ns)
        else:
            series.unmeasured += 1

    def fold(self) -> None:
        """Count what has come in since; see `_Series.fold`."""
        for series in self._series.values():
            series.fold()

    def take(self) -> list[StepDelta]:
        """Everything since it was last taken, by step."""
        return [series.take() for series in list(self._series.values())]


class StepTotals:
    """The sum over the intervals of one step."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.errors: Counter[str] = Counter()
        self.response = Histogram()
        self.service = Histogram()

    def add(self, delta: StepDelta) -> None:
        """Add an interval."""
        self.count += delta.count
        self.errors.update(delta.errors)
        self.response.merge(Histogram.decoded(delta.response))
        self.service.merge(Histogram.decoded(delta.service))

    def merge(self, other: "StepTotals") -> None:
        """Add another step."""
        self.count += other.count
        self.errors.update(other.errors)
        self.response.merge(other.response)
        self.service.merge(other.service)
