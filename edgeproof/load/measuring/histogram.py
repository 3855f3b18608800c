"""Durations counted to 0.1%, with exact minimum and maximum, and one definition of percentiles.

The buckets are those of HdrHistogram (hdrhistogram.org) with three significant digits, in
microseconds.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil
from operator import add
from typing import Final, NamedTuple

from edgeproof.load.measuring.packed_counts import COUNT_BYTES, pack, unpack
from edgeproof.reporting.load_document import DISTRIBUTION

_PERCENTILES: Final = (50.0, 90.0, 99.0, 99.9, 100.0)
ALL: Final = 100.0
LONGEST_NS: Final = 3_600_000_000_000
EXACT_BITS: Final = 11
"""Three digits take 2,048 buckets of a microsecond each, then 1,024 per octave."""


class Histogram:
    """How often each duration was seen, to 0.1%, in steps of a microsecond.

    `least_ns` and `most_ns` are exact; both are 0 while it is empty.
    """

    def __init__(self) -> None:
        self._counts = array("Q")
        """Counts by bucket, up to that of the longest duration seen."""
        self._total = 0
        self.least_ns = 0
        self.most_ns = 0

    def __len__(self) -> int:
        return self._total

    def add(self, durations_ns: Sequence[int]) -> None:
        """Add durations, those over an hour as an hour; in batches, as one by one is far slower."""
        if durations_ns:
            self.add_counted(Counted(durations_ns))

    def add_counted(self, counted: "Counted") -> None:
        """Add durations that were already counted, since they may go into several histograms."""
        self._widen(counted.least_ns, counted.most_ns)
        counts = self._counts
        for place, count in counted.places:
            counts[place] += count
        self._total += counted.total

    def merge(self, other: "Histogram") -> None:
        """Add everything in another histogram."""
        if len(other):
            self._widen(other.least_ns, other.most_ns)
            counts = other._counts  # noqa: SLF001 - of the same class
            self._counts[: len(counts)] = array("Q", map(add, self._counts, counts))
            self._total += len(other)

    def percentile_ns(self, percentile: float) -> int:
        """The smallest duration that at least this percentage of all do not exceed; 0 if empty.

        Exact to 0.1% or a microsecond, never outside what was seen, never smaller for a higher
        percentile.
        """
        return self.percentiles_ns([percentile])[0]

    def percentiles_ns(self, percentiles: Sequence[float]) -> list[int]:
        """`percentile_ns` for each of them."""
        if not len(self):
            return [0 for _ in percentiles]
        sums = list(accumulate(self._counts))
        return [self._at(bisect_left(sums, self._rank(one)), one) for one in percentiles]

    def percentiles_ms(self) -> Mapping[str, float]:
        """Milliseconds by percentile: "50", "90", "99", "99.9", "100"; empty if it is empty."""
        return {f"{one:g}": ms for one, ms in self._in_ms(_PERCENTILES)}

    def curve(self) -> list[tuple[float, float]]:
        """Percentiles from 0 to 100, closer together at the end, and the milliseconds at each."""
        return self._in_ms(DISTRIBUTION)

    def by_ms(self) -> Mapping[int, int]:
        """How many durations there are for each whole number of milliseconds."""
        counts: Counter[int] = Counter()
        for place, count in enumerate(self._counts):
            if count:
                counts[round(_least_us(place) / 1000)] += count
        return counts

    def encoded(self) -> str:
        """The histogram as text: minimum, maximum, and packed counts."""
        return f"{self.least_ns} {self.most_ns} {pack(self._counts)}"

    @classmethod
    def decoded(cls, text: str) -> "Histogram":
        """The histogram from a text that `encoded` made."""
        histogram = cls()
        least, most, counts = text.split(" ")
        histogram._counts = unpack(counts)
        histogram._total = sum(histogram._counts)
        histogram.least_ns, histogram.most_ns = int(least), int(most)
        return histogram

    @classmethod
    def merged(cls, encoded: Iterable[str]) -> "Histogram":
        """The sum of histograms from texts that `encoded` made."""
        histogram = cls()
        for text in encoded:
            histogram.merge(cls.decoded(text))
        return histogram

    def _in_ms(self, percentiles: Sequence[float]) -> list[tuple[float, float]]:
        asked = percentiles if len(self) else ()
        return [(one, ns / 1e6) for one, ns in zip(asked, self.percentiles_ns(asked), strict=True)]

    def _widen(self, least_ns: int, most_ns: int) -> None:
        self.least_ns = min(self.least_ns, least_ns) if len(self) else least_ns
        self.most_ns = max(self.most_ns, most_ns)
        missing = _place_of(min(most_ns, LONGEST_NS) // 1000) + 1 - len(self._counts)
        self._counts.frombytes(bytes(max(missing, 0) * COUNT_BYTES))

    def _rank(self, percentile: float) -> int:
        # As a fraction: 99.9% of 1,000 is 999, but slightly more as a product of floats.
        return max(ceil(len(self) * Fraction(str(percentile)) / 100), 1)

    def _at(self, place: int, percentile: float) -> int:
        if percentile >= ALL:
            return self.most_ns
        highest_us = _least_us(place + 1) - 1
        return min(max(highest_us * 1000, self.least_ns), self.most_ns)


class Counted:
    """How often each bucket occurs among durations; there must be at least one duration."""

    def __init__(self, durations_ns: Sequence[int]) -> None:
        self.total = len(durations_ns)
        self.least_ns, self.most_ns = min(durations_ns), max(durations_ns)
        if self.most_ns > LONGEST_NS:
            durations_ns = [min(duration_ns, LONGEST_NS) for duration_ns in durations_ns]
        counts = Counter([duration_ns // 1000 for duration_ns in durations_ns])
        self.places = [(_place_of(duration_us), count) for duration_us, count in counts.items()]


def _place_of(duration_us: int) -> int:
    """The bucket in which a duration is counted."""
    halvings = max(duration_us.bit_length() - EXACT_BITS, 0)
    return (halvings << (EXACT_BITS - 1)) + (duration_us >> halvings)


def _least_us(place: int) -> int:
    """The smallest duration that is counted in that bucket, in microseconds."""
    halvings = max((place >> (EXACT_BITS - 1)) - 1, 0)
    return (place - (halvings << (EXACT_BITS - 1))) << halvings


class Drained(NamedTuple):
    """How many durations were drained, and their histogram in the form of `Histogram.encoded`."""

    total: int
    encoded: str


class Batch:
    """Durations on their way into a histogram: appending one costs next to nothing."""

    __slots__ = ("_folded", "append", "durations_ns")

    def __init__(self) -> None:
        self.durations_ns: list[int] = []
        self.append = self.durations_ns.append
        self._folded = Histogram()

    def take(self) -> Counted | None:
        """Count what was appended; call it often, so that it never takes long.

        None if nothing was.
        """
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
        """All durations appended since it was last drained."""
        self.fold()
        drained, self._folded = self._folded, Histogram()
        return Drained(len(drained), drained.encoded())
