"""The supervisor and the run's side of it, with parts of a few words of shell."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack.supervision import LONGEST_FOLDER, Part, PartEndedError, Supervision

AreGone = Callable[[Iterable[int], Path], bool]


def state_of(pid: int) -> str:
    """The letter that Linux has for a process's state: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def shell(script: str, **more: bool) -> Part:
    environment = {"PATH": os.environ["PATH"], "SECRET": "hidden"}
    return Part(name="part", argv=("sh", "-c", script), environment=environment, **more)


@pytest.fixture
def supervision() -> Iterator[Supervision]:
    supervision = Supervision()
    yield supervision
    supervision.end()


def test_a_part_reports_its_port_on_standard_output(supervision: Supervision) -> None:
    script = """echo 'not JSON'; echo '{"event": "listen", "port": 7}'; sleep 60"""
    supervision.start(shell(script, reports_on_stdout=True))
    assert supervision.wait_for_port("part", timeout_s=5) == 7


def test_a_part_reports_its_port_on_a_descriptor_of_its_own(supervision: Supervision) -> None:
    script = """echo noise; eval 'echo "{\\"event\\": \\"listen\\", \\"port\\": 8}" >&{report_fd}'
    sleep 60"""
    part = Part(name="part", argv=("bash", "-c", script), environment=dict(os.environ))
    supervision.start(part)
    assert supervision.wait_for_port("part", timeout_s=5) == 8


def test_a_part_gets_the_environment_that_was_given_and_no_more(supervision: Supervision) -> None:
    supervision.start(shell("""echo "$SECRET${HOME-, no home}" >&2; exit 3"""))
    with pytest.raises(PartEndedError) as ended:
        supervision.wait_for_port("part", timeout_s=5)
    assert ended.value.log == "hidden, no home\n"


def test_a_part_that_ends_is_explained_by_its_last_words(supervision: Supervision) -> None:
    supervision.start(shell("echo first; echo the reason >&2; exit 3"))
    with pytest.raises(PartEndedError) as ended:
        supervision.wait_for_port("part", timeout_s=5)
    line = "part ended by itself (exit status 3): the reason"
    assert str(ended.value.as_unavailable()) == line


def test_a_part_that_cannot_be_started_has_ended(supervision: Supervision) -> None:
    supervision.start(Part(name="part", argv=("/nowhere/binary",), environment={}))
    with pytest.raises(PartEndedError, match="No such file or directory: '/nowhere/binary'"):
        supervision.wait_for_port("part", timeout_s=5)


def test_a_part_that_says_nothing_is_given_up(supervision: Supervision) -> None:
    supervision.start(shell("sleep 60"))
    with pytest.raises(UnavailableError, match="part was not ready in time"):
        supervision.wait_for_port("part", timeout_s=0.05)


def test_a_deep_temporary_folder_leaves_room_for_a_socket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("d" * LONGEST_FOLDER)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    supervision = Supervision()
    supervision.end()
    assert len(os.fsencode(supervision.folder)) <= LONGEST_FOLDER


WRITES = "while True: print('on', flush=True); time.sleep(0.01)"
"""In one process: a shell that is stopped while it starts a child waits, and does not show it."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_paused_part_stays_and_does_nothing_until_it_is_resumed(
    supervision: Supervision, wait_until: Callable[[Callable[[], bool]], bool]
) -> None:
    log = supervision.folder / "part.log"
    supervision.start(
        Part(name="part", argv=(sys.executable, "-c", f"import time\n{WRITES}"), environment={})
    )
    assert wait_until(lambda: log.exists() and log.stat().st_size > 0)
    supervision.pause("part")
    assert wait_until(lambda: state_of(supervision.pids()["part"]) == "T")
    size = log.stat().st_size
    supervision.resume("part")
    assert wait_until(lambda: log.stat().st_size > size)


def test_a_part_that_is_killed_has_not_ended_by_itself_and_can_be_started_again(
    supervision: Supervision,
) -> None:
    part = shell("""echo '{"event": "listen", "port": 7}'; sleep 60""", reports_on_stdout=True)
    supervision.start(part)
    supervision.wait_for_port("part", timeout_s=5)
    first = supervision.pids()["part"]
    supervision.kill("part")
    assert supervision.pids() == {}
    assert supervision.ended_parts() == ()
    supervision.start(part)
    assert supervision.wait_for_port("part", timeout_s=5) == 7
    assert supervision.pids()["part"] != first


def test_a_paused_part_can_be_killed(supervision: Supervision) -> None:
    supervision.start(shell("sleep 60"))
    supervision.pause("part")
    supervision.kill("part")
    assert supervision.pids() == {}


def test_a_part_that_ends_after_another_was_killed_has_ended_by_itself(
    supervision: Supervision, wait_until: Callable[[Callable[[], bool]], bool]
) -> None:
    supervision.start(shell("sleep 60"))
    supervision.pause("part")
    supervision.kill("part")
    supervision.start(shell("exit 3"))
    assert wait_until(lambda: bool(supervision.ended_parts()))


def test_a_paused_part_is_gone_with_the_others(are_gone: AreGone) -> None:
    supervision = Supervision()
    supervision.start(shell("sleep 60"))
    supervision.pause("part")
    pids = list(supervision.pids().values())
    supervision.end()
    assert pids
    assert are_gone(pids, supervision.folder)
