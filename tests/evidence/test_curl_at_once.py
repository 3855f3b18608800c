"""Evidence of clients at once: run by a real shell, each sends what it sent, in its order."""

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edgeproof.evidence import as_script_at_once
from edgeproof.laws import Exchange, ReceivedResponse, SentRequest
from tests import needs
from tests.stand_in import Seen, StandIn, answer, stand_in

FIRST_ID = 71


@pytest.fixture
def server() -> Iterator[StandIn]:
    """Gives each POST an id that it was not given before."""
    with stand_in(lambda _: answer(200)) as running:

        def behave(seen: Seen) -> bytes:
            made = sum(one.method == "POST" for one in running.seen)
            return (
                answer(201, f"post:{FIRST_ID + made}".encode())
                if seen.method == "POST"
                else answer()
            )

        running.behaviour = behave
        yield running


def run(script: list[str], folder: Path) -> str:
    """Run a script in an empty POSIX shell, its files in the folder; what it printed."""
    needs.program("curl")
    ended = subprocess.run(
        ["sh", "-eu"],
        input="\n".join(script).encode(),
        capture_output=True,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)},
        cwd=folder,
        check=False,
        timeout=20,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.decode()


def exchange(url: str, method: str, *, client: int, body: str = "", given: str = "") -> Exchange:
    """An exchange of a client, as its header says."""
    return Exchange(
        request=SentRequest(
            method=method, url=url, headers=(("X-Client", str(client)),), body=body.encode()
        ),
        response=ReceivedResponse(status=200, body=given.encode()),
    )


def clients_of(url: str) -> list[list[Exchange]]:
    """One makes two posts, and others delete them and read."""
    return [
        [
            exchange(url, "POST", client=0, body="post:1", given="post:1"),
            exchange(url, "POST", client=0, body="it's; $(touch owned) `id`", given="post:12"),
        ],
        [
            exchange(f"{url}/post:12", "DELETE", client=1),
            exchange(f"{url}/post:1", "DELETE", client=1),
        ],
        [exchange(url, "GET", client=2), exchange(f"{url}/post:123", "DELETE", client=2)],
    ]


def test_each_client_sends_its_own_in_order_with_ids_that_others_are_given(
    server: StandIn, tmp_path: Path
) -> None:
    run(as_script_at_once(clients_of(f"{server.url}/posts")), tmp_path)
    sent: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    for seen in server.seen:
        sent[seen.header("x-client")].append((seen.method, urlsplit(seen.target).path))
    assert sent["0"] == [("POST", "/posts"), ("POST", "/posts")]
    assert sent["1"] == [("DELETE", "/posts/post:73"), ("DELETE", "/posts/post:72")]
    assert sent["2"] == [("GET", "/posts"), ("DELETE", "/posts/post:123")]


def test_what_was_sent_is_sent_and_never_run(server: StandIn, tmp_path: Path) -> None:
    run(as_script_at_once(clients_of(f"{server.url}/posts")), tmp_path)
    bodies = [seen.body.decode() for seen in server.seen if seen.method == "POST"]
    # A post may contain what will be its own id: nobody knows it before.
    assert bodies == ["post:1", "it's; $(touch owned) `id`"]
    assert not (tmp_path / "owned").exists()


def test_the_shell_stays_where_it_is(server: StandIn, tmp_path: Path) -> None:
    script = as_script_at_once(clients_of(f"{server.url}/posts"))
    assert run([*script, "pwd"], tmp_path).splitlines()[-1] == str(tmp_path.resolve())


def test_all_clients_are_in_the_background_and_waited_for() -> None:
    script = as_script_at_once(clients_of("http://h/posts"))
    lines = script[2:]
    assert [bool(re.fullmatch(r"\( curl .* \) &", line)) for line in lines] == [True] * 3 + [False]
    assert lines[-1] == "wait"


def test_without_ids_no_files_are_needed(server: StandIn, tmp_path: Path) -> None:
    script = as_script_at_once(
        [[exchange(server.url, "GET", client=0)], [], [exchange(server.url, "GET", client=1)]]
    )
    assert len(script) == 3
    run(script, tmp_path)
    assert len(server.seen) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_stack_of_a_run_is_a_variable() -> None:
    [line, _] = as_script_at_once(
        [[exchange("http://h/posts", "GET", client=0)]], {"http://h/posts": "EDGEPROOF_POSTS_URL"}
    )
    assert '"${EDGEPROOF_POSTS_URL}"' in line
