"""What load runs of two sides measured, as values whose means can be compared.

With five or more runs per side, a value is a run, so the interval shows how runs differ. With
fewer, a value is a stretch of a run, which does not show that a machine had a bad day. Then a
difference must be larger to count, and no run of one side may lie between those of the other.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from statistics import fmean
from typing import Final

import msgspec

from edgeproof.reporting.comparison.bootstrap import FEWEST
from edgeproof.reporting.load_document import LoadResult, Second

ALL_STEPS: Final = "all steps"
_PERCENTILES: Final = {"p50": "50", "p99": "99"}

BLOCKS: Final = 8
SHORTEST_BLOCK: Final = 5
"""A run is cut into this many stretches of at least this many seconds.

Neighbouring seconds are alike; stretches must be long compared with what makes them alike.
"""

Figure = Callable[[Second], float | None]

_OF_A_SECOND: Final[dict[tuple[str, str], Figure]] = {
    # A second without any answer has no response time; its rate shows that nothing came.
    ("p50", "ms"): lambda second: second.p50_ms if second.rate else None,
    ("p99", "ms"): lambda second: second.p99_ms if second.rate else None,
    ("rate", "/s"): lambda second: second.rate,
}


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of both sides: the values to compare, and the figure of each run as a whole."""

    step: str
    name: str
    unit: str
    old: list[float] = []
    new: list[float] = []
    old_runs: list[float]
    new_runs: list[float]

    @property
    def can_conclude(self) -> bool:
        """Whether there are enough values of both sides."""
        return min(len(self.old), len(self.new)) >= FEWEST

    @property
    def change(self) -> float:
        """How much the larger figure exceeds the smaller one, relative to the smaller one."""
        small, large = sorted((fmean(self.old_runs), fmean(self.new_runs)))
        return large / small - 1 if small > 0 else float("inf")

    @property
    def is_apart(self) -> bool:
        """Whether no run of one side lies among those of the other."""
        old, new = self.old_runs, self.new_runs
        return min(new) > max(old) or max(new) < min(old)


class Basis(Enum):
    """What the values are, and how large a difference must be to count, by the figure's name."""

    RUNS = "runs"
    BLOCKS = "stretches of the runs"

    @property
    def words(self) -> str:
        """The basis in words."""
        return self.value

    def is_large(self, sample: Sample) -> bool:
        """Whether the basis can tell the difference from chance."""
        if self is Basis.RUNS:
            return sample.change >= LEAST_OF_RUNS[sample.name]
        return sample.change >= LEAST_OF_BLOCKS[sample.name] and sample.is_apart


LEAST_OF_RUNS: Final = {"p50": 0.02, "p99": 0.05, "rate": 0.02}
LEAST_OF_BLOCKS: Final = {"p50": 0.35, "p99": 0.6, "rate": 0.35}
"""For `Sample.change`; docs/decisions/2026-11-24-comparison.md explains the values."""


def basis_of(old: Sequence[LoadResult], new: Sequence[LoadResult]) -> Basis:
    """Runs, if there are enough of them on both sides."""
    return Basis.RUNS if min(len(old), len(new)) >= FEWEST else Basis.BLOCKS


def samples_of(old: Sequence[LoadResult], new: Sequence[LoadResult], basis: Basis) -> list[Sample]:
    """The samples of runs of the same scenario: first for the whole, then step by step."""
    if basis is Basis.RUNS:
        rates = [run.achieved_rate for run in old], [run.achieved_rate for run in new]
        return [_of_runs(ALL_STEPS, "rate", "/s", *rates), *_of_steps(old, new, basis)]
    return [*_of_blocks(old, new), *_of_steps(old, new, basis)]


def _of_runs(step: str, name: str, unit: str, old: list[float], new: list[float]) -> Sample:
    return Sample(step=step, name=name, unit=unit, old=old, new=new, old_runs=old, new_runs=new)


def _of_steps(
    old: Sequence[LoadResult], new: Sequence[LoadResult], basis: Basis
) -> Iterator[Sample]:
    """Percentiles of each step, of whole runs: their seconds do not distinguish steps."""
    for step in dict.fromkeys(one.name for run in new for one in run.steps):
        for name, key in _PERCENTILES.items():
            old_runs, new_runs = _percentiles(old, step, key), _percentiles(new, step, key)
            if not (old_runs and new_runs):
                continue
            if basis is Basis.RUNS:
                yield _of_runs(step, name, "ms", old_runs, new_runs)
            else:
                yield Sample(step=step, name=name, unit="ms", old_runs=old_runs, new_runs=new_runs)


def _percentiles(runs: Sequence[LoadResult], step: str, key: str) -> list[float]:
    return [
        one.percentiles_ms[key]
        for run in runs
        for one in run.steps
        if one.name == step and key in one.percentiles_ms
    ]


def _of_blocks(old: Sequence[LoadResult], new: Sequence[LoadResult]) -> Iterator[Sample]:
    for (name, unit), figure in _OF_A_SECOND.items():
        old_blocks = [_blocks(run, figure) for run in old]
        new_blocks = [_blocks(run, figure) for run in new]
        if any(old_blocks) and any(new_blocks):
            yield Sample(
                step=ALL_STEPS,
                name=name,
                unit=unit,
                old=[value for blocks in old_blocks for value in blocks],
                new=[value for blocks in new_blocks for value in blocks],
                old_runs=[fmean(blocks) for blocks in old_blocks if blocks],
                new_runs=[fmean(blocks) for blocks in new_blocks if blocks],
            )


def _blocks(run: LoadResult, figure: Figure) -> list[float]:
    """The figure's mean over each stretch of the run, without the warm-up."""
    seconds = run.measured_seconds()
    size = max(SHORTEST_BLOCK, len(seconds) // BLOCKS)
    blocks = [seconds[start : start + size] for start in range(0, len(seconds) - size + 1, size)]
    values = ([value for one in block if (value := figure(one)) is not None] for block in blocks)
    return [fmean(of_block) for of_block in values if of_block]
