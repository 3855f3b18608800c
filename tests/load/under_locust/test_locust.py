"""What the engine's user classes do under Locust itself, and what they leave."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.load.faulty_posts import Posts
from tests.load.under_locust.running import LOCUSTFILE, command, headless
from tests.stand_in import Seen, stand_in

pytestmark = pytest.mark.once

OWN = '''
from locust import LoadTestShape
from edgeproof.load import PostsScenario, User, step
from edgeproof.load.under_locust import Arrivals

class Creates(PostsScenario):
    """Creates, and nothing else."""

    @step()
    async def write(self, user: User) -> None:
        await self.create(user)

class Writing(Arrivals):
    scenario = Creates

class Twice(LoadTestShape):
    def tick(self):
        seconds = self.get_run_time()
        return None if seconds > 3 else (50, 50) if seconds < 2 else (100, 50)
'''
SOMEBODYS = {1: "somebody else's"}


def methods(seen: list[Seen]) -> Counter[str]:
    return Counter(one.method for one in seen)


def test_users_are_driven_and_what_they_made_is_removed() -> None:
    posts = Posts(texts=dict(SOMEBODYS), last=1)
    with stand_in(posts) as server:
        ended = headless(server.url, "--users", "4", "--spawn-rate", "4")
        made = methods(server.seen)["POST"]
    assert ended.code == 0, ended.said
    assert ended.requests["create"] == made > 0
    assert ended.requests["list"] > ended.requests["create"]
    assert posts.texts == SOMEBODYS


@pytest.mark.parametrize(
    ("posts", "kind"),
    [(Posts(loses_each=5), "lost"), (Posts(revives_each=5), "resurrected")],
    ids=["lost", "revived"],
)
def test_a_fault_is_among_the_failures_and_decides_the_exit_code(
    tmp_path: Path, posts: Posts, kind: str
) -> None:
    options = ["--users", "4", "--spawn-rate", "4", "--csv", str(tmp_path / "run")]
    with stand_in(posts) as server:
        ended = headless(server.url, *options, "CreateListDelete")
    assert ended.code == 1
    failures = (tmp_path / "run_failures.csv").read_text()
    assert f"{kind}: post:" in failures


def test_the_figures_of_two_workers_are_summed_up() -> None:
    with stand_in(Posts()) as server:
        ended = headless(server.url, "--users", "4", "--spawn-rate", "4", "--processes", "2")
        made = methods(server.seen)["POST"]
    assert ended.code == 0, ended.said
    assert ended.said.count("steps per second ended well") == 2
    assert ended.requests["create"] == made > 0


def test_what_a_worker_finds_last_decides_the_exit_code_of_the_master() -> None:
    with stand_in(Posts(loses_each=5)) as server:
        options = ["--users", "4", "--spawn-rate", "4", "--processes", "2", "CreateListDelete"]
        ended = headless(server.url, *options)
    assert ended.code == 1
    assert "history" in ended.said or "lost" in ended.said


def test_a_scenario_of_ones_own_arrives_as_a_shape_says(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN)
    posts = Posts()
    with stand_in(posts) as server:
        options = ["--host", server.url, "--headless", "--only-summary"]
        ended = subprocess.run(
            command(*options, files=tmp_path / "own.py"),
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        made = methods(server.seen)["POST"]
    assert ended.returncode == 0, ended.stderr
    # Two seconds of 50 and one of 100 a second, less what passed before all had been spawned.
    assert 60 < made < 250
    assert posts.texts == {}


def test_users_of_locusts_own_client_work_beside_it() -> None:
    files = f"{LOCUSTFILE},{LOCUSTFILE.parent / 'fast_http_users.py'}"
    with stand_in(Posts()) as server:
        ended = headless(server.url, "--users", "4", "--spawn-rate", "4", files=files)
        agents = {one.header("user-agent") for one in server.seen}
    assert ended.code == 0, ended.said
    assert len(agents) == 2
    assert None in agents


def test_a_host_that_refuses_ends_a_run_in_one_line() -> None:
    ended = headless("http://127.0.0.1:1", "--users", "2", run_time="30s")
    assert ended.code == 3
    assert ended.said.count("refused: 127.0.0.1:1 refused the connection") >= 1
    assert "Traceback" not in ended.said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('scenario = "raeders"', "there is no scenario raeders"),
        ("pass", "needs a scenario"),
        ('scenario = "writers"\n    engine_options = {"colour": 1}', "colour"),
    ],
    ids=["unknown scenario", "no scenario", "unknown option"],
)
def test_a_user_class_that_cannot_work_is_refused_in_one_line(
    tmp_path: Path, body: str, said: str
) -> None:
    file = tmp_path / "wrong.py"
    head = "from edgeproof.load.under_locust import VirtualUsers\n\nclass Mine(VirtualUsers):\n"
    file.write_text(f"{head}    {body}\n")
    ended = headless("http://127.0.0.1:1", files=file)
    assert ended.code == 2
    (line,) = ended.said.splitlines()
    assert said in line
    assert "Mine" in line


def test_a_run_outlives_a_worker_that_dies_and_says_so() -> None:
    posts = Posts()
    with stand_in(posts) as server:
        options = ["--host", server.url, "--headless", "--run-time", "8s", "--users", "4"]
        options += ["--expect-workers", "2", "--master-port", "5657", "--spawn-rate", "4"]
        options += ["--scenario", "CreateListDelete"]  # which the workers hear from their master
        master = subprocess.Popen(
            command("--master", "--master-bind-port", "5657", *options),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        joins = command("--worker", "--master-port", "5657")
        workers = [subprocess.Popen(joins, stderr=subprocess.DEVNULL) for _ in range(2)]
        _wait_until(lambda: methods(server.seen)["POST"] >= 2)
        os.kill(workers[0].pid, signal.SIGKILL)
        _, said = master.communicate(timeout=60)
        for worker in workers:
            worker.wait(timeout=30)
        _wait_until(lambda: posts.texts == {})
    assert master.returncode == 0, said
    assert "missing" in said or "heartbeat" in said


def test_a_locust_that_is_killed_leaves_no_engine_and_no_post() -> None:
    posts = Posts()
    with stand_in(posts) as server:
        options = ["--host", server.url, "--headless", "--users", "4", "--spawn-rate", "4"]
        locust = subprocess.Popen(command(*options, "Writers"), stderr=subprocess.DEVNULL)
        _wait_until(lambda: len(posts.texts) > 0)
        locust.kill()
        locust.wait()
        _wait_until(lambda: posts.texts == {})


def _wait_until(holds: Callable[[], bool], patience_s: float = 30.0) -> None:
    deadline = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
