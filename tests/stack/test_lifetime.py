"""However a run ends, its stack ends with it: no process and no file is left."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest

import edgeproof
from edgeproof.stack import RunningStack, redis_server

AreGone = Callable[[Iterable[int], Path], bool]

RUN = """
import json, os, sys, time
from edgeproof.stack import RunningStack
{before}
with RunningStack.start() as running:
    folder = os.path.dirname(running.deployment.redis_server_url.removeprefix("unix://"))
    print(json.dumps([list(running.pids().values()), folder]), flush=True)
    {inside}
"""

FORKED_CHILD_THAT_HOLDS_THE_LIFELINE = """
    if os.fork() == 0:
        os.close(1)
        time.sleep(20)
        os._exit(0)
    print("forked", flush=True)
    time.sleep(60)
"""


def start_run(inside: str, before: str = "") -> tuple[subprocess.Popen[str], list[int], Path]:
    """Start a process that starts a stack; return it, the parts' process ids and their folder."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN.format(before=before, inside=inside)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(edgeproof.__file__).parents[1],
        start_new_session=True,
    )
    assert run.stdout
    pids, folder = json.loads(run.stdout.readline())
    return run, pids, Path(folder)


def folder_of(running: RunningStack) -> Path:
    assert running.deployment.redis_server_url
    return Path(running.deployment.redis_server_url.removeprefix("unix://")).parent


def test_nothing_is_left_after_the_block(are_gone: AreGone) -> None:
    with RunningStack.start() as running:
        pids = running.pids()
        assert set(pids) == {"redis-server", "endpoint", "workerd"}
    assert are_gone(pids.values(), folder_of(running))


def test_nothing_is_left_after_an_exception(are_gone: AreGone) -> None:
    with suppress(KeyboardInterrupt), RunningStack.start() as running:
        pids = running.pids()
        raise KeyboardInterrupt
    assert are_gone(pids.values(), folder_of(running))


def test_nothing_is_left_of_a_redis_server_by_itself(
    wait_until: Callable[[Callable[[], bool]], bool],
) -> None:
    with redis_server() as url:
        folder = Path(url.removeprefix("unix://")).parent
        assert folder.exists()
    assert wait_until(lambda: not folder.exists())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_after_a_signal_to_the_run(
    number: signal.Signals, are_gone: AreGone
) -> None:
    run, pids, folder = start_run("time.sleep(60)")
    with run:
        run.send_signal(number)
    assert are_gone(pids, folder)


def test_nothing_is_left_when_a_forked_child_holds_the_lifeline(are_gone: AreGone) -> None:
    run, pids, folder = start_run(FORKED_CHILD_THAT_HOLDS_THE_LIFELINE.strip())
    assert run.stdout
    try:
        assert run.stdout.readline() == "forked\n"
        run.kill()
        run.wait()
        assert are_gone(pids, folder)
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.stdout.close()


def test_ctrl_c_does_not_reach_the_parts_before_the_run_has_decided(are_gone: AreGone) -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    check = "time.sleep(0.3); print(json.dumps(len(running.pids())), flush=True); sys.stdin.read()"
    run, pids, folder = start_run(check, before=ignoring)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the whole group
    assert run.stdout
    assert run.stdout.readline().strip() == "3"
    run.kill()
    run.wait()
    run.stdout.close()
    assert are_gone(pids, folder)


def test_a_run_whose_warden_was_killed_ends_the_parts_itself(are_gone: AreGone) -> None:
    with RunningStack.start() as running:
        pids = running.pids()
        running._supervision._process.kill()  # nobody else knows the supervisor
    assert are_gone(pids.values(), folder_of(running))
