"""What a request costs the load engine, beside other generators; and whether it tells the truth.

    python -m benchmarks.load_engine --autocannon PATH

CPU is user and system time of a generator's whole process tree, over the requests that the server
counted meanwhile: the median of some rounds, for a machine may be busy with others' work. Server
and generator have a core each. Generators that are not installed are left out. Prints Markdown
tables for docs/benchmarks.md.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import msgspec
import psutil

from edgeproof.load import LoadResult, LoadSettings, run_load

PORT = 8765
URL = f"http://127.0.0.1:{PORT}/posts"
WARM_UP_S = 4.0
RATES = (500, 5_000, 20_000)
SCENARIOS = """
from edgeproof.load import PostsScenario, step

class Lists(PostsScenario):
    @step()
    async def read(self, user):
        await self.list(user)

class Waiting(PostsScenario):
    think_s = (5.0, 15.0)
    @step()
    async def read(self, user):
        await self.list(user)
"""
UNDER_LOCUST = """
from edgeproof.load import PostsScenario, step
from edgeproof.load.under_locust import VirtualUsers

class Lists(PostsScenario):
    @step()
    async def read(self, user):
        await self.list(user)

class Readers(VirtualUsers):
    scenario = Lists
"""
FAST_HTTP = """
from locust import FastHttpUser, task

class Lists(FastHttpUser):
    @task
    def read(self):
        with self.client.get("/posts", catch_response=True) as response:
            if response.status_code != 200 or not isinstance(response.json(), list):
                response.failure("no list")
"""


@contextmanager
def server(*freeze: float) -> Iterator[None]:
    """Run the server on core 1 for the length of a block."""
    command = [sys.executable, "-m", "benchmarks.constant_server", str(PORT), *map(str, freeze)]
    process = subprocess.Popen(["taskset", "-c", "1", *command])
    try:
        _wait_for_server()
        yield
    finally:
        process.kill()
        process.wait()


def _wait_for_server() -> None:
    for _ in range(100):
        with suppress(OSError):
            requests_so_far()
            return
        time.sleep(0.05)
    raise SystemExit("the server of the benchmark does not answer")


def requests_so_far() -> int:
    """How many requests the server had."""
    with urlopen(f"http://127.0.0.1:{PORT}/count") as answer:
        return int(answer.read())


def cpu_s_of(pid: int) -> float:
    """User and system time of a process and all below it."""
    root = psutil.Process(pid)
    times = [one.cpu_times() for one in (root, *root.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def engine_command(folder: Path, model: str, target: float, seconds: float) -> list[str]:
    """A run of the engine, as a process."""
    settings = LoadSettings(
        scenario="lists",
        scenario_file=str(folder / "scenarios.py"),
        url=URL,
        model=model,  # type: ignore[arg-type]  # one of two
        target=target,
        duration_s=seconds,
        warm_up_s=1.0,
        arrivals="constant",
    )
    text = msgspec.json.encode(settings).decode()
    return [sys.executable, "-m", "benchmarks.load_engine", "--run", text]


def locust_command(file: Path, users: str) -> list[str]:
    """A run of Locust without its web UI."""
    command = [sys.executable, "-m", "locust", "-f", str(file), "--headless", "-u", users]
    return [*command, "-r", users, "--host", URL.removesuffix("/posts")]


def generators(folder: Path, connections: int, autocannon: str | None) -> dict[str, list[str]]:
    """The commands of all generators that are there."""
    seconds = 3600
    most = str(connections)
    found = {
        "edgeproof": engine_command(folder, "closed", connections, seconds),
        "edgeproof under Locust": locust_command(folder / "under_locust.py", most),
    }
    if wrk := shutil.which("wrk"):
        found["wrk"] = [wrk, "-t1", f"-c{most}", f"-d{seconds}s", URL]
    if autocannon:
        found["autocannon"] = ["node", autocannon, "-c", most, "-d", str(seconds), URL]
    if hey := shutil.which("hey"):
        found["hey"] = [hey, "-c", most, "-z", f"{seconds}s", URL]
    found["FastHttpUser"] = locust_command(folder / "fast_http.py", most)
    return found


def cost_us(command: list[str], seconds: float) -> tuple[float, float]:
    """Requests a second of a generator on core 0, and its CPU a request in microseconds."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(WARM_UP_S)
        begun = time.perf_counter(), requests_so_far(), cpu_s_of(process.pid)
        time.sleep(seconds)
        ended = time.perf_counter(), requests_so_far(), cpu_s_of(process.pid)
    finally:
        process.kill()
        process.wait()
    took_s, requests, cpu_s = (after - before for before, after in zip(begun, ended, strict=True))
    return requests / took_s, cpu_s / max(requests, 1) * 1e6


