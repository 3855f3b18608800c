"""Durations in an HdrHistogram, with an exact least and most, and one definition of percentiles."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Final

from hdrh.histogram import HdrHistogram

PERCENTILES: Final = (50.0, 90.0, 99.0, 99.9, 100.0)
ALL: Final = 100.0
LONGEST_US: Final = 3_600_000_000
DIGITS: Final = 3


class Histogram:
    """How often each duration was seen, to 0.1%, in steps of a microsecond.

    `least_ns` and `most_ns` are exact; both are 0 while it is empty.
    """

    def __init__(self) -> None:
        self._counts = HdrHistogram(1, LONGEST_US, DIGITS)
        self.least_ns = 0
        self.most_ns = 0

    def __len__(self) -> int:
        return int(self._counts.total_count)

    def add(self, durations_ns: Sequence[int]) -> None:
        """Add durations, at most an hour each; in batches, for one by one costs five times more."""
        if not durations_ns:
            return
        self._widen(min(durations_ns), max(durations_ns))
        for duration_us, count in Counter([ns // 1000 for ns in durations_ns]).items():
            self._counts.record_value(min(duration_us, LONGEST_US), count)

    def merge(self, other: "Histogram") -> None:
        """Add all that another one has."""
        if len(other):
            self._widen(other.least_ns, other.most_ns)
            self._counts.add(other._counts)  # noqa: SLF001 - of the same class

    def percentile_ns(self, percentile: float) -> int:
        """The least duration that at least so many percent of all do not exceed; 0 if empty.

        Exact to 0.1% or a microsecond, never outside what was seen, never less for a higher one.
        """
        return self.percentiles_ns([percentile])[0]

    def percentiles_ns(self, percentiles: Sequence[float]) -> list[int]:
        """As `percentile_ns`, for each of them."""
        if not len(self):
            return [0 for _ in percentiles]
        sums = list(accumulate(self._counts.counts))
        return [self._at(bisect_left(sums, self._rank(one)), one) for one in percentiles]

    def percentiles_ms(self) -> Mapping[str, float]:
        """Milliseconds by percentile: "50", "90", "99", "99.9", "100"; empty if it is empty."""
        if not len(self):
            return {}
        found = self.percentiles_ns(PERCENTILES)
        return {f"{one:g}": ns / 1e6 for one, ns in zip(PERCENTILES, found, strict=True)}

    def by_ms(self) -> Mapping[int, int]:
        """How many there are of each whole number of milliseconds."""
        counts: Counter[int] = Counter()
        for place, count in enumerate(self._counts.counts):
            if count:
                counts[round(self._counts.get_value_from_index(place) / 1000)] += count
        return counts

    def encoded(self) -> str:
        """The histogram as text: least, most, and counts in HdrHistogram's own format."""
        return f"{self.least_ns} {self.most_ns} {self._counts.encode().decode()}"

    @classmethod
    def decoded(cls, text: str) -> "Histogram":
        """The histogram that `encoded` made the text of."""
        histogram = cls()
        least, most, counts = text.split(" ")
        histogram._counts.decode_and_add(counts.encode())
        histogram.least_ns, histogram.most_ns = int(least), int(most)
        return histogram

    @classmethod
    def merged(cls, encoded: Iterable[str]) -> "Histogram":
        """The sum of histograms that `encoded` made texts of."""
        histogram = cls()
        for text in encoded:
            histogram.merge(cls.decoded(text))
        return histogram

    def _widen(self, least_ns: int, most_ns: int) -> None:
        self.least_ns = min(self.least_ns, least_ns) if len(self) else least_ns
        self.most_ns = max(self.most_ns, most_ns)

    def _rank(self, percentile: float) -> int:
        # As a fraction: 99.9% of 1,000 is 999, and a hair more as a product of floats.
        return max(ceil(len(self) * Fraction(str(percentile)) / 100), 1)

    def _at(self, place: int, percentile: float) -> int:
        if percentile >= ALL:
            return self.most_ns
        counts = self._counts
        value_us: int = counts.get_highest_equivalent_value(counts.get_value_from_index(place))
        return min(max(value_us * 1000, self.least_ns), self.most_ns)


class Batch:
    """Durations on their way into a histogram: to append one costs a twentieth of adding it."""

    __slots__ = ("append", "durations")

    def __init__(self) -> None:
        self.durations = array("Q")
        self.append = self.durations.append

    def drain(self) -> Histogram:
        """All that was appended since, as a histogram."""
        histogram = Histogram()
        histogram.add(self.durations)
        del self.durations[:]
        return histogram
