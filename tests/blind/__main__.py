"""Checks the servers of the blind set: `python -m tests.blind [ID…] [-- OPTIONS OF CHECK]`."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "reports" / "blind.md"
TOKEN = "a-token-for-the-blind-set"
HEAD = "| id | exit | broken | inconclusive | keys told left | s |\n|---|--:|---|--:|--:|--:|\n"
LONGEST_S = 900


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A server: in which language it is, what it serves, and whether it needs a Redis."""

    id: str
    language: str
    interface: str
    needs_redis: bool

    def command(self, folder: Path) -> list[str]:
        """What starts it; a Go program is built into that folder first."""
        source = HERE / "cases" / self.id
        if self.language == "node":
            return ["node", str(source / "server.mjs")]
        program = folder / "server"
        build = ["go", "build", "-o", str(program), str(source / "main.go")]
        subprocess.run(build, check=True, env={**os.environ, "GO111MODULE": "off"})
        return [str(program)]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def process(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server on that port for the length of a block."""
    with subprocess.Popen(
        command, env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            for _ in range(200):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield
        finally:
            server.kill()


def row_of(case: Case, options: list[str]) -> str:
    """Return a row of the table."""
    with tempfile.TemporaryDirectory() as name:
        port, redis_port = free_port(), free_port()
        environment = {"PORT": str(port), "TOKEN": TOKEN, "REDIS_PORT": str(redis_port)}
        redis = shutil.which("redis-server", path=os.defpath) or "redis-server"
        database = [redis, "--port", str(redis_port), "--bind", "127.0.0.1", "--save", ""]
        started = time.monotonic()
        with (
            process(database, redis_port, {}),
            process(case.command(Path(name)), port, environment),
        ):
            url = f"http://127.0.0.1:{port}"
            where = ["--redis", url] if case.interface == "redis" else ["--posts", f"{url}/posts"]
            done = subprocess.run(
                [sys.executable, "-m", "edgeproof", "check", *where, "--profile", "quick",
                 "--jobs", "1", "--out", name, *options],
                env={**os.environ, "UPSTASH_REDIS_REST_TOKEN": TOKEN},
                capture_output=True, check=False, timeout=LONGEST_S,
            )  # fmt: skip
        result: dict[str, Any] = msgspec.json.decode((Path(name) / "result.json").read_bytes())
    laws = {one["id"]: one["outcome"] for one in result["laws"]}
    broken = [law for law, outcome in laws.items() if outcome == "broken"]
    inconclusive = list(laws.values()).count("inconclusive")
    return (
        f"| {case.id} | {done.returncode} | {', '.join(broken) or 'none'} | {inconclusive} | "
        f"{result['totals']['keys_left']} | {time.monotonic() - started:.0f} |\n"
    )


def main() -> None:
    """Check those that are named, or all that have no row yet."""
    words = sys.argv[1:]
    options = words[words.index("--") + 1 :] if "--" in words else []
    named = set(words[: words.index("--")] if "--" in words else words)
    cases = msgspec.json.decode((HERE / "cases.json").read_bytes(), type=list[Case])
    TABLE.parent.mkdir(exist_ok=True)
    if not TABLE.exists():
        TABLE.write_text(HEAD)
    for case in cases:
        has_row = f"| {case.id} |" in TABLE.read_text()
        if case.id in named or not (named or has_row):
            row = row_of(case, options)
            print(row, end="", flush=True)  # noqa: T201  (rows come minutes apart)
            with TABLE.open("a") as table:
                table.write(row)


if __name__ == "__main__":
    main()
