"""Durations in an HdrHistogram, with an exact least and most, and one definition of percentiles."""

import ctypes
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Final, NamedTuple

from hdrh.histogram import HdrHistogram

from edgeproof.reporting.load_document import DISTRIBUTION

PERCENTILES: Final = (50.0, 90.0, 99.0, 99.9, 100.0)
ALL: Final = 100.0
LONGEST_NS: Final = 3_600_000_000_000
DIGITS: Final = 3
EXACT_BITS: Final = 11
EXACT_US: Final = 1 << EXACT_BITS
"""For three digits HdrHistogram has 2,048 counts of a microsecond each, then 1,024 an octave."""


class Histogram:
    """How often each duration was seen, to 0.1%, in steps of a microsecond.

    `least_ns` and `most_ns` are exact; both are 0 while it is empty.
    """

    def __init__(self) -> None:
        self._counts = HdrHistogram(1, LONGEST_NS // 1000, DIGITS)
        self.least_ns = 0
        self.most_ns = 0

    def __len__(self) -> int:
        return int(self._counts.total_count)

    def add(self, durations_ns: Sequence[int]) -> None:
        """Add durations, those over an hour as one; in batches, for one by one costs far more."""
        if durations_ns:
            self.add_counted(Counted(durations_ns))

    def add_counted(self, counted: "Counted") -> None:
        """Add durations that were counted before, for they may go into several."""
        least_ns, most_ns = counted.least_ns, counted.most_ns
        self._widen(least_ns, most_ns)
        counts = self._counts
        for place, count in counted.places:
            counts.counts[place] += count
        counts.total_count += counted.total
        counts.min_value = min(counts.min_value, least_ns // 1000)
        counts.max_value = max(counts.max_value, min(most_ns, LONGEST_NS) // 1000)

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

    def curve(self) -> list[tuple[float, float]]:
        """Percentiles from 0 to 100, closer together at the end, and the milliseconds at each."""
        if not len(self):
            return []
        found = self.percentiles_ns(DISTRIBUTION)
        return [(one, ns / 1e6) for one, ns in zip(DISTRIBUTION, found, strict=True)]

    def by_ms(self) -> Mapping[int, int]:
        """How many there are of each whole number of milliseconds."""
        counts: Counter[int] = Counter()
        # Beyond the place of the longest there is none: most of the histogram, most often.
        last = _place_of(min(self.most_ns, LONGEST_NS) // 1000)
        for place, count in enumerate(self._counts.counts[: last + 1]):
            if count:
                counts[round(self._counts.get_value_from_index(place) / 1000)] += count
        return counts

    def clear(self) -> None:
        """Forget all that it has; its own `reset` goes through 20,000 counts one by one."""
        counts = self._counts
        ctypes.memset(counts.counts, 0, ctypes.sizeof(counts.counts))
        counts.total_count, counts.min_value, counts.max_value = 0, sys.maxsize, 0
        self.least_ns = self.most_ns = 0

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


class Counted:
    """How often each place of a histogram occurs among durations; there must be one at least."""

    def __init__(self, durations_ns: Sequence[int]) -> None:
        self.total = len(durations_ns)
        self.least_ns, self.most_ns = min(durations_ns), max(durations_ns)
        if self.most_ns > LONGEST_NS:
            durations_ns = [min(duration_ns, LONGEST_NS) for duration_ns in durations_ns]
        counts = Counter([duration_ns // 1000 for duration_ns in durations_ns])
        self.places = [(_place_of(duration_us), count) for duration_us, count in counts.items()]


def _place_of(duration_us: int) -> int:
    """Where HdrHistogram counts a duration (its `_counts_index_for`, in a quarter of the time)."""
    if duration_us < EXACT_US:
        return duration_us
    halvings = duration_us.bit_length() - EXACT_BITS
    return (halvings << (EXACT_BITS - 1)) + (duration_us >> halvings)


class Drained(NamedTuple):
    """How many durations were drained, and their histogram as `Histogram.encoded` has it."""

    total: int
    encoded: str


class Batch:
    """Durations on their way into a histogram: to append one costs next to nothing."""

    __slots__ = ("_folded", "append", "durations_ns")

    def __init__(self) -> None:
        self.durations_ns: list[int] = []
        self.append = self.durations_ns.append
        self._folded = Histogram()

    def take(self) -> Counted | None:
        """Count what was appended; often, so that it never takes long. None if nothing was."""
        if not self.durations_ns:
            return None
        counted = Counted(self.durations_ns)
        self.durations_ns.clear()
        return counted

    def add(self, counted: Counted | None) -> None:
        """Add what was counted elsewhere."""
        if counted is not None:
            self._folded.add_counted(counted)

    def fold(self) -> None:
        """Put what was appended into the histogram."""
        self.add(self.take())

    def drain(self) -> Drained:
        """All that was appended since it was last drained.

        The histogram is used again: each is part of a cycle, and a load collects no garbage.
        """
        self.fold()
        drained = Drained(len(self._folded), self._folded.encoded())
        self._folded.clear()
        return drained
