"""The warden and the run's side of it, with parts of a few words of shell."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from edgeproof.errors import UnavailableError
from edgeproof.stack.custody import LONGEST_FOLDER, Custody, Part, PartEndedError


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
