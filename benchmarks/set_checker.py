"""How long histories the set checker takes, and in what time: `python -m benchmarks.set_checker`.

Sixteen clients of a correct set, who overlap: 18 lists to an add and a remove, as the locustfile's
users; a remove takes the oldest element once there are more than so many. One answer in a hundred
to an add or a remove never comes. Seconds are of CPU, each size has a process of its own. Prints a
Markdown table for docs/benchmarks.md.
"""

import argparse
import heapq
import platform
import random
import resource
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from edgeproof.consistency import SetHistory, check_set

SIZES = (
    (1_000, 20),
    (10_000, 20),
    (100_000, 20),
    (1_000_000, 20),
    (1_000_000, 100),
    (100_000, 1_000),
)
"""Operations, and elements that the set keeps."""

HEADER = """\
| operations | elements in a list | listed in all | build, s | check, s | peak memory, MiB |
|--:|--:|--:|--:|--:|--:|"""

CLIENTS = 16
STEP_NS = 20_000
"""From one effect to the next: 50,000 operations a second."""

LISTS_IN_TEN = 9
PENDING_SHARE = 0.01
BATCH = 50
"""Operations that are made, untimed, before they are kept, timed: few, so that lists are still in
the processor's cache, as those are that have just been read from an answer."""

Keep = Callable[[SetHistory], None]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What one history took: seconds to keep and to check, the most memory of its process."""

    operations: int
    listed: int
    build_s: float
    check_s: float
    peak_mib: float


@dataclass(slots=True)
class CorrectSet:
    """A set, and the clients of it, who overlap."""

    kept: int
    draw: random.Random
    texts: dict[int, int] = field(default_factory=dict)
    given: int = 0
    listed: int = 0

    def operations(self, count: int) -> Iterator[Keep]:
        """So many operations, in the order in which they return."""
        under_way: list[tuple[int, int, Keep]] = []
        for number in range(count):
            instant_ns = (number + CLIENTS) * STEP_NS
            called_ns = instant_ns - self._delay_ns()
            returned_ns = instant_ns + self._delay_ns()
            heapq.heappush(under_way, (returned_ns, number, self._step(called_ns, returned_ns)))
            if len(under_way) == CLIENTS:
                yield heapq.heappop(under_way)[2]
        while under_way:
            yield heapq.heappop(under_way)[2]

    def _delay_ns(self) -> int:
        return self.draw.randrange(CLIENTS * STEP_NS // 2)

    def _step(self, called_ns: int, returned_ns: int) -> Keep:
        if self.draw.randrange(10) < LISTS_IN_TEN:
            return self._list(called_ns, returned_ns)
        is_pending = self.draw.random() < PENDING_SHARE
        if len(self.texts) > self.kept:
            return self._remove(called_ns, None if is_pending else returned_ns)
        return self._add(called_ns, None if is_pending else returned_ns)

    def _list(self, called_ns: int, returned_ns: int) -> Keep:
        self.listed += len(self.texts)
        # Through arrays, for numbers that are new objects, as those read from an answer are.
        elements, digests = (
            array("q", self.texts).tolist(),
            array("q", self.texts.values()).tolist(),
        )
        return lambda history: history.listed(called_ns, returned_ns, elements, digests)

    def _add(self, called_ns: int, returned_ns: int | None) -> Keep:
        self.given += 1
        digest = self.draw.getrandbits(62) + 1
        self.texts[self.given] = digest
        if returned_ns is None:
            return lambda history: history.add_pending(digest, called_ns)
        element, known_ns = self.given, returned_ns
        return lambda history: history.added(element, digest, called_ns, known_ns)

    def _remove(self, called_ns: int, returned_ns: int | None) -> Keep:
        element = next(iter(self.texts))
        del self.texts[element]
        return lambda history: history.removed(element, called_ns, returned_ns, was_there=True)


def build(steps: Iterator[Keep]) -> tuple[SetHistory, float]:
    """The history of these operations, and the seconds of CPU that it took to keep them."""
    history = SetHistory()
    build_s = 0.0
    while batch := list(islice(steps, BATCH)):
        started_s = time.process_time()
        for keep in batch:
            keep(history)
        build_s += time.process_time() - started_s
    return history, build_s


def measure(operations: int, kept: int) -> Measured:
    """Keep and check a history of so many operations, in lists of about so many elements."""
    correct = CorrectSet(kept, random.Random(operations))
    history, build_s = build(correct.operations(operations))
    started_s = time.process_time()
    verdict = check_set(history)
    check_s = time.process_time() - started_s
    assert history.operations == operations
    assert not verdict.violations
    return Measured(
        operations=operations,
        listed=correct.listed,
        build_s=build_s,
        check_s=check_s,
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def main() -> None:
    """Measure each size in a process of its own, and print a line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, type=int, metavar=("OPERATIONS", "KEPT"))
    options = parser.parse_args()
    if options.one:
        print(msgspec.json.encode(measure(*options.one)).decode())
        return
    print(f"{platform.machine()}, Python {platform.python_version()}.\n\n{HEADER}")
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.set_checker", "--one", *map(str, size)]
        ended = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        one = msgspec.json.decode(ended.stdout, type=Measured)
        print(
            f"| {one.operations:,} | {size[1]:,} | {one.listed:,} | {one.build_s:.2f} "
            f"| {one.check_s:.2f} | {one.peak_mib:,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
