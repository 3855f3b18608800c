"""When requests are due: targets over time, and arrivals at a rate that changes."""

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    """A target (users, or arrivals per second) at a time in seconds since the start."""

    at_s: float
    target: float


class Ramp:
    """A target over time: linear between points, constant before the first and after the last.

    Two points at the same time are a jump.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        self._points = sorted(points, key=lambda point: point.at_s)
        self._times = [point.at_s for point in self._points]

    @classmethod
    def constant(cls, target: float) -> "Ramp":
        """The same target at all times."""
        return cls([Point(0.0, target)])

    def at(self, time_s: float) -> float:
        """The target at that time; after the jump, if there is one."""
        place = bisect_right(self._times, time_s)
        if place == 0:
            return self._points[0].target
        if place == len(self._points):
            return self._points[-1].target
        before, after = self._points[place - 1], self._points[place]
        share = (time_s - before.at_s) / (after.at_s - before.at_s)
        return before.target + share * (after.target - before.target)

    def area(self, from_s: float, to_s: float) -> float:
        """The target integrated over time: for a rate, how many arrivals are due."""
        cuts = [from_s, *sorted({one for one in self._times if from_s < one < to_s}), to_s]
        return sum(
            (self.at(one) + self._before(other)) / 2 * (other - one)
            for one, other in pairwise(cuts)
        )

    def when(self, from_s: float, area: float) -> float:
        """When this much area has accumulated since `from_s`; infinite if it never does."""
        for cut in sorted({one for one in self._times if one > from_s}):
            passed = self.area(from_s, cut)
            if passed >= area:
                rate = self.at(from_s)
                slope = (self._before(cut) - rate) / (cut - from_s)
                return min(from_s + _within(rate, slope, area), cut)
            from_s, area = cut, area - passed
        rate = self.at(from_s)
        return from_s + area / rate if rate > 0 else math.inf

    def _before(self, time_s: float) -> float:
        """The target just before that time."""
        first = next((point for point in self._points if point.at_s == time_s), None)
        return self.at(time_s) if first is None else first.target


def _within(rate: float, slope: float, area: float) -> float:
    """The time after which a linearly changing rate has accumulated this much area.

    Solves rate·t + slope·t²/2 = area, in the form that does not cancel when the slope is small.
    """
    if area <= 0:
        return 0.0
    return 2 * area / (rate + math.sqrt(max(rate * rate + 2 * slope * area, 0.0)))


class ArrivalTimes:
    """The times at which arrivals are due, in seconds since the start, one after the other.

    Constant (no `luck`): one whenever the rate has accumulated an area of one. Poisson: whenever it
    has accumulated an area that is drawn, exponential with mean one, so that arrivals are
    independent.
    """

    def __init__(self, ramp: Ramp, luck: random.Random | None) -> None:
        self._ramp = ramp
        self._luck = luck
        self._at_s = 0.0
        self.due_s = ramp.when(0.0, self._draw())
        """When the next is due; infinite if the rate is zero from now on."""

    def advance(self) -> None:
        """Go on to the one after."""
        self._at_s = self.due_s
        self.due_s = self._ramp.when(self._at_s, self._draw())

    def retarget(self, now_s: float, rate_per_s: float) -> None:
        """From now on a different rate; what the next arrival still needs is kept, not redrawn."""
        now_s = max(now_s, self._at_s)
        lacking = self._draw() if math.isinf(self.due_s) else self._lacking(now_s)
        self._ramp = Ramp.constant(rate_per_s)
        self._at_s = now_s
        self.due_s = self._ramp.when(now_s, lacking) if lacking else now_s

    def _lacking(self, now_s: float) -> float:
        return self._ramp.area(now_s, self.due_s) if self.due_s > now_s else 0.0

    def _draw(self) -> float:
        return 1.0 if self._luck is None else self._luck.expovariate(1.0)
