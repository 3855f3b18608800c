"""The stack as a whole: it answers, tells of dead parts, and keeps its secrets."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import redis

from edgeproof.deployments import Deployment
from edgeproof.errors import UnavailableError
from edgeproof.stack import RunningStack, embedded_stack, redis_server


def folder_of(deployment: Deployment) -> Path:
    assert deployment.redis_server_url
    return Path(deployment.redis_server_url.removeprefix("unix://")).parent


def test_the_deployment_names_all_of_its_own_stack(stack: Deployment) -> None:
    assert stack.name == "embedded stack"
    assert stack.is_own
    assert stack.posts_url
    assert stack.posts_url.endswith("/posts")
    assert stack.worker
    assert stack.worker.name == "posts.js"
    assert stack.redis_server_url
    assert stack.redis_server_url.startswith("unix://")


def test_the_endpoint_takes_both_tokens_and_no_other(stack: Deployment) -> None:
    assert stack.redis_url
    assert stack.token
    assert stack.read_only_token
    for token, status in ((stack.token, 200), (stack.read_only_token, 200), (None, 401)):
        bearer = token.reveal() if token else "another"
        answer = httpx.post(
            stack.redis_url, json=["GET", "none"], headers={"Authorization": f"Bearer {bearer}"}
        )
        assert answer.status_code == status


def test_what_the_worker_creates_is_in_the_redis_server(stack: Deployment) -> None:
    assert stack.posts_url
    assert stack.redis_server_url
    post_id = httpx.post(stack.posts_url, content="a text").text
    with redis.Redis.from_url(stack.redis_server_url) as server:
        assert server.get(post_id) == b"a text"
    assert httpx.delete(f"{stack.posts_url}/{post_id}").status_code == 200


def test_two_stacks_at_once_share_nothing(stack: Deployment) -> None:
    with embedded_stack() as other:
        assert {other.posts_url, other.redis_url, other.redis_server_url}.isdisjoint(
            {stack.posts_url, stack.redis_url, stack.redis_server_url}
        )
        assert other.token != stack.token
        assert other.posts_url
        assert httpx.post(other.posts_url, content="here").text == "post:1"


def test_a_redis_server_that_is_not_its_own_survives_it() -> None:
    with redis_server() as url, redis.Redis.from_url(url) as server:
        with embedded_stack(redis_server_url=url) as deployment:
            assert not deployment.is_own
            assert deployment.redis_server_url == url
            assert deployment.posts_url
            httpx.post(deployment.posts_url, content="kept")
        assert server.get("post:1") == b"kept"


def test_no_redis_at_the_given_url_is_said_without_its_password() -> None:
    with (
        pytest.raises(UnavailableError, match="no Redis answers PING at localhost:1") as error,
        embedded_stack(redis_server_url="redis://:hunter2@localhost:1"),
    ):
        pass
    assert "hunter2" not in str(error.value)


def test_a_part_that_dies_by_itself_is_told_of(
    wait_until: Callable[[Callable[[], bool]], bool],
) -> None:
    with RunningStack.start() as running:
        assert running.ended_parts() == ()
        os.kill(running.pids()["redis-server"], signal.SIGKILL)
        assert wait_until(lambda: bool(running.ended_parts()))
        (ended,) = running.ended_parts()
        assert str(ended) == "redis-server ended by itself (signal SIGKILL)"
        assert set(running.pids()) == {"endpoint", "workerd"}


def test_ending_twice_is_harmless() -> None:
    running = RunningStack.start()
    running.end()
    running.end()
    assert running.ended_parts() == ()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_no_token_stands_in_a_command_line_or_a_file() -> None:
    with RunningStack.start() as running:
        deployment = running.deployment
        seen = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in running.pids().values()]
        files = [file for file in folder_of(deployment).iterdir() if file.is_file()]
        seen += [file.read_bytes() for file in files]
        assert deployment.token
        assert deployment.read_only_token
        for token in (deployment.token, deployment.read_only_token):
            assert not any(token.reveal().encode() in content for content in seen)


def test_its_folder_is_for_this_user_only(stack: Deployment) -> None:
    assert folder_of(stack).stat().st_mode & 0o777 == 0o700


def test_a_request_log_goes_to_standard_error_without_tokens(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with embedded_stack(request_log=True) as deployment:
        assert deployment.redis_url
        assert deployment.token
        httpx.get(
            f"{deployment.redis_url}/get/logged", params={"_token": deployment.token.reveal()}
        )
    log = capfd.readouterr().err
    assert "GET /get/logged 200" in log
    assert deployment.token.reveal() not in log
