"""Locust, run as people run it."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from edgeproof.content import loadtests_folder

LOCUSTFILE = loadtests_folder() / "locustfile.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run of Locust ended: its exit code, the requests by step, all that it said."""

    code: int
    requests: dict[str, int]
    said: str


def command(*arguments: str, files: str | Path = LOCUSTFILE) -> list[str]:
    return [sys.executable, "-m", "locust", "-f", str(files), *arguments]


def headless(
    host: str, *arguments: str, files: str | Path = LOCUSTFILE, run_time: str = "4s"
) -> Ended:
    """Run without the web UI, for so long."""
    options = ["--host", host, "--headless", "--json", "--run-time", run_time, *arguments]
    ended = subprocess.run(
        command(*options, files=files), capture_output=True, text=True, check=False, timeout=120
    )
    return Ended(code=ended.returncode, requests=requests_in(ended.stdout), said=ended.stderr)


def requests_in(output: str) -> dict[str, int]:
    """How many requests of each step there were, by the JSON that Locust prints in the end."""
    found = re.search(r"^\[\n.*^\]", output, re.MULTILINE | re.DOTALL)
    return {one["name"]: one["num_requests"] for one in json.loads(found[0])} if found else {}
