"""Fixtures that all tests may use."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from edgeproof.deployments import Deployment
from edgeproof.stack import embedded_stack
from tests import needs
from tests.browser import Browsing, browsing
from tests.command_line import RunCli, cli_in
from tests.daily import is_due

# How long a draw takes says something of the machine, and nothing of what is tested.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

JAVASCRIPT_SOURCES = Path(__file__).parent / "stack" / "endpoint" / "official_client"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long and is for another day (see `tests.daily`)."""
    later = [item for item in items if not is_due_today(item)]
    if later:
        items[:] = [item for item in items if is_due_today(item)]
        config.hook.pytest_deselected(items=later)


def is_due_today(item: pytest.Item) -> bool:
    """Whether a test need not wait for another day; modules whose tests take long have turns."""
    takes_long = any(item.get_closest_marker(name) for name in ("drawing", "once"))
    return not takes_long or item.path.parent.name == "strategies" or is_due(item.path.stem)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def javascript_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of `official_client/` beside @upstash/redis, outside the repository.

    npm fetches it: the one on PATH, or the one that the extra `local` brings.
    """
    folder = tmp_path_factory.mktemp("official") / "client"
    shutil.copytree(JAVASCRIPT_SOURCES, folder, ignore=shutil.ignore_patterns("node_modules"))
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    subprocess.run(
        [*needs.npm(), *install], cwd=folder, check=True, capture_output=True, timeout=120
    )
    return folder


@pytest.fixture
def run_cli(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> RunCli:
    """Run the command line in this process, from an empty folder and a bare environment."""
    return cli_in(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="session")
def stack() -> Iterator[Deployment]:
    """Return the deployment of an embedded stack that lives as long as the session.

    Tests share it: each removes what it made.
    """
    with embedded_stack() as deployment:
        yield deployment


@pytest.fixture(scope="module")
def open_page() -> Iterator[Browsing]:
    """Return what opens a page in a real browser.

    Its module has no async tests: playwright's own loop runs for as long as the browser does.
    """
    with browsing() as opened:
        yield opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests could not run on this machine, and what is missing."""
    for line in needs.summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line, yellow=True)
