"""The endpoint's own process: its settings, its end, and a database that goes and comes back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.stack.endpoint.request_log import loggable_target
from edgeproof.stack.endpoint.settings import EndpointSettings
from tests.stack.endpoint.conftest import ClientFactory
from tests.stack.endpoint.processes import (
    READ_ONLY_TOKEN,
    TOKEN,
    RunningRedis,
    run_endpoint,
    run_redis,
)


async def test_the_database_may_go_and_come_back(
    redis_binary: str, tmp_path: Path, connect: ClientFactory
) -> None:
    with run_endpoint(f"unix://{tmp_path}/redis.sock") as running:
        async with connect() as client:
            url = f"{running.url}/incr/k"
            for _ in range(2):
                away = await client.get(url)
                assert away.status_code == 503
                assert away.json() == {"error": "ERR the database is not available"}
                with run_redis(redis_binary, tmp_path):
                    assert (await client.get(url)).json() == {"result": 1}
            stream = await client.get(f"{running.url}/subscribe/c")
            assert stream.status_code == 503


async def test_a_connection_that_the_server_closed_is_not_used_again(
    connect: ClientFactory, redis_server: RunningRedis
) -> None:
    with run_endpoint(redis_server.url) as running, redis_server.client() as redis:
        async with connect() as client:
            for _ in range(3):
                assert (await client.get(f"{running.url}/ping")).json() == {"result": "PONG"}
                redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


async def test_the_log_shows_requests_but_no_token(
    connect: ClientFactory, redis_server: RunningRedis
) -> None:
    with run_endpoint(redis_server.url, LOG="1") as running:
        async with connect(None) as client:
            await client.get(f"{running.url}/set/k/v?EX=9&_token={READ_ONLY_TOKEN}&NX")
        running.process.terminate()
        _, log = running.process.communicate(timeout=5)
    assert log.startswith("GET /set/k/v?EX=9&NX 400 ")
    assert READ_ONLY_TOKEN not in log


def test_a_token_is_left_out_of_the_log_however_it_is_spelled() -> None:
    query = b"_token=a&A=1&%5Ftoken=b&%5f%74oken=c&B"
    assert loggable_target(b"/get/\xff", query) == "/get/\\xff?A=1&B"


async def test_a_wrapper_serves_another_application(
    connect: ClientFactory,
    redis_server: RunningRedis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "faulty.py").write_text(
        "def deaf(app):\n"
        "    async def served(scope, receive, send):\n"
        "        if scope['type'] == 'http':\n"
        "            scope = {**scope, 'headers': []}\n"
        "        await app(scope, receive, send)\n"
        "    return served\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with run_endpoint(redis_server.url, WRAPPER="faulty:deaf") as running:
        async with connect() as client:
            assert (await client.get(f"{running.url}/ping")).status_code == 401


@pytest.mark.parametrize(
    "settings", [{"TOKEN": ""}, {"PORT": "http"}, {"WRAPPER": "nosuch:app"}, {"HOST": "192.0.2.1"}]
)
def test_wrong_settings_end_in_one_line_and_exit_code_2(settings: dict[str, str]) -> None:
    variables = {"REDIS_SERVER": "redis://127.0.0.1", "TOKEN": TOKEN} | settings
    named = {f"EDGEPROOF_ENDPOINT_{name}": value for name, value in variables.items()}
    ended = subprocess.run(
        [sys.executable, "-m", "edgeproof.stack.endpoint"],
        env=os.environ | named,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert TOKEN not in ended.stderr + ended.stdout


def test_settings_have_defaults_and_hide_their_secrets() -> None:
    environment = {
        "EDGEPROOF_ENDPOINT_REDIS_SERVER": "redis://:password@host",
        "EDGEPROOF_ENDPOINT_TOKEN": TOKEN,
    }
    settings = EndpointSettings.from_environment(environment)
    assert (settings.host, settings.port, settings.read_only_token) == ("127.0.0.1", 0, None)
    assert TOKEN not in repr(settings)
    assert "password" not in repr(settings)
    with pytest.raises(ConfigurationError):
        EndpointSettings.from_environment({})


async def test_the_url_of_the_server_may_hold_a_password_and_a_database(
    redis_binary: str, tmp_path: Path, connect: ClientFactory
) -> None:
    with run_redis(redis_binary, tmp_path) as server, server.client() as redis:
        redis.config_set("requirepass", "secret")
        for query, status in (("?db=1&password=secret", 200), ("?password=wrong", 503), ("", 503)):
            with run_endpoint(server.url + query) as running:
                async with connect() as client:
                    answer = await client.get(f"{running.url}/set/k/v")
                assert answer.status_code == status
                assert "secret" not in answer.text
