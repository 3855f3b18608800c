"""How the search for linearizability grows: `python -m benchmarks.linearizability`.

Histories of clients who call again as soon as they are answered, all on one key. Each history is
checked as it is, and with one wrong read near its end, in a process of its own. Prints a Markdown
table for docs/benchmarks.md.
"""

import argparse
import heapq
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from msgspec.structs import replace

from edgeproof.consistency import KEY_BY_KEY, Linearizable, Operation, check_linearizable, in_order
from edgeproof.consistency.search import Deadline, Search, TimeIsUp

MEAN_LATENCY_NS = 10_000_000
MEAN_GAP_NS = 100_000
FAULT_AT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What clients ask of one key. Of `values` values each is written often; without, each once."""

    name: str
    calls: tuple[str, ...]
    values: int | None = None

    def words(self, number: int, chance: random.Random) -> tuple[str, ...]:
        """The words of the call of that number."""
        call = chance.choice(self.calls)
        if call in {"GET", "INCR"}:
            return (call, "k")
        value = number if self.values is None else chance.randrange(self.values)
        return (call, "k", f"value-{value}")


REGISTER = Load(name="register", calls=("GET", "GET", "GET", "SET", "SET", "GETSET"))
COUNTER = Load(name="counter", calls=("GET", "INCR"))
THREE_VALUES = Load(name="register of three values", calls=("GET", "SET", "SET"), values=3)


class Key:
    """A key that answers one call after the other."""

    def __init__(self) -> None:
        self._value: str | None = None

    def answer(self, call: str, value: str = "") -> object:
        """Do the call."""
        before = self._value
        match call:
            case "SET" | "GETSET":
                self._value = value
                return "OK" if call == "SET" else before
            case "INCR":
                self._value = str(int(before or 0) + 1)
                return int(self._value)
        return before


def intervals(clients: int, chance: random.Random) -> Iterator[tuple[int, int, int, int]]:
    """Client, call, effect and return of one operation after the other, in order of their calls."""
    free = [(round(chance.expovariate(1 / MEAN_LATENCY_NS)), client) for client in range(clients)]
    heapq.heapify(free)
    while True:
        called_ns, client = free[0]
        returned_ns = called_ns + round(chance.expovariate(1 / MEAN_LATENCY_NS))
        yield client, called_ns, chance.randint(called_ns, returned_ns), returned_ns
        gap_ns = round(chance.expovariate(1 / MEAN_GAP_NS))
        heapq.heapreplace(free, (returned_ns + gap_ns, client))


def history_of(load: Load, clients: int, operations: int, seed: int) -> tuple[Operation, ...]:
    """A linearizable history."""
    chance = random.Random(seed)
    drawn = zip(range(operations), intervals(clients, chance), strict=False)
    asked = [(effect, load.words(n, chance), (one, at, to)) for n, (one, at, effect, to) in drawn]
    key = Key()
    return in_order(
        Operation(
            client=client,
            call=words[0],
            arguments=words[1:],
            result=key.answer(words[0], *words[2:]),
            called_ns=called_ns,
            returned_ns=returned_ns,
        )
        for _, words, (client, called_ns, returned_ns) in sorted(asked)
    )


def spoilt(history: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """The same, but one read near the end answers as if nothing had ever been written."""
    reads = [place for place, one in enumerate(history) if one.call == "GET"]
    place = reads[int(len(reads) * FAULT_AT)]
    return (*history[:place], replace(history[place], result=None), *history[place + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The answer, the seconds to it alone and with the window, the process's peak memory.

    `window` is how many operations that has; 0 without one.
    """

    answer: Linearizable
    answer_s: float
    window_s: float
    window: int
    memory_mib: float


def measure(history: tuple[Operation, ...], limit_s: float) -> Measured:
    """Check a history twice: without a window, and with one."""
    started_s = time.perf_counter()
    try:
        search = Search(KEY_BY_KEY, history, [KEY_BY_KEY.initial], Deadline.after(limit_s))
        search.is_possible()
    except TimeIsUp:
        pass
    searched_s = time.perf_counter()
    verdict = check_linearizable(KEY_BY_KEY, history, limit_s=limit_s)
    return Measured(
        answer=verdict.answer,
        answer_s=searched_s - started_s,
        window_s=time.perf_counter() - searched_s,
        window=len(verdict.window.operations) if verdict.window else 0,
        memory_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def row(load: Load, clients: int, operations: int, limit_s: float) -> str:
    """A line of the table."""
    history = history_of(load, clients, operations, seed=clients * operations)
    # A process of its own for each: its peak memory is that of one check.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        right, wrong = pool.map(measure, [history, spoilt(history)], [limit_s] * 2)
    return (
        f"| {load.name} | {clients} | {operations:,} | {right.answer} | {right.answer_s:.2f} "
        f"| {right.memory_mib:.0f} | {wrong.answer} | {wrong.answer_s:.2f} | {wrong.window_s:.2f} "
        f"| {wrong.window or ''} | {wrong.memory_mib:.0f} |"
    )


def main() -> None:
    """Measure, and print a line a history."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--clients", type=int, nargs="*", default=[4, 8, 16])
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for each search")
    options = parser.parse_args()
    print("| object | clients | operations | as it is | s | MiB | spoilt | s ", end="")
    print("| with window, s | operations in it | MiB |")
    print("|---|--:|--:|---|--:|--:|---|--:|--:|--:|--:|")
    for load in (REGISTER, COUNTER, THREE_VALUES):
        for clients in options.clients:
            for operations in options.operations:
                print(row(load, clients, operations, options.limit), flush=True)


if __name__ == "__main__":
    main()
