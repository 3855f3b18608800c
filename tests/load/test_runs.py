"""Whole runs, in an engine's process: what they find, and what they leave."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from edgeproof.deployments import Deployment, Secret
from edgeproof.errors import EdgeproofError
from edgeproof.load import LoadResult, LoadSettings, run_load
from edgeproof.load.engine.messages import EngineEvent, EngineFailed, Ready
from edgeproof.load.engine.process import EngineProcess
from edgeproof.load.plan.schedule import Point
from tests.load.faulty_posts import MakePosts, Posts, each_fault
from tests.stand_in import answer, stand_in


def load(posts: Posts, **settings: object) -> LoadResult:
    """Load a server for a moment."""
    asked = {"scenario": "create-list-delete", "model": "closed", "target": 4, "duration_s": 0.6}
    with stand_in(posts) as server:
        return run_load(LoadSettings(url=f"{server.url}/posts", **(asked | settings)))  # type: ignore[arg-type]  # of several types


def test_a_right_server_is_loaded_without_errors_and_left_as_it_was() -> None:
    posts = Posts(texts={1: "somebody else's"}, last=1)
    report = load(posts, scenario="readers-and-writers")
    assert report.violations == []
    assert {step.name for step in report.steps} >= {"list", "create"}
    assert all(step.errors == 0 and step.count > 0 for step in report.steps)
    assert report.made > 0
    assert report.left == 0
    assert posts.texts == {1: "somebody else's"}


@each_fault
def test_a_fault_is_found_while_the_server_is_loaded(make_posts: MakePosts, kind: str) -> None:
    assert kind in {violation.kind for violation in load(make_posts()).violations}


def test_in_the_open_model_a_stall_of_the_server_is_in_the_response_times() -> None:
    posts, stalls = Posts(), iter([0.0, 0.5])  # not of the first look

    class Stalling(Posts):
        def __call__(self, seen: object) -> bytes:
            with self.lock:
                time.sleep(next(stalls, 0))
            return posts(seen)  # type: ignore[arg-type]  # of several types

    report = load(
        Stalling(), scenario="writers", model="open", target=100, connections=1, arrivals="constant"
    )
    created = next(step for step in report.steps if step.name == "create")
    assert report.target_rate == 100
    # One request stalled; those that only had to wait for it say so too.
    assert created.service_percentiles_ms["50"] < created.percentiles_ms["50"]
    assert created.percentiles_ms["90"] > 100


@pytest.mark.parametrize("model", ["open", "closed"])
def test_a_ramp_rises_to_its_target_in_both_models(model: str) -> None:
    report = load(
        Posts(),
        scenario="readers-and-writers",
        model=model,
        target=40,
        ramp=(Point(0, 0), Point(2, 40)),
        think_s=(0.2, 0.2),
        duration_s=2.6,
    )
    first, second = report.timeline[:2]
    assert first.target < second.target <= 40
    assert first.rate < second.rate


def test_redis_scenarios_run_on_the_embedded_stack_and_remove_their_keys(stack: Deployment) -> None:
    for scenario in ("increments", "reads", "pipelines"):
        report = run_load(
            LoadSettings(
                scenario=scenario,
                url=str(stack.redis_url),
                token=stack.token,
                model="closed",
                target=4,
                duration_s=0.4,
            )
        )
        assert (report.violations, report.left) == ([], 0)
        assert report.made > 0
        assert all(step.errors == 0 and step.count > 0 for step in report.steps)


def test_a_scenario_that_does_not_exist_is_said_with_those_that_do() -> None:
    with pytest.raises(EdgeproofError, match="no scenario nonsense: known names: readers"):
        load(Posts(), scenario="nonsense")


def test_a_host_that_refuses_ends_the_run_before_it_begins() -> None:
    with stand_in() as server:
        url = server.url
    asked = LoadSettings(scenario="writers", url=url, model="closed", target=1, duration_s=1)
    with pytest.raises(EdgeproofError, match="cannot be loaded: refused") as raised:
        run_load(asked)
    assert raised.value.exit_code == 3


def test_a_token_is_sent_and_never_shown() -> None:
    def behaviour(_: object) -> bytes:
        return answer(401, b'{"error":"no"}')

    with stand_in(behaviour) as server:
        settings = LoadSettings(
            scenario="increments",
            url=server.url,
            model="closed",
            target=1,
            duration_s=0.2,
            token=Secret("a-secret-token"),
        )
        with pytest.raises(EdgeproofError, match="401, not 200; are URL and token") as raised:
            run_load(settings)
    assert server.seen[0].header("authorization") == "Bearer a-secret-token"
    assert "a-secret-token" not in repr(settings) + str(raised.value)
    assert raised.value.exit_code == 3


@pytest.fixture
def failing_scenario(tmp_path: Path) -> Path:
    """A file with a scenario that has an error in its code."""
    file = tmp_path / "own.py"
    file.write_text(
        "from edgeproof.load import Scenario, step\n"
        "class Broken(Scenario):\n"
        "    @step()\n"
        "    async def divide(self, user):\n"
        "        await user.get()\n"
        "        1 / 0\n"
    )
    return file


def test_an_error_in_a_scenario_is_an_error_of_its_step(failing_scenario: Path) -> None:
    report = load(Posts(), scenario="broken", scenario_file=str(failing_scenario))
    assert report.steps[0].errors_by_name.keys() == {"scenario error: ZeroDivisionError"}


def events_of(engine: EngineProcess) -> Iterator[EngineEvent]:
    """All that an engine has to tell."""
    while True:
        yield from engine.events(5)


def test_an_engine_that_is_told_to_stop_reports_and_cleans_up() -> None:
    posts = Posts()
    with stand_in(posts) as server:
        settings = LoadSettings(
            scenario="writers", url=f"{server.url}/posts", model="closed", target=1
        )
        with EngineProcess(settings) as engine:
            events = events_of(engine)
            assert isinstance(next(events), Ready)
            engine.retarget(3)
            engine.stop()
            assert not any(isinstance(event, EngineFailed) for event in [next(events)])
            assert any(type(event).__name__ == "Finished" for event in events)
    assert posts.texts == {}


def test_an_engine_whose_parent_is_killed_removes_what_it_made_and_ends() -> None:
    posts = Posts()
    program = (
        "import sys\n"
        "from edgeproof.load import LoadSettings\n"
        "from edgeproof.load.engine.process import EngineProcess\n"
        "settings = LoadSettings(scenario='writers', url=sys.argv[1], model='closed', target=1)\n"
        "engine = EngineProcess(settings)\n"
        "[engine.events(10) for _ in range(3)]\n"
        "print(engine.pid, flush=True)\n"
        "engine.events(1000)\n"
        "while True: engine.events(1000)\n"
    )
    with stand_in(posts) as server:
        parent = subprocess.Popen(
            [sys.executable, "-c", program, f"{server.url}/posts"], stdout=subprocess.PIPE
        )
        assert parent.stdout
        engine_pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        deadline = time.monotonic() + 10
        while _is_running(engine_pid):
            assert time.monotonic() < deadline
            time.sleep(0.02)
    assert posts.last > 0
    assert posts.texts == {}


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
