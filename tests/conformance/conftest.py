"""A session of pytest within the test, on a suite of its own and a stand-in deployment."""

import os
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from edgeproof.clients import HttpClient, Mask, Meter, Transport
from edgeproof.conformance.check import PLUGINS
from edgeproof.content import suites_folder
from edgeproof.laws import Case, Risk
from tests.conformance.stand_in_redis import TOKEN, StandInRedis
from tests.stand_in import StandIn, answer, stand_in

HEADER = """
import anyio
from hypothesis import given, settings, strategies as st
from edgeproof.laws import Broken, Undecided, Unsupported, Untested, law
"""


@pytest.fixture
def endpoint() -> Iterator[StandIn]:
    """A stand-in for a Redis REST endpoint."""
    with stand_in(StandInRedis()) as server:
        yield server


@pytest.fixture
def server() -> Iterator[StandIn]:
    """A server whose behaviour a test sets; at first it says OK to every command."""
    with stand_in(lambda _: answer(200, b'{"result":"OK"}')) as running:
        yield running


@pytest.fixture
async def transport(server: StandIn) -> AsyncIterator[Transport]:
    """A transport to it, with little patience."""
    async with HttpClient(timeout_s=0.3, uses_proxies=False) as http:
        yield Transport(
            http,
            server.url,
            mask=Mask.of(None, None),
            case=Case(may_risk=Risk.STREAM),
            meter=Meter(),
        )


@pytest.fixture
def suite(tmp_path: Path) -> Callable[[str], Path]:
    """Write a suite of one module, with the real suites' conftest and settings."""

    def written(source: str) -> Path:
        folder = tmp_path / "suites"
        folder.mkdir(exist_ok=True)
        for name in ("conftest.py", "pytest.ini"):
            (folder / name).write_text((suites_folder() / name).read_text("utf-8"), "utf-8")
        (folder / "test_laws.py").write_text(HEADER + textwrap.dedent(source), "utf-8")
        return folder

    return written


SuiteWriter = Callable[[str], Path]
Session = Callable[..., subprocess.CompletedProcess[str]]


def environment() -> dict[str, str]:
    """The environment of the tests, without what would be taken for a deployment."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("UPSTASH_", "KV_REST_", "EDGEPROOF_", "PYTEST_"))
    }
    return kept | {"COLUMNS": "200", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def command(folder: Path, url: str, *options: str) -> list[str]:
    """The command line of a session on the endpoint."""
    given = ["--redis", url, "--token", TOKEN, "--profile", "quick", "--rootdir", str(folder)]
    plugins = [f"-p{plugin}" for plugin in PLUGINS]
    return [sys.executable, "-m", "pytest", str(folder), *plugins, *given, *options]


@pytest.fixture
def session(suite: Callable[[str], Path], endpoint: StandIn) -> Session:
    """Run a suite of one module on the endpoint, in a process of its own, and say how it ended."""

    def run(source: str, *options: str) -> subprocess.CompletedProcess[str]:
        folder = suite(source)
        return subprocess.run(
            command(folder, endpoint.url, *options),
            capture_output=True,
            text=True,
            timeout=60,
            cwd=folder.parent,
            env=environment(),
            check=False,
        )

    return run
