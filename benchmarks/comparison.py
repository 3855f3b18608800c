"""How often a comparison of load sees what is not there: `python -m benchmarks.comparison`.

Compares pairs of simulated runs. Seconds are like their neighbours, some have a burst of slow
answers, and each run as a whole is off by chance (`between`), as machines are. Prints a Markdown
table: what the pairs read, where there is no difference and where there is one.
"""

import argparse
import itertools
import math
import random
from collections import Counter
from typing import Final

from edgeproof.reporting import GeneratorResult, LoadModel, LoadResult, Second, StepResult
from edgeproof.reporting.comparison import Effect
from edgeproof.reporting.comparison.load import compare_loads
from tests.reporting.results import result_of

MODELS: Final[tuple[LoadModel, ...]] = ("open", "closed")
USERS = 50
ALIKE = 0.7
"""The correlation of a second with the next."""

BURSTS = 0.03
"""How many of the seconds have one."""


def simulated_run(
    chance: random.Random, *, model: LoadModel, seconds: int, between: float, slower: float
) -> LoadResult:
    """A run of `seconds` whose response times are `slower` times those of the reference."""
    whole = slower * math.exp(between * chance.gauss(0, 1))
    level, timeline = 0.0, []
    for at_s in range(1, seconds + 1):
        level = ALIKE * level + math.sqrt(1 - ALIKE**2) * chance.gauss(0, 1)
        p50_ms = 20 * whole * math.exp(0.1 * level)
        burst = chance.uniform(3, 20) if chance.random() < BURSTS else 1.0
        p99_ms = 4 * p50_ms * burst * math.exp(0.3 * abs(chance.gauss(0, 1)))
        expected = 500.0 if model == "open" else USERS * 1e3 / (1.2 * p50_ms)
        rate = expected + math.sqrt(expected) * chance.gauss(0, 1)
        timeline.append(_second(float(at_s), rate, p50_ms, p99_ms))
    return _result(model, timeline)


def _second(at_s: float, rate: float, p50_ms: float, p99_ms: float) -> Second:
    return Second(
        at_s=at_s,
        target=0.0,
        rate=rate,
        errors=0,
        p50_ms=p50_ms,
        p99_ms=p99_ms,
        in_flight=0,
        lag_ms_p99=0.1,
    )


def _result(model: LoadModel, timeline: list[Second]) -> LoadResult:
    percentiles_ms = {
        "50": sum(second.p50_ms for second in timeline) / len(timeline),
        "99": sorted(second.p99_ms for second in timeline)[len(timeline) * 9 // 10],
    }
    steps = [
        StepResult(
            name=name,
            count=1,
            errors=0,
            percentiles_ms=percentiles_ms,
            service_percentiles_ms=percentiles_ms,
            min_ms=0.0,
            errors_by_name={},
        )
        for name in ("list", "create")
    ]
    return LoadResult(
        scenario="simulated",
        model=model,
        target_rate=500.0 if model == "open" else None,
        users=None if model == "open" else float(USERS),
        achieved_rate=sum(second.rate for second in timeline) / len(timeline),
        steps=steps,
        violations=[],
        generator=GeneratorResult(lag_ms_p99=0.1, cpu_us_per_request=10.0, saturated=False),
        duration_s=float(len(timeline)),
        warm_up_s=0.0,
        timeline=timeline,
        made=0,
        left=0,
        reopened=0,
        notes=[],
    )


def verdict(old: list[LoadResult], new: list[LoadResult]) -> Effect:
    """What a comparison of the runs comes to."""
    [loads], _ = compare_loads([result_of([], load=old)], [result_of([], load=new)])
    return loads.effect


def main() -> None:
    """Compare pairs of each kind, and print a row a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    pairs = parser.parse_args().pairs
    print("| runs a side | model | between runs | slower | better | worse | no difference |")
    print("|--:|---|--:|--:|--:|--:|--:|")
    alike = itertools.product((1, 3, 5, 10), MODELS, (0.0, 0.05, 0.1), (1.0,))
    others = itertools.product((1, 3, 5, 10), MODELS[1:], (0.05,), (1.1, 1.25, 1.5, 2.0))
    for runs, model, between, slower in (*alike, *others):
        found = compared(pairs, runs, model=model, between=between, slower=slower)
        shares = " | ".join(f"{found[effect] / pairs:.1%}" for effect in Effect)
        print(f"| {runs} | {model} | {between:.0%} | {slower - 1:.0%} | {shares} |", flush=True)


def compared(
    pairs: int, runs: int, *, model: LoadModel, between: float, slower: float
) -> Counter[Effect]:
    """How often each verdict came of pairs of `runs` runs a side, of a minute each."""
    chance = random.Random(f"{runs} {model} {between} {slower}")

    def side(slower: float) -> list[LoadResult]:
        return [
            simulated_run(chance, model=model, seconds=60, between=between, slower=slower)
            for _ in range(runs)
        ]

    return Counter(verdict(side(1.0), side(slower)) for _ in range(pairs))


if __name__ == "__main__":
    main()
