"""`edgeproof load` as its user meets it: exit codes, faults found, and what is left."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from edgeproof.deployments import Deployment
from edgeproof.reporting import json_schema, read_result
from tests.command_line import RunCli, assert_one_line
from tests.load.conftest import over_tls
from tests.load.faulty_posts import MakePosts, Posts, each_fault
from tests.stand_in import Seen, answer, stand_in

pytestmark = pytest.mark.once

BRIEFLY = ("--duration", "0.6", "--warm-up", "0.1", "--seed", "5")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call no generator late: this machine may be busy with other tests."""
    monkeypatch.setattr("edgeproof.load.report.MOST_LAG_MS", float("inf"))


def load(run_cli: RunCli, posts: Any, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Load a server for a moment; returns exit code, the one load of the document, and the text."""
    with stand_in(posts) as server:
        code, printed, errors = run_cli(
            "load", "--posts", f"{server.url}/posts", *BRIEFLY, "--json", *arguments
        )
    document = json.loads(printed)
    jsonschema.validate(document, json_schema())
    assert document["command"] == "load"
    return code, document["load"][0], errors


def kinds(found: dict[str, Any]) -> list[str]:
    return [violation["kind"] for violation in found["violations"]]


def test_a_right_server_passes_and_is_left_as_it_was(run_cli: RunCli) -> None:
    posts = Posts(texts={1: "somebody else's"}, last=1)
    code, found, errors = load(run_cli, posts, "--slo", "p99<5s", "--slo", "list errors<1%")
    assert code == 0, errors
    assert [slo["is_met"] for slo in found["slo"]] == [True, True]
    assert found["total"]["count"] == sum(step["count"] for step in found["steps"]) > 0
    assert (found["model"], found["target_rate"], found["violations"]) == ("open", 100, [])
    assert posts.texts == {1: "somebody else's"}
    assert "PASS" in errors


@each_fault
def test_what_a_server_does_wrong_under_load_fails_the_run(
    run_cli: RunCli, make_posts: MakePosts, kind: str
) -> None:
    asked = ("--users", "4", "--scenario", "create-list-delete")
    code, found, errors = load(run_cli, make_posts(), *asked)
    assert code == 1
    assert kind in kinds(found)
    assert "wrong answer" not in kinds(found)  # what the history shows is not told twice
    assert f"violated  {kind}" in errors
    assert "answered at" in errors


class Lying(Posts):
    """Lists something else, now and then."""

    lists = 0

    def __call__(self, seen: Seen) -> bytes:
        if seen.method == "GET":
            self.lists += 1
            if self.lists % 5 == 0:
                return answer(200, b'{"posts": []}')
        return super().__call__(seen)


def test_a_wrong_answer_is_a_violation_that_shows_the_answer(run_cli: RunCli) -> None:
    code, found, errors = load(run_cli, Lying())
    assert code == 1
    assert kinds(found) == ["wrong answer"]
    assert found["violations"][0]["operations"] == ["""the first answer: 200 '{"posts": []}'"""]
    assert found["violations"][0]["count"] > 1
    assert "the list is not a JSON array of posts: Expected `array`, got `object`" in errors


class Troubled(Posts):
    """Answers 503 to each second POST."""

    creates = 0

    def __call__(self, seen: Seen) -> bytes:
        self.creates += seen.method == "POST"
        if seen.method == "POST" and self.creates % 2:
            return answer(503, b"later")
        return super().__call__(seen)


def test_an_error_is_counted_and_violates_nothing_but_an_objective(run_cli: RunCli) -> None:
    code, found, errors = load(run_cli, Troubled(), "--scenario", "writers")
    assert (code, found["violations"]) == (0, [])
    create = next(step for step in found["steps"] if step["name"] == "create")
    assert create["errors_by_name"].keys() == {"unexpected status: 503, not 201"}
    assert "requests failed" in errors
    code, found, _ = load(run_cli, Troubled(), "--scenario", "writers", "--slo", "errors<1%")
    assert (code, found["violations"], found["slo"][0]["is_met"]) == (1, [], False)


def test_a_server_that_ends_well_nothing_at_all_is_inconclusive(run_cli: RunCli) -> None:
    answers = chain([answer(200, b"[]")], repeat(answer(500)))
    code, found, errors = load(run_cli, lambda _: next(answers))
    assert (code, found["achieved_rate"]) == (3, 0)
    assert "INCONCLUSIVE" in errors
    assert "not one step ended well" in errors


def test_the_capacity_is_looked_for_and_reported(run_cli: RunCli) -> None:
    posts = Posts()
    arguments = ("--find-capacity", "--slo", "p99<5s", "--rate", "20", "--max-rate", "40")
    code, found, errors = load(run_cli, posts, *arguments, "--trial", "0.4")
    assert code == 0, errors
    assert found["capacity"]["rate"] == found["target_rate"] == 40
    assert found["capacity"]["limited_by"] == "max-rate"
    assert [one["target_rate"] for one in found["capacity"]["tried"]] == [20, 40]
    assert "capacity  40/s; no higher rate was to be tried (--max-rate)" in errors
    assert posts.texts == {}


def test_a_capacity_of_nothing_fails(run_cli: RunCli) -> None:
    arguments = ("--find-capacity", "--slo", "p50<1us", "--rate", "2", "--trial", "0.4")
    code, found, errors = load(run_cli, Posts(), *arguments)
    assert (code, found["capacity"]["rate"]) == (1, 0)
    assert "no rate that was tried met the objectives" in errors


def test_the_result_is_written_into_the_folder_and_reads_back(
    run_cli: RunCli, tmp_path: Path
) -> None:
    with stand_in(Posts()) as server:
        url = f"{server.url}/posts"
        code, printed, errors = run_cli("load", "--posts", url, *BRIEFLY, "--out", "here")
    assert (code, errors) == (0, "")
    assert "PASS" in printed
    assert read_result(tmp_path / "here").target.posts_url == url


def test_without_a_url_the_embedded_stack_is_loaded_and_the_database_too(
    run_cli: RunCli,
) -> None:
    code, printed, _ = run_cli("load", *BRIEFLY, "--scenario", "increments", "--users", "2")
    assert code == 0
    assert "embedded stack · increments" in printed
    assert "1 made, 0 left" in printed


def test_a_target_is_found_by_its_name_and_its_token_in_its_variable(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stack: Deployment
) -> None:
    assert stack.token is not None
    table = f"redis = {stack.redis_url!r}\nposts = {stack.posts_url!r}\ntoken-env = 'MINE'\n"
    (tmp_path / "pyproject.toml").write_text(f"[tool.edgeproof.targets.here]\n{table}")
    run = run_cli("load", "here", "--scenario", "reads", *BRIEFLY)
    assert_one_line(run, 2, "no token", "MINE")
    assert run_cli("load", "here", *BRIEFLY)[0] == 0  # loading /posts takes none
    monkeypatch.setenv("MINE", stack.token.reveal())
    code, printed, errors = run_cli("load", "here", "--scenario", "reads", *BRIEFLY, "--json")
    assert code == 0, errors
    assert json.loads(printed)["target"]["name"] == "here"
    assert stack.token.reveal() not in printed + errors


def test_a_token_that_is_refused_is_told_before_the_load(
    run_cli: RunCli, stack: Deployment
) -> None:
    run = run_cli("load", "--redis", stack.redis_url, "--token", "wrong-token-1", *SCENARIO)
    assert run[0] == 3
    assert "401" in run[2]
    assert "wrong-token-1" not in run[1] + run[2]


SCENARIO = ("--scenario", "reads", *BRIEFLY)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--scenario", "nonsense"), ("nonsense", "readers-and-writers", "increments")),
        (("--slo", "p99<fast"), ("p99<fast", "'p99<250ms'")),
        (("--rate", "5", "--users", "5"), ("--rate", "--users")),
        (("--find-capacity",), ("--find-capacity", "--slo")),
        (("--find-capacity", "--slo", "p99<1s", "--users", "3"), ("--users", "--rate")),
        (("--find-capacity", "--slo", "p99<1s", "--max-rate", "3"), ("--max-rate 3",)),
        (("--duration", "soon"), ("--duration", "30s")),
        (("--duration", "0"), ("--duration",)),
        (("--redis", "http://127.0.0.1:9"), ("/posts", "--posts")),
        (("--posts", "http://127.0.0.1:9", *SCENARIO), ("the database", "--redis")),
        (("--posts", "blog"), ("--posts", "URL")),
        (("--worker", "nowhere.js"), ("nowhere.js",)),
        (("--scenario-file", "nowhere.py"), ("nowhere.py",)),
        (("nowhere",), ("nowhere", "target")),
    ],
    ids=" ".join,
)
def test_what_cannot_be_asked_for_is_a_usage_error(
    run_cli: RunCli, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert_one_line(run_cli("load", *arguments), 2, *words)


def test_a_host_that_refuses_is_unavailable(run_cli: RunCli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    run = run_cli("load", "--posts", f"http://127.0.0.1:{port}/posts")
    assert_one_line(run, 3, "refused", str(port))


def test_a_page_that_is_no_list_of_posts_is_unavailable(run_cli: RunCli) -> None:
    with stand_in(lambda _: answer(200, b"<!doctype html>")) as server:
        assert_one_line(run_cli("load", "--posts", server.url), 3, "not a JSON array", "URL")
    with stand_in(lambda _: answer(404)) as server:
        assert_one_line(run_cli("load", "--posts", server.url), 3, "404", "URL")


def test_a_certificate_that_does_not_verify_is_unavailable_until_it_is_trusted(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    with stand_in(Posts()) as server:
        url = over_tls(server, certificate)
        assert_one_line(run_cli("load", "--posts", url), 3, "self-signed", "SSL_CERT_FILE")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert run_cli("load", "--posts", url, *BRIEFLY)[0] == 0


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("x = (1\n", 1, "SyntaxError"),
        ("import nowhere_at_all\n", 1, "ModuleNotFoundError"),
        ("def __init__(self, mark):\n        1 / 0", 3, "ZeroDivisionError"),
        ("async def prepare(self, user):\n        1 / 0", 3, "ZeroDivisionError"),
        ("def violations(self):\n        1 / 0", 3, "ZeroDivisionError"),
    ],
)
def test_an_error_in_a_scenario_s_file_is_told_with_its_line(
    run_cli: RunCli, tmp_path: Path, text: str, line: int, name: str
) -> None:
    is_method = "self" in text
    step = "\n    @step()\n    async def read(self, user):\n        await user.get()\n"
    own = f"class Own(Scenario):\n    {text}{step}" if is_method else text
    head = "from edgeproof.load import Scenario, step; " if is_method else ""
    (tmp_path / "own.py").write_text(head.replace("; ", "\n") + own)
    with stand_in() as server:
        arguments = ("--posts", server.url, "--scenario-file", "own.py", "--scenario", "own")
        line += is_method
        assert_one_line(run_cli("load", *arguments, *BRIEFLY), 2, f"own.py:{line}: {name}")


def test_a_ramp_is_no_part_of_the_figures(run_cli: RunCli) -> None:
    code, found, _ = load(run_cli, Posts(), "--users", "4", "--ramp", "1s")
    assert code == 0
    assert (found["warm_up_s"], found["users"]) == (1.1, 4)
    assert found["timeline"][0]["target"] <= 4
    assert found["duration_s"] == pytest.approx(0.6, abs=0.2)


TWO = """
from edgeproof.load import Scenario, step

class Readers(Scenario):
    @step()
    async def read(self, user):
        (await user.get()).expect(200)
"""


def test_the_only_scenario_of_a_file_need_not_be_named(run_cli: RunCli, tmp_path: Path) -> None:
    asked = ("--scenario-file", "own.py", "--users", "1")
    (tmp_path / "own.py").write_text(TWO)
    code, found, _ = load(run_cli, Posts(), *asked)
    assert (code, found["scenario"]) == (0, "readers")
    (tmp_path / "own.py").write_text(TWO + "class Others(Readers): pass\n")
    with stand_in() as server:
        ended = run_cli("load", "--posts", f"{server.url}/posts", *asked)
    assert_one_line(ended, 2, "name one of readers, others")


def test_scenarios_are_listed_also_those_of_a_file(run_cli: RunCli, tmp_path: Path) -> None:
    assert "create-list-delete" in run_cli("load", "--list-scenarios")[1]
    (tmp_path / "own.py").write_text(
        "from edgeproof.load import Scenario, step\n"
        "class Own(Scenario):\n"
        '    """My own."""\n'
        "    @step()\n"
        "    async def read(self, user): ...\n"
    )
    listed = run_cli("load", "--list-scenarios", "--scenario-file", "own.py")[1]
    assert "My own." in listed
    assert "create-list-delete" not in listed


def test_without_the_extra_the_error_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import importlib.util, sys\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'uvloop' else find(name)\n"
        "sys.modules['uvloop'] = None\n"
        "from edgeproof.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "load"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ended.returncode == 3
    assert (
        ended.stderr
        == "edgeproof: the load engine is missing uvloop: pip install 'edgeproof[load]'\n"
    )


def interrupted(posts: Posts, *, is_stubborn: bool = False) -> str:
    """Interrupt a run once it has created a post; returns what it says on standard error.

    A server that is stubborn lets nothing be deleted.
    """
    has_created = threading.Event()

    def behaviour(seen: Seen) -> bytes:
        if seen.method == "POST":
            has_created.set()
        return answer(503) if is_stubborn and seen.method == "DELETE" else posts(seen)

    with stand_in(behaviour) as server:
        command = [sys.executable, "-m", "edgeproof", "load", "--posts", server.url]
        running = subprocess.Popen(
            [*command, "--scenario", "writers"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A parent that ignores the signal, as a shell's background does, hands that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  (no thread is started before)
        )
        assert has_created.wait(30)
        os.kill(running.pid, signal.SIGINT)
        _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    return errors


def test_an_interrupted_run_removes_what_it_made() -> None:
    posts = Posts()
    errors = interrupted(posts)
    assert errors == "edgeproof: interrupted; what the run had made is removed\n"
    assert posts.last > 0
    assert posts.texts == {}


def test_an_interrupted_run_that_cannot_remove_what_it_made_says_so() -> None:
    posts = Posts()
    errors = interrupted(posts, is_stubborn=True)
    count = len(posts.texts)
    line = f"edgeproof: interrupted; {count} of the {count} things that the run made are left\n"
    assert errors == line
