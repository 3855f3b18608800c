"""Runs that are ended at any moment leave nothing, or what `edgeproof clean` removes."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

RUNS = 20
SEED = int(os.environ.get("EDGEPROOF_ENDS_SEED", "1"))
LONGEST_WAIT_S = 14.0
FIVE_TIMES_S = 10.0
"""An interruption takes effect within two seconds; a busy machine may take five times as long."""

EDGEPROOF = [sys.executable, "-m", "edgeproof"]


class Stack:
    """A stack that `edgeproof up` keeps, with other people's posts and keys in it."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self.posts_url, self.redis_url = addresses["posts_url"], addresses["redis_url"]
        self.token = addresses["token"]
        for text in ("mine", "a", "", "somebody's"):
            httpx.post(self.posts_url, content=text.encode())
        for number in range(20):
            self.ask("SET", f"other:{number}", str(number))

    def ask(self, *command: str) -> Any:
        """The result of a command."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.post(self.redis_url, json=command, headers=headers).json()["result"]

    def contents(self) -> tuple[list[Any], list[str]]:
        """All posts, and the names of all keys but those that hold the posts."""
        names = [name for name in self.ask("KEYS", "*") if not name.startswith("post")]
        return httpx.get(self.posts_url).json(), sorted(names)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with subprocess.Popen([*EDGEPROOF, "up", "--json"], stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        try:
            yield Stack(json.loads(up.stdout.readline()))
        finally:
            up.terminate()


def drawn(number: int) -> tuple[signal.Signals, float]:
    """The signal that ends the run of that number, and when, in seconds after its start."""
    chance = random.Random(SEED * 1000 + number)  # noqa: S311  (no secret)
    signals = [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP]
    return signals[number % len(signals)], chance.uniform(0.2, LONGEST_WAIT_S)


@pytest.mark.faulty
@pytest.mark.parametrize("number", range(RUNS))
def test_what_was_there_before_is_there_and_nothing_else(
    stack: Stack, tmp_path: Path, number: int
) -> None:
    sent, wait_s = drawn(number)
    before = stack.contents()
    environment = os.environ | {
        "UPSTASH_REDIS_REST_TOKEN": stack.token,
        "XDG_CACHE_HOME": str(tmp_path),
    }
    where = ["--posts", stack.posts_url, "--redis", stack.redis_url]
    with subprocess.Popen(
        [*EDGEPROOF, "check", *where, "--profile", "quick", "--jobs", "1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as run:  # fmt: skip
        time.sleep(wait_s)
        run.send_signal(sent)
        started = time.monotonic()
        output, _ = run.communicate(timeout=60)
        took_s = time.monotonic() - started
    cleaned = subprocess.run(
        [*EDGEPROOF, "clean"], env=environment, capture_output=True, text=True, check=False
    )
    assert cleaned.returncode == 0, cleaned.stdout + cleaned.stderr
    assert stack.contents() == before
    assert "Traceback" not in output
    assert stack.token not in output
    if sent is not signal.SIGKILL:
        # Before Python has begun to run the command, the signal ends Python itself.
        assert run.returncode == 130 or (run.returncode == -sent and not output)
        assert took_s < FIVE_TIMES_S
