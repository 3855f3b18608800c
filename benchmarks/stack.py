"""What the embedded stack carries, and what it costs: `tox -e bench`.

The generator runs on one core and the whole stack on another, so that figures are per core. Prints
Markdown tables for docs/benchmarks.md.
"""

import argparse
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import psutil

from benchmarks.generator import Measured, measure
from edgeproof.deployments import Deployment
from edgeproof.stack import RunningStack

CONNECTIONS = 16
WARM_UP_S = 1.0
LISTED_POSTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One thing to ask of the stack, again and again."""

    name: str
    url: str
    request: bytes


def request_bytes(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The request as it goes over the wire."""
    parts = urlsplit(url)
    lines = [f"{method} {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def loads(deployment: Deployment) -> list[Load]:
    """What is measured: single commands in two forms, a pipeline, and the three /posts requests."""
    assert deployment.redis_url and deployment.posts_url and deployment.token  # noqa: PT018  (for the type checker)
    redis, posts = deployment.redis_url, deployment.posts_url
    authorization = {"Authorization": f"Bearer {deployment.token.reveal()}"}

    def database(name: str, path: str, command: object | None) -> Load:
        body = b"" if command is None else msgspec.json.encode(command)
        method = "GET" if command is None else "POST"
        url = f"{redis}{path}"
        return Load(name=name, url=url, request=request_bytes(method, url, authorization, body))

    return [
        database("GET, JSON form", "/", ["GET", "bench:key"]),
        database("GET, path form", "/get/bench:key", None),
        database("pipeline of 20 GETs", "/pipeline", [["GET", "bench:key"]] * 20),
        Load(
            name=f"/posts: list of {LISTED_POSTS}",
            url=posts,
            request=request_bytes("GET", posts, {}),
        ),
        Load(
            name="/posts: create",
            url=posts,
            request=request_bytes("POST", posts, {"Content-Type": "text/plain"}, b"a short text"),
        ),
    ]


def cpu_seconds(pids: Mapping[str, int]) -> dict[str, float]:
    """User and system time that each process has used so far."""
    times = {name: psutil.Process(pid).cpu_times() for name, pid in pids.items()}
    return {name: spent.user + spent.system for name, spent in times.items()}


def peak_mib(pid: int) -> float | None:
    """The most memory that the process has had resident, in MiB; None where /proc is not."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def pin(pids: Mapping[str, int]) -> bool:
    """Put the generator on the first core and the stack on the last; False if there is only one."""
    if not hasattr(os, "sched_setaffinity") or len(cores := sorted(os.sched_getaffinity(0))) == 1:
        return False
    os.sched_setaffinity(0, {cores[0]})
    for pid in pids.values():
        for thread in psutil.Process(pid).threads():
            os.sched_setaffinity(thread.id, {cores[-1]})
    return True


def run_load(load: Load, seconds: float) -> Measured:
    """Drive one load, after a warm-up that is not counted."""
    parts = urlsplit(load.url)
    host, port = parts.hostname or "", parts.port or 80
    measure(host, port, load.request, connections=CONNECTIONS, seconds=WARM_UP_S)
    return measure(host, port, load.request, connections=CONNECTIONS, seconds=seconds)


def prepare(deployment: Deployment) -> None:
    """Put in what the loads read: one key, and the listed posts."""
    assert deployment.redis_url and deployment.posts_url and deployment.token  # noqa: PT018  (for the type checker)
    authorization = {"Authorization": f"Bearer {deployment.token.reveal()}"}
    with httpx.Client() as http:
        command = ["SET", "bench:key", "a short value"]
        http.post(deployment.redis_url, json=command, headers=authorization).raise_for_status()
        for number in range(LISTED_POSTS):
            http.post(deployment.posts_url, content=f"text {number}").raise_for_status()


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each load runs")
    seconds = parser.parse_args().seconds
    with RunningStack.start() as stack:
        pids = stack.pids()
        is_pinned = pin(pids)
        prepare(stack.deployment)
        rows = [measure_row(load, pids, seconds) for load in loads(stack.deployment)]
        peaks = {name: peak_mib(pid) for name, pid in pids.items()}
    where = "generator and stack on a core each" if is_pinned else "not pinned"
    print(f"{platform.machine()}, Python {platform.python_version()}, {CONNECTIONS} connections,")
    print(f"{seconds:g} s each, {where}.\n")
    names = list(pids)
    print("| load | answers/s | failures | " + " | ".join(f"{n}, µs CPU" for n in names) + " |")
    print("|---|--:|--:|" + "--:|" * len(names))
    print("\n".join(rows))
    print("\n| process | peak memory, MiB |\n|---|--:|")
    for name, peak in peaks.items():
        print(f"| {name} | {'unknown' if peak is None else f'{peak:.0f}'} |")


def measure_row(load: Load, pids: Mapping[str, int], seconds: float) -> str:
    """One line of the table: the rate, and each process's CPU time an answer."""
    before = cpu_seconds(pids)
    measured = run_load(load, seconds)
    after = cpu_seconds(pids)
    share = seconds / (seconds + WARM_UP_S)
    costs = [(after[n] - before[n]) * share / max(measured.answers, 1) * 1e6 for n in pids]
    cells = " | ".join(f"{cost:.0f}" for cost in costs)
    return f"| {load.name} | {measured.rate_per_s:,.0f} | {measured.failures} | {cells} |"


if __name__ == "__main__":
    main()
