"""The warden and the run's side of it, with parts of a few words of shell."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack.custody import LONGEST_FOLDER, Custody, Part, PartEndedError

AreGone = Callable[[Iterable[int], Path], bool]


def state_of(pid: int) -> str:
    """The letter that Linux has for a process's state: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def shell(script: str, **more: bool) -> Part:
    environment = {"PATH": os.environ["PATH"], "SECRET": "hidden"}
    return Part(name="part", argv=("sh", "-c", script), environment=environment, **more)


@pytest.fixture
def custody() -> Iterator[Custody]:
    custody = Custody()
    yield custody
    custody.end()


def test_a_part_reports_its_port_on_standard_output(custody: Custody) -> None:
    script = """echo 'not JSON'; echo '{"event": "listen", "port": 7}'; sleep 60"""
    custody.start(shell(script, reports_on_stdout=True))
    assert custody.wait_for_port("part", timeout_s=5) == 7


def test_a_part_reports_its_port_on_a_descriptor_of_its_own(custody: Custody) -> None:
    script = """echo noise; eval 'echo "{\\"event\\": \\"listen\\", \\"port\\": 8}" >&{report_fd}'
    sleep 60"""
    part = Part(name="part", argv=("bash", "-c", script), environment=dict(os.environ))
    custody.start(part)
    assert custody.wait_for_port("part", timeout_s=5) == 8


def test_a_part_gets_the_environment_that_was_given_and_no_more(custody: Custody) -> None:
    custody.start(shell("""echo "$SECRET${HOME-, no home}" >&2; exit 3"""))
    with pytest.raises(PartEndedError) as ended:
        custody.wait_for_port("part", timeout_s=5)
    assert ended.value.log == "hidden, no home\n"


def test_a_part_that_ends_is_explained_by_its_last_words(custody: Custody) -> None:
    custody.start(shell("echo first; echo the reason >&2; exit 3"))
    with pytest.raises(PartEndedError) as ended:
        custody.wait_for_port("part", timeout_s=5)
    line = "part ended by itself (exit status 3): the reason"
    assert str(ended.value.as_unavailable()) == line


def test_a_part_that_cannot_be_started_has_ended(custody: Custody) -> None:
    custody.start(Part(name="part", argv=("/nowhere/binary",), environment={}))
    with pytest.raises(PartEndedError, match="No such file or directory: '/nowhere/binary'"):
        custody.wait_for_port("part", timeout_s=5)


def test_a_part_that_says_nothing_is_given_up(custody: Custody) -> None:
    custody.start(shell("sleep 60"))
    with pytest.raises(UnavailableError, match="part did not get ready in time"):
        custody.wait_for_port("part", timeout_s=0.05)


def test_a_deep_temporary_folder_leaves_room_for_a_socket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("d" * LONGEST_FOLDER)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    custody = Custody()
    custody.end()
    assert len(os.fsencode(custody.folder)) <= LONGEST_FOLDER


WRITES = "while True: print('on', flush=True); time.sleep(0.01)"
"""In one process: a shell that is stopped while it starts a child waits, and does not show it."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_paused_part_stays_and_does_nothing_until_it_is_resumed(
    custody: Custody, wait_until: Callable[[Callable[[], bool]], bool]
) -> None:
    log = custody.folder / "part.log"
    custody.start(
        Part(name="part", argv=(sys.executable, "-c", f"import time\n{WRITES}"), environment={})
    )
    assert wait_until(lambda: log.exists() and log.stat().st_size > 0)
    custody.pause("part")
    assert wait_until(lambda: state_of(custody.pids()["part"]) == "T")
    size = log.stat().st_size
    custody.resume("part")
    assert wait_until(lambda: log.stat().st_size > size)


def test_a_part_that_is_killed_has_not_ended_by_itself_and_can_be_started_again(
    custody: Custody,
) -> None:
    part = shell("""echo '{"event": "listen", "port": 7}'; sleep 60""", reports_on_stdout=True)
    custody.start(part)
    custody.wait_for_port("part", timeout_s=5)
    first = custody.pids()["part"]
    custody.kill("part")
    assert custody.pids() == {}
    assert custody.ended_parts() == ()
    custody.start(part)
    assert custody.wait_for_port("part", timeout_s=5) == 7
    assert custody.pids()["part"] != first


def test_a_paused_part_can_be_killed(custody: Custody) -> None:
    custody.start(shell("sleep 60"))
    custody.pause("part")
    custody.kill("part")
    assert custody.pids() == {}


def test_a_part_that_ends_after_another_was_killed_has_ended_by_itself(
    custody: Custody, wait_until: Callable[[Callable[[], bool]], bool]
) -> None:
    custody.start(shell("sleep 60"))
    custody.pause("part")
    custody.kill("part")
    custody.start(shell("exit 3"))
    assert wait_until(lambda: bool(custody.ended_parts()))


def test_a_paused_part_is_gone_with_the_others(are_gone: AreGone) -> None:
    custody = Custody()
    custody.start(shell("sleep 60"))
    custody.pause("part")
    pids = list(custody.pids().values())
    custody.end()
    assert pids
    assert are_gone(pids, custody.folder)