def print_costs(
    folder: Path, options: argparse.Namespace, at: Sequence[int] = (1, 16, 64, 512)
) -> None:
    """The table of what a request costs: medians of rounds in which each generator has its turn."""
    print("| generator | connections | requests/s | µs CPU per request | of wrk's |")
    print("|---|--:|--:|--:|--:|")
    for connections in at:
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(options.rounds):
            for name, command in generators(folder, connections, options.autocannon).items():
                with server():
                    found[name].append(cost_us(command, options.seconds))
        costs = {
            name: [median(column) for column in zip(*of, strict=True)] for name, of in found.items()
        }
        wrk_us = costs["wrk"][1] if "wrk" in costs else float("nan")
        for name, (rate, cpu_us) in costs.items():
            print(
                f"| {name} | {connections} | {rate:,.0f} | {cpu_us:.1f} | {cpu_us / wrk_us:.2f} |",
                flush=True,
            )


def print_open_model(folder: Path, seconds: float) -> None:
    """The table of the open model: what it keeps up with."""
    print("\n| arrivals/s | achieved | lag p99, ms | µs CPU per request | p50, ms | p99, ms |")
    print("|--:|--:|--:|--:|--:|--:|")
    for rate in RATES:
        with server():
            report = _report_of(engine_command(folder, "open", rate, seconds))
        found, of = report.generator, report.steps[0].percentiles_ms
        print(f"| {rate:,} | {report.achieved_rate:,.0f} | {found.lag_ms_p99:.2f} ", end="")
        print(f"| {found.cpu_us_per_request:.1f} | {of['50']:.2f} | {of['99']:.2f} |")


def paced(folder: Path, rate: int, autocannon: str | None) -> dict[str, list[str]]:
    """The commands of generators that keep a rate, over 50 connections where they have so many."""
    found = {"edgeproof": engine_command(folder, "open", rate, 3600)}
    if autocannon:
        asked = ["-c", "50", "-d", "3600", "-R", str(rate)]
        found["autocannon -R"] = ["node", autocannon, *asked, URL]
    if hey := shutil.which("hey"):
        found["hey -q"] = [hey, "-c", "50", "-z", "3600s", "-q", str(rate // 50), URL]
    if h2load := shutil.which("h2load"):
        asked = ["-c", "50", "-D", "3600", "--rps", str(rate // 50), "--h1"]
        found["h2load --rps"] = [h2load, *asked, URL]
    return found


def print_pacing(folder: Path, seconds: float, autocannon: str | None) -> None:
    """The table of generators that keep a rate, as the server sees it."""
    print("\n| generator | requested, per second | the server had | µs CPU per request |")
    print("|---|--:|--:|--:|")
    for asked in RATES:
        for name, command in paced(folder, asked, autocannon).items():
            with server():
                rate, cpu_us = cost_us(command, seconds)
            print(f"| {name} | {asked:,} | {rate:,.0f} | {cpu_us:.1f} |")


def print_honesty(folder: Path) -> None:
    """The table of a server that freezes for a second in every five."""
    with server(5.0, 1.0):
        report = _report_of(engine_command(folder, "open", 500, 50.0))
    print("\n| percentile | reported, ms | arithmetic, ms | service time, ms |")
    print("|--:|--:|--:|--:|")
    step = report.steps[0]
    for percentile, expected in (("50", "(own)"), ("90", "500"), ("99", "950"), ("99.9", "995")):
        reported, service = step.percentiles_ms[percentile], step.service_percentiles_ms[percentile]
        print(f"| {percentile} | {reported:.2f} | {expected} | {service:.2f} |")


def print_memory(folder: Path) -> None:
    """How much memory 10,000 users take that mostly wait."""
    settings = engine_command(folder, "closed", 10_000, 3600)[-1].replace('"lists"', '"waiting"')
    with server():
        command = [sys.executable, "-m", "benchmarks.load_engine", "--run", settings]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(20)
        engine = psutil.Process(process.pid).children()[0]
        print(f"\n10,000 waiting users: {engine.memory_info().rss / 2**20:.0f} MiB")
        process.kill()
        process.wait()


def _report_of(command: list[str]) -> LoadResult:
    found = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(found.stdout, type=LoadResult)


def main() -> None:
    """Measure, or carry out one run of the engine for that."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--autocannon", help="its autocannon.js")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        report = run_load(msgspec.json.decode(options.run, type=LoadSettings))
        sys.stdout.buffer.write(msgspec.json.encode(report))
        return
    print(f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scenarios.py").write_text(SCENARIOS)
        (folder / "under_locust.py").write_text(UNDER_LOCUST)
        (folder / "fast_http.py").write_text(FAST_HTTP)
        print_costs(folder, options)
        print_open_model(folder, options.seconds)
        print_pacing(folder, options.seconds, options.autocannon)
        print_honesty(folder)
        print_memory(folder)


if __name__ == "__main__":
    main()
