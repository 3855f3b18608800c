"""Every faulty deployment, and a whole check of each: no law and no suite is left out."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from edgeproof.stack import redis_server
from tests.faulty.endpoints.faults import FAULT_VARIABLE, Fault, all_faults
from tests.faulty.manners.checked import keys_in
from tests.faulty.serving import READ_ONLY_TOKEN, TOKEN, served_before
from tests.faulty.test_workers import WORKERS, laws_broken_by
from tests.faulty.whole.counting import FILE_VARIABLE

LONGEST_S = 900
TOKENS = {
    "UPSTASH_REDIS_REST_TOKEN": TOKEN,
    "UPSTASH_REDIS_REST_READONLY_TOKEN": READ_ONLY_TOKEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A faulty deployment, and the laws that its fault is known to break.

    A worker and a fault `on_own_stack` are judged on a stack that the check starts, whose requests
    nobody else counts and of which nothing is left.
    """

    name: str
    kind: str
    breaks: tuple[str, ...]
    on_own_stack: bool
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The result of a whole check; `counted` and `keys_left` as the server knows them, or None."""

    exit_code: int
    result: dict[str, Any]
    counted: int | None = None
    keys_left: int | None = None


def all_cases() -> list[Case]:
    """Every faulty worker, then every faulty endpoint, by name."""
    workers = [
        Case(
            name=file.stem,
            kind="worker",
            breaks=tuple(laws_broken_by(file)),
            on_own_stack=True,
            options=("--worker", str(file)),
        )
        for file in WORKERS
    ]
    return [*workers, *map(_of_endpoint, sorted(all_faults().values(), key=lambda one: one.name))]


def _of_endpoint(fault: Fault) -> Case:
    wrapper = {"EDGEPROOF_ENDPOINT_WRAPPER": "tests.faulty.endpoints.faults:serve_fault"}
    return Case(
        name=fault.name,
        kind="endpoint",
        breaks=fault.breaks,
        on_own_stack=fault.on_own_stack,
        environment=wrapper | {FAULT_VARIABLE: fault.name} if fault.on_own_stack else TOKENS,
    )


def seen(case: Case, *, profile: str, seed: int) -> Seen:
    """Check the deployment whole."""
    options = ["--profile", profile, "--seed", str(seed), *case.options]
    if case.on_own_stack:
        return _checked(case, options)
    with tempfile.TemporaryDirectory() as folder, redis_server() as redis_url:
        file = Path(folder) / "requests"
        with _counted_endpoints(redis_url, file) as url:
            where = ["--redis", f"{url}/{case.name}", "--probe-isolation"]
            found = _checked(case, [*options, *where])
        return Seen(
            exit_code=found.exit_code,
            result=found.result,
            counted=file.stat().st_size,
            keys_left=len(keys_in(redis_url)),
        )


@contextmanager
def _counted_endpoints(redis_url: str, file: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FILE_VARIABLE, str(file))
        with served_before(redis_url, "tests.faulty.whole.counting:serve_counted_faults") as url:
            yield url


def _checked(case: Case, options: list[str]) -> Seen:
    with tempfile.TemporaryDirectory() as examples:
        done = subprocess.run(
            [sys.executable, "-m", "edgeproof", "check", "--json", "--jobs", "1",
             "--examples", examples, *options],
            env={**os.environ, **case.environment},
            capture_output=True, text=True, check=False, timeout=LONGEST_S,
        )  # fmt: skip
    try:
        return Seen(exit_code=done.returncode, result=json.loads(done.stdout))
    except ValueError:
        message = f"exit code {done.returncode}: {done.stderr.strip()[-500:]}"
        raise AssertionError(message) from None
