"""What each law costs, as the most that given results have seen of it, and a quarter more.

    python -m benchmarks.costs RESULT…

writes `edgeproof/laws/costs.json`, from which `edgeproof check --dry-run` reads. Give several
results of each profile, of the embedded stack.
"""

import argparse
import math
from collections import defaultdict
from pathlib import Path

from edgeproof.laws.costs import FILE_NAME, Cost, Costs
from edgeproof.reporting import Result, as_json, read_result

FILE = Path(__file__).parents[1] / "edgeproof" / "laws" / FILE_NAME
MARGIN = 1.25


def costs_in(results: list[Result]) -> Costs:
    """Return the greatest cost of each law and profile among the results, and a quarter more."""
    laws: dict[str, dict[str, Cost]] = defaultdict(dict)
    beside: dict[str, Cost] = {}
    for result in results:
        for law in result.laws:
            before = laws[law.id].get(result.profile, (0, 0))
            laws[law.id][result.profile] = _greater(before, _more(law.requests, law.commands))
        rest = (
            result.totals.requests - sum(law.requests for law in result.laws),
            result.totals.commands - sum(law.commands for law in result.laws),
        )
        beside[result.profile] = _greater(beside.get(result.profile, (0, 0)), _more(*rest))
    return Costs(laws={law: laws[law] for law in sorted(laws)}, beside=beside)


def _more(requests: int, commands: int) -> Cost:
    return math.ceil(requests * MARGIN), math.ceil(commands * MARGIN)


def _greater(one: Cost, other: Cost) -> Cost:
    return max(one[0], other[0]), max(one[1], other[1])


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="What each law costs.")
    parser.add_argument("results", nargs="+", type=Path)
    results = [read_result(file) for file in parser.parse_args().results]
    FILE.write_bytes(as_json(costs_in(results)))


if __name__ == "__main__":
    main()
