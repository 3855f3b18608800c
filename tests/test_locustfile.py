"""The locustfiles, run by Locust itself on the embedded stack."""

import csv
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from edgeproof.content import loadtests_folder
from edgeproof.deployments import Deployment

pytestmark = pytest.mark.once


@pytest.mark.parametrize("file", ["locustfile.py", "fast_http_users.py"])
def test_readers_and_writers_leave_no_failure_and_no_post(
    stack: Deployment, tmp_path: Path, file: str
) -> None:
    assert stack.posts_url is not None
    command = [sys.executable, "-m", "locust", "-f", str(loadtests_folder() / file)]
    command += ["--host", stack.posts_url.removesuffix("/posts"), "--headless", "--only-summary"]
    command += ["--users", "20", "--spawn-rate", "20", "--run-time", "6s", "--csv", "figures"]
    before = httpx.get(stack.posts_url).json()
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    with (tmp_path / "figures_stats.csv").open(newline="") as figures_file:
        figures = {row["Name"]: row for row in csv.DictReader(figures_file)}
    assert {"list", "create", "delete"} <= set(figures)
    assert int(figures["list"]["Request Count"]) > int(figures["create"]["Request Count"]) > 0
    assert {row["Failure Count"] for row in figures.values()} == {"0"}
    assert httpx.get(stack.posts_url).json() == before
