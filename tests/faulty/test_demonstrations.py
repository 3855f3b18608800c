"""What `edgeproof explain` shows of faulty deployments is what the sources have today.

After a change of a fault: `python -m tests.faulty.demonstrations --run` writes it again.
"""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from edgeproof.laws import all_laws
from edgeproof.laws.faults import Demonstration, all_demonstrations
from tests.faulty import demonstrations
from tests.faulty.demonstrations import kept, renewed, run, without_commands, write
from tests.faulty.portable import LONGEST_COMMAND, portable, portable_text
from tests.faulty.smallest import code_of, smallest

KEPT = all_demonstrations()
SHOWN = {law_id: one for law_id, one in KEPT.laws.items() if one.curl}

VARIABLES = {
    "EDGEPROOF_POSTS_URL",
    "UPSTASH_REDIS_REST_URL",
    "UPSTASH_REDIS_REST_TOKEN",
    "UPSTASH_REDIS_REST_READONLY_TOKEN",
}


def test_the_file_has_a_deployment_for_each_law_as_the_sources_have_it() -> None:
    assert renewed(kept()) == KEPT
    assert list(KEPT.laws) == list(all_laws())


def test_no_deployment_that_breaks_a_law_is_smaller() -> None:
    sizes = {law_id: len(one.deployment.code) for law_id, one in smallest().items()}
    assert sizes == {law_id: len(KEPT.faults[one.fault].code) for law_id, one in KEPT.laws.items()}
    assert max(sizes.values()) <= 25


def test_most_laws_have_commands() -> None:
    assert len(SHOWN) > len(KEPT.laws) * 0.9


@pytest.mark.parametrize("law_id", SHOWN)
def test_commands_are_of_no_machine_and_a_shell_can_read_them(law_id: str) -> None:
    shown = SHOWN[law_id]
    text = "\n".join(shown.curl)
    for place in (r"127\.0\.0\.1:\d", "localhost", "/tmp", "/root", "/home", str(Path.home())):  # noqa: S108
        assert not re.search(place, text + shown.seen)
    assert max(map(len, shown.curl)) <= LONGEST_COMMAND
    assert "curl " in text or all(line.startswith("# (a command of ") for line in shown.curl)
    assert set(re.findall(r"\$\{([A-Z_]{5,})\b", text)) <= VARIABLES
    subprocess.run(["sh", "-n"], input=text, text=True, check=True, capture_output=True)


def test_the_code_is_without_decorator_and_docstring() -> None:
    @pytest.mark.skip
    def made_up(value: int) -> int:
        """Two lines.

        of it.
        """
        return value

    assert code_of(made_up) == ("def made_up(value: int) -> int:", "    return value")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "curl -X GET http://127.0.0.1:4000/postsx",
            'curl -X GET "${EDGEPROOF_POSTS_URL%/posts}/postsx"',
        ),
        ("ID1=$(curl http://127.0.0.1:4000/)", 'ID1=$(curl "${EDGEPROOF_POSTS_URL%/posts}/")'),
        ("curl http://127.0.0.1:4000/some-fault", 'curl "${UPSTASH_REDIS_REST_URL}"'),
        (
            "curl 'http://127.0.0.1:4000/some-fault/get/a?b&c'",
            'curl "${UPSTASH_REDIS_REST_URL}/get/a?b&c"',
        ),
        (
            'curl "http://127.0.0.1:4000/some-fault/get/${ID1}"',
            'curl "${UPSTASH_REDIS_REST_URL}/get/${ID1}"',
        ),
        ('curl "${UPSTASH_REDIS_REST_URL}/get/a"', 'curl "${UPSTASH_REDIS_REST_URL}/get/a"'),
        ("x" * 2_001, "# (a command of 2,001 characters is left out)"),
    ],
)
def test_addresses_become_variables(command: str, expected: str) -> None:
    assert portable([command], "some-fault") == (expected,)


def test_commands_in_which_an_address_is_left_are_not_kept() -> None:
    assert portable(["curl 'http://127.0.0.1:4000/$a'", "curl x"], "some-fault") == ()


def test_of_many_commands_the_first_are_kept() -> None:
    kept_of_them = portable([f"curl {number}" for number in range(32)], "some-fault")
    assert len(kept_of_them) == 31
    assert kept_of_them[-2:] == ("curl 29", "# (2 more commands are left out)")


def test_a_text_is_cut_and_names_no_port() -> None:
    assert portable_text("at http://127.0.0.1:4000/a") == "at http://127.0.0.1:…/a"
    assert portable_text("a" * 301) == f"{'a' * 300} …"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of its own, in which no law has commands yet."""
    place = tmp_path / "faults.json"
    monkeypatch.setattr(demonstrations, "FILE", place)
    write(renewed({}))
    return place


def test_laws_are_filled_in_one_by_one_and_what_is_there_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def checked(law_id: str, chosen: Any, profile: str) -> dict[str, Any]:
        asked.append(f"{law_id} {profile}")
        if law_id == "posts.list.shape":
            raise AssertionError("exit code 2")
        is_seen = law_id != "posts.list.empty" and profile == "standard"
        evidence = {"summary": "this", "curl": ["curl 1"]}
        outcome = "broken" if is_seen else "held"
        return {"laws": [{"id": law_id, "outcome": outcome, "evidence": evidence}]}

    monkeypatch.setattr(demonstrations, "_checked", checked)
    lines = list(run(["posts.list.e*", "posts.list.s*", "posts.list.complete"], 60))
    assert [line.partition(":")[0] for line in lines] == [
        "posts.list.shape",
        "posts.list.empty",
        "posts.list.complete",
    ]
    assert "could not be checked: exit code 2" in lines[0]
    assert without_commands(renewed(kept()), ["posts.list.[cse]*"]) == [
        "posts.list.shape",
        "posts.list.content-type",
        "posts.list.empty",
    ]
    asked.clear()
    assert list(run(["posts.list.complete"], 60)) == []
    assert list(run(["posts.list.e*"], 0)) == []
    assert asked == []


def test_commands_of_another_deployment_do_not_stay(file: Path) -> None:
    law_id = "posts.list.complete"
    own = smallest()[law_id].name
    for fault, expected in {own: ("curl 1",), "another": ()}.items():
        old = {law_id: Demonstration(fault=fault, seen="this", curl=("curl 1",))}
        assert renewed(old).laws[law_id].curl == expected
        assert renewed(old).laws[law_id].fault == own
