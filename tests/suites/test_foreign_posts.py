"""The posts suite on a deployment that other people use at the same time."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from edgeproof.deployments import Deployment

ROOT = Path(__file__).parents[2]
INTERRUPTED = 2
LIMIT_S = 120
FOREIGN_POSTS = 20
PAUSE_S = 0.01


def listing(stack: Deployment) -> dict[str, str]:
    """The posts that are listed, by id."""
    posts = httpx.get(str(stack.posts_url)).raise_for_status().json()
    return {post["id"]: post["text"] for post in posts}


@contextmanager
def run_of_the_suite(stack: Deployment, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The posts suite on the stack as on somebody else's, in a process of its own."""
    assert stack.token is not None
    where = ["--posts", str(stack.posts_url), "--redis", str(stack.redis_url)]
    command = [sys.executable, "-m", "pytest", "suites", "-q", "--suite", "posts", *where, *options]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "UPSTASH_REDIS_REST_TOKEN": stack.token.reveal()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def foreign_client(stack: Deployment) -> Iterator[dict[str, str]]:
    """Somebody who keeps a few posts, and goes on to create and delete others all the time."""
    kept: dict[str, str] = {}
    is_over = threading.Event()

    def create_and_delete() -> None:
        with httpx.Client() as http:
            while not is_over.wait(PAUSE_S):
                post_id = http.post(str(stack.posts_url), content="foreign").raise_for_status().text
                if len(kept) < FOREIGN_POSTS:
                    kept[post_id] = "foreign"
                else:
                    http.delete(f"{stack.posts_url}/{post_id}").raise_for_status()

    client = threading.Thread(target=create_and_delete)
    client.start()
    try:
        yield kept
    finally:
        is_over.set()
        client.join()
        for post_id in kept:
            httpx.delete(f"{stack.posts_url}/{post_id}")


def test_posts_of_others_are_no_fault_and_survive(stack: Deployment) -> None:
    earlier = listing(stack)
    with foreign_client(stack) as kept:
        with run_of_the_suite(stack, "--profile", "quick") as process:
            output, _ = process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0, output
        assert len(kept) == FOREIGN_POSTS
        assert kept.items() <= listing(stack).items()
    assert listing(stack) == earlier


@pytest.mark.parametrize("law", ["posts.list.complete", "posts.create.keeps-text"])
def test_an_interrupted_run_leaves_no_post_behind(stack: Deployment, law: str) -> None:
    earlier = listing(stack)
    with run_of_the_suite(stack, "--profile", "thorough", "--law", law) as process:
        deadline = time.monotonic() + LIMIT_S
        while len(listing(stack)) < len(earlier) + 3:
            assert time.monotonic() < deadline
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=LIMIT_S)
    assert process.returncode == INTERRUPTED, output
    assert listing(stack) == earlier
