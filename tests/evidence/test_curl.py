"""Evidence as curl commands: run by a real shell, they send what the exchange had."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edgeproof.clients import Mask
from edgeproof.deployments import Secret
from edgeproof.evidence import as_script
from edgeproof.evidence.curl import Expressions, as_curl, as_printf
from edgeproof.laws import Exchange, ReceivedResponse, SentRequest
from tests import needs
from tests.stand_in import Seen, StandIn, answer, stand_in

TOKEN = "a-Token+of/its=own"
READ_ONLY = "read-only"
MASK = Mask.of(Secret(TOKEN), Secret(READ_ONLY))

SENT_BY_CURL = {"host", "user-agent", "accept", "content-length", "expect"}

HOSTILE = (
    "'", '"', "$", "`", "\\", "@", "!", "%", "-", "\n", "\r\n", "\x00", "\t", " ", "#", "?", "&",
    "${HOME}", "$(id)", "`id`", "$HOME", "%s", "\\n", "\\055", "@/etc/passwd", "{}", "[1-3]",
    "é", "\N{PILE OF POO}",
)  # fmt: skip

texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=6).map("".join)
bodies = (
    st.binary(max_size=40)
    | texts.map(lambda text: text.encode("utf-8", errors="replace"))
    | st.sampled_from([TOKEN.encode(), b"\xff" + TOKEN.encode(), b"-n", b"--", b"@-"])
)
visible = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
targets = st.text(visible, max_size=20).map(lambda text: f"/{text}")
header_values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12).map(
    str.strip
)
headers = st.lists(
    st.tuples(
        st.sampled_from(["X-One", "X-Two", "Content-Type", "Upstash-Encoding"]), header_values
    ),
    max_size=3,
    unique_by=lambda header: header[0],
)
methods = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])


def run(script: list[str], folder: Path | None = None) -> str:
    """Run a script in an empty POSIX shell that knows the tokens, and return what it printed."""
    needs.program("curl")
    variables = {
        "PATH": os.environ["PATH"],
        "UPSTASH_REDIS_REST_TOKEN": TOKEN,
        "UPSTASH_REDIS_REST_READONLY_TOKEN": READ_ONLY,
    }
    ended = subprocess.run(
        ["sh", "-eu"],
        input="\n".join(script).encode(),
        capture_output=True,
        env=variables,
        cwd=folder,
        check=False,
        timeout=20,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.decode(errors="replace")


def masked(method: str, url: str, fields: list[tuple[str, str]], body: bytes) -> SentRequest:
    """The request as a transport records it."""
    return SentRequest(
        method=method,
        url=MASK.text(url),
        headers=tuple((name, MASK.text(value)) for name, value in fields),
        body=MASK.data(body),
    )


def of_interest(seen: Seen) -> list[tuple[str, str]]:
    """The headers that are not curl's own."""
    return sorted(field for field in seen.headers if field[0] not in SENT_BY_CURL)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A server that says yes to everything."""
    with stand_in() as running:
        yield running


@settings(max_examples=60, deadline=None)
@given(method=methods, target=targets, fields=headers, body=bodies)
@example(method="POST", target="/", fields=[], body=b"\x00'\\055%s$HOME`id`!\xff")
@example(method="POST", target="/", fields=[], body=b"-n")
@example(method="POST", target="/", fields=[], body=b"@/etc/passwd")
@example(method="POST", target="/", fields=[], body=b'${HOME}$(id)`id`"\\!')
@example(method="POST", target="/", fields=[], body=b"x" * 300_000)
@example(method="POST", target="/", fields=[], body=b"-\xff" + TOKEN.encode() + b"'\n")
@example(
    method="POST", target="/", fields=[("Authorization", f"Bearer {TOKEN}")], body=TOKEN.encode()
)
@example(method="GET", target="/", fields=[("Authorization", f"Bearer {READ_ONLY}!")], body=b"")
@example(method="GET", target="/", fields=[("Authorization", f"Bearer {TOKEN[:-1]}")], body=b"")
@example(method="GET", target="/", fields=[("Authorization", f"Bearer {TOKEN}x")], body=b"")
@example(
    method="GET", target="/", fields=[("Authorization", f"Bearer {TOKEN.swapcase()}")], body=b""
)
@example(method="GET", target="/?_token=a-Token%2Bof%2Fits%3Down", fields=[], body=b"")
@example(method="GET", target="/?_token=a-Token%2Bof/its=own&x=1", fields=[], body=b"")
@example(method="GET", target="/get/../a/./b//c#d?e=[1-3]{f}|^`\\\"'<>", fields=[], body=b"")
@example(method="GET", target="?no=path", fields=[], body=b"")
@example(method="GET", target="", fields=[("X-Empty", "")], body=b"")
@example(method="HEAD", target="/", fields=[], body=b"")
def test_a_command_sends_exactly_what_was_sent(
    server: StandIn, method: str, target: str, fields: list[tuple[str, str]], body: bytes
) -> None:
    server.seen.clear()
    request = masked(method, server.url + target, fields, body)
    [command] = as_script([Exchange(request=request)])
    assert TOKEN not in command
    run([command])
    [seen] = server.seen
    assert (seen.method, seen.body) == (method, body)
    assert seen.target == (target if target.startswith("/") else f"/{target}")
    assert of_interest(seen) == sorted((name.lower(), value) for name, value in fields)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_an_empty_body_has_its_length_as_it_had(server: StandIn, method: str) -> None:
    server.seen.clear()
    run(as_script([Exchange(request=masked(method, f"{server.url}/", [], b""))]))
    [seen] = server.seen
    assert seen.header("content-length") == "0"


def test_a_token_of_which_each_byte_is_encoded_is_encoded_again(server: StandIn) -> None:
    server.seen.clear()
    encoded = "".join(f"%{byte:02x}" for byte in TOKEN.encode())
    request = masked("GET", f"{server.url}/?_token={encoded}", [], b"")
    run([as_curl(request)])
    assert server.seen[0].target == f"/?_token={encoded}"


def test_a_chunked_body_is_sent_in_chunks_again(server: StandIn) -> None:
    server.seen.clear()
    run([as_curl(masked("POST", server.url, [("Transfer-Encoding", "chunked")], b"abc"))])
    assert server.seen[0].header("transfer-encoding") == "chunked"
    assert server.seen[0].body == b"abc"


@given(data=bodies.filter(len))
@settings(max_examples=30, deadline=None)
def test_printf_writes_exactly_these_bytes(data: bytes) -> None:
    command = as_printf(MASK.data(data), Expressions())
    variables = {"UPSTASH_REDIS_REST_TOKEN": TOKEN, "UPSTASH_REDIS_REST_READONLY_TOKEN": READ_ONLY}
    ended = subprocess.run(["sh", "-c", command], capture_output=True, env=variables, check=True)
    assert ended.stdout == data


@pytest.mark.parametrize(
    "data",
    [
        b'["SET","k","' + b"x" * 2_097_152 + b'"]',
        "é".encode() * 600_000,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 5_000 + b"1",
        b"-" * 5_000 + b"\n" * 5_000 + b"\0" * 5_000 + b"$(x)" * 5_000,
        TOKEN.encode() + b"%" * 3_000 + TOKEN.encode(),
    ],
)
def test_what_repeats_itself_is_made_by_a_command(data: bytes) -> None:
    command = as_printf(MASK.data(data), Expressions())
    variables = {"UPSTASH_REDIS_REST_TOKEN": TOKEN, "UPSTASH_REDIS_REST_READONLY_TOKEN": READ_ONLY}
    for shell in ("sh", "bash"):
        ended = subprocess.run(
            [shell, "-c", command],
            capture_output=True,
            env=variables | {"PATH": os.environ["PATH"]},
            check=True,
        )
        assert ended.stdout == data
        assert ended.stderr == b""


def test_a_large_body_takes_a_short_line() -> None:
    body = b'["SET","k","' + b"x" * 2_097_152 + b'"]'
    assert len(as_curl(masked("POST", "http://x", [], body))) < 400


def test_what_a_deployment_says_is_never_run(server: StandIn, tmp_path: Path) -> None:
    hostile = "$(printf x > owned)`touch owned`${PATH}';touch owned;'"
    request = SentRequest(
        method="POST",
        url=f"{server.url}/$(touch${{IFS}}owned)",
        headers=(("X-Seen", hostile),),
        body=hostile.encode(),
    )
    run([as_curl(request)], tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert server.seen[-1].body == hostile.encode()


def an_exchange(method: str, url: str, body: bytes = b"", received: bytes = b"") -> Exchange:
    """An exchange that was answered."""
    return Exchange(
        request=SentRequest(method=method, url=url, body=body),
        response=ReceivedResponse(status=200, body=received),
    )


def test_an_id_is_a_variable_from_where_it_is_given() -> None:
    url = "http://posts.example/posts"
    script = as_script(
        [
            an_exchange("DELETE", f"{url}/post:7"),
            an_exchange("POST", url, b"first", b"post:7"),
            an_exchange("POST", url, b"second", b"post:71"),
            an_exchange("DELETE", f"{url}/post:7"),
            an_exchange("DELETE", f"{url}/post%3A71?x=post:712"),
            an_exchange("POST", "http://db.example", b'["GET","post:7"]'),
        ]
    )
    with stand_in(_gives_ids) as server:
        run(
            [
                command.replace("posts.example", server.url.removeprefix("http://")).replace(
                    "db.example", server.url.removeprefix("http://")
                )
                for command in script
            ]
        )
        sent = [(seen.method, seen.target, seen.body) for seen in server.seen]
    assert sent == [
        ("DELETE", "/posts/post:7", b""),
        ("POST", "/posts", b"first"),
        ("POST", "/posts", b"second"),
        ("DELETE", "/posts/post:1001", b""),
        ("DELETE", "/posts/post%3A1002?x=post:712", b""),
        ("POST", "/", b'["GET","post:1001"]'),
    ]
    assert script[1].startswith("ID1=$(curl ")
    assert script[1].endswith('; echo "$ID1"')


def _gives_ids(seen: Seen) -> bytes:
    return answer(201, {b"first": b"post:1001", b"second": b"post:1002"}.get(seen.body, b""))


def test_the_stack_of_a_run_is_a_variable_for_the_next() -> None:
    bases = {"http://h:80/posts": "EDGEPROOF_POSTS_URL", "http://h:80": "UPSTASH_REDIS_REST_URL"}
    script = as_script(
        [
            an_exchange("GET", "http://h:80/posts"),
            an_exchange("GET", "http://h:80/posts/post:7"),
            an_exchange("GET", "http://h:80/get/a b"),
            an_exchange("GET", "http://h:8080/get"),
            an_exchange("GET", "http://h:80/postscript"),
        ],
        bases,
    )
    assert [command.rpartition("-X GET ")[2] for command in script] == [
        '"${EDGEPROOF_POSTS_URL}"',
        '"${EDGEPROOF_POSTS_URL}/post:7"',
        '"${UPSTASH_REDIS_REST_URL}/get/a b"',
        "http://h:8080/get",
        '"${UPSTASH_REDIS_REST_URL}/postscript"',
    ]


def test_an_exclamation_mark_is_safe_in_an_interactive_shell() -> None:
    command = as_curl(masked("POST", "http://h", [], f"{TOKEN}!!".encode()))
    assert """--data-raw "${UPSTASH_REDIS_REST_TOKEN}"'!!' """ in command


def test_a_stream_runs_beside_the_commands_for_which_it_was_open() -> None:
    def a_stream(name: str, open_for: int) -> Exchange:
        return replace(an_exchange("POST", f"http://h/subscribe/{name}"), open_for=open_for)

    script = as_script(
        [
            a_stream("a", 2),
            a_stream("b", 1),
            an_exchange("GET", "http://h/publish"),
            an_exchange("GET", "http://h/alone"),
            a_stream("c", 0),
        ]
    )
    assert [line.split("http://h/")[-1] for line in script] == [
        "subscribe/a & sleep 1",
        "subscribe/b & sleep 1",
        "publish",
        "wait",
        "alone",
        "subscribe/c & sleep 1",
        "wait",
    ]
    assert ["-N --max-time 5" in line for line in script if "curl" in line] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_a_stream_that_does_not_end_does_not_keep_the_script_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("edgeproof.evidence.curl.STREAM_S", 1)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: first\n\n"
    with stand_in(lambda seen: answer() if seen.target == "/after" else head) as server:
        stream = an_exchange("POST", f"{server.url}/monitor")
        printed = run(
            as_script([replace(stream, open_for=0), an_exchange("GET", f"{server.url}/after")])
        )
    assert "data: first" in printed
    assert [seen.target for seen in server.seen] == ["/monitor", "/after"]
