"""Judges faulty deployments whole, and writes a row on each.

    python -m tests.faulty.whole [NAME…] [--all]

The rows go to `reports/whole.md` as they come; what has a row there is not judged again.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Final

from tests.faulty.whole.cases import Case, Seen, all_cases, seen

TABLE: Final = Path(__file__).parents[3] / "reports" / "whole.md"
HEAD: Final = """\
# Faulty deployments, each judged whole

*right* is the number of the first finding with a law that the fault is known to break, *further*
are the laws that broke beside those.

| kind | fault | exit | findings | right | further | left: told | left: seen | requests: told \
| requests: counted | s |
|---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|
"""


def row_of(case: Case, options: argparse.Namespace) -> str:
    """Judge a deployment, and return its row."""
    started = time.monotonic()
    name = f"| {case.kind} | {case.name} |"
    try:
        found = seen(case, profile=options.profile, seed=options.seed)
    except AssertionError as error:
        return f"{name} {' '.join(str(error).split())} |\n"
    return f"{name} {' | '.join(_cells(case, found))} | {time.monotonic() - started:.0f} |\n"


def _cells(case: Case, found: Seen) -> list[str]:
    result = found.result
    findings = result["findings"]
    right = [one["number"] for one in findings if {*one["laws"]} & {*case.breaks}]
    broken = [law["id"] for law in result["laws"] if law["outcome"] == "broken"]
    further = [law for law in broken if law not in case.breaks]
    totals = result["totals"]
    return [
        str(found.exit_code),
        str(len(findings)),
        str(min(right, default="none")),
        ", ".join(further) or "none",
        str(totals["keys_left"]),
        "" if found.keys_left is None else str(found.keys_left),
        str(totals["requests"]),
        "" if found.counted is None else str(found.counted),
    ]


def chosen(cases: list[Case], options: argparse.Namespace) -> list[Case]:
    """The cases that are named, or a sample; none that has a row, unless it is named."""
    if options.names:
        return [case for case in cases if case.name in options.names]
    if not options.all:
        cases = random.Random(options.seed).sample(cases, options.count)  # noqa: S311  (no secret)
    rows = TABLE.read_text("utf-8") if TABLE.exists() else ""
    return [case for case in cases if f"| {case.kind} | {case.name} |" not in rows]


def main(words: Sequence[str] | None = None) -> None:
    """Read the options and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.faulty.whole")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--all", action="store_true", help="all of them, which takes hours")
    parser.add_argument("--count", type=int, default=40, help="how many of them (default: 40)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample, and of the checks")
    parser.add_argument("--profile", default="quick", help="(default: quick)")
    parser.add_argument("--at-once", type=int, default=2, help="checks at once (default: 2)")
    options = parser.parse_args(words)
    cases = chosen(all_cases(), options)
    TABLE.parent.mkdir(exist_ok=True)
    if not TABLE.exists():
        TABLE.write_text(HEAD, "utf-8")
    # Processes: which fault an endpoint has, its environment says.
    with ProcessPoolExecutor(options.at_once) as pool, TABLE.open("a", encoding="utf-8") as table:
        for row in as_completed([pool.submit(row_of, case, options) for case in cases]):
            for to in (sys.stdout, table):
                to.write(row.result())
                to.flush()


if __name__ == "__main__":
    main()
