"""How often the reference stack is called faulty: `python -m benchmarks.false_alarms --runs 20`.

Each run has a seed of its own. Prints a Markdown table, and ends with 1 if any law was not held, or
/posts or the database was not linearizable.
"""

import argparse
import json
import random
import subprocess
import sys
from typing import Any


def check(seed: int, profile: str) -> dict[str, Any]:
    """The result document of one run on the embedded stack."""
    command = [sys.executable, "-m", "edgeproof", "check", "--json"]
    command += [f"--seed={seed}", f"--profile={profile}", "--strict"]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    document: dict[str, Any] = json.loads(ended.stdout)
    return document


def main() -> None:
    """Run, and print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--profile", default="standard")
    options = parser.parse_args()
    print(
        "| seed | verdict | laws held | /posts | database | requests | seconds | not held |\n"
        "|---|---|--:|---|---|--:|--:|---|"
    )
    has_alarm = False
    for _ in range(options.runs):
        seed = random.randrange(2**32)
        document = check(seed, options.profile)
        totals = document["totals"]
        alarms = [law["id"] for law in document["laws"] if law["outcome"] != "held"]
        levels = [document["consistency"][interface] for interface in ("posts", "redis")]
        has_alarm |= bool(alarms) or levels != ["linearizable"] * 2
        print(
            f"| {seed} | {document['verdict']} | {totals['laws']['held']} | {' | '.join(levels)} "
            f"| {totals['requests']} | {totals['seconds']:.1f} | {', '.join(alarms)} |",
            flush=True,
        )
    sys.exit(has_alarm)


if __name__ == "__main__":
    main()
