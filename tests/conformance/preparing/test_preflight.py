"""What is not there at all is told once, and not judged law by law."""

import json
import re

import pytest

from tests.command_line import RunCli, assert_one_line
from tests.conformance.stand_in_redis import JSON, TOKEN
from tests.stand_in import Behaviour, Seen, answer, stand_in

HTML = "Content-Type: text/html"


@pytest.mark.parametrize(
    ("whatever", "told"),
    [
        (answer(404, b'{"message":"no such route"}', JSON), ["404", "no such route", "--posts"]),
        (answer(404, b"<h1>Not found</h1>", HTML), ["404 and HTML", "--posts"]),
        (answer(302, b"", "Location: https://login.example.com"), ["302", "login.example.com"]),
        (answer(308, b"", "Location: /posts/"), ["308 to /posts/", "the URL that it points to"]),
        (answer(401, b'{"error":"who are you?"}', JSON), ["401", "credentials"]),
        (answer(429, b"slow down"), ["429", "--rate"]),
        (answer(200, b'{"notes":[{"id":1,"title":"x"}]}', JSON), ["notes", "`id` and `text`"]),
        (answer(200, b'[{"id":1,"title":"x"}]', JSON), ["title", "`id` and `text`"]),
    ],
    ids=["404", "HTML", "302", "308", "401", "429", "an envelope", "another collection"],
)
def test_what_is_no_collection_of_posts_is_told_in_one_line(
    run_cli: RunCli, whatever: bytes, told: list[str]
) -> None:
    with stand_in(lambda _: whatever) as server:
        run = run_cli("check", "--posts", f"{server.url}/posts")
    assert_one_line(run, 3, "is not a /posts collection", *told)
    # The last one looks whether the text that was sent is listed somewhere after all.
    assert [seen.method for seen in server.seen] == ["GET", "POST", "GET"]


@pytest.mark.parametrize(
    ("method", "recognised"),
    [
        ("GET", answer(200, b"[]", JSON)),
        ("GET", answer(200, b'[{"id":1,"text":"numbers as ids"}]')),
        ("POST", answer(200, b'{"created":{"id":"post:7"}}', JSON)),
        ("POST", answer(201, b"", "Location: /posts/post%3A7")),
    ],
)
def test_what_is_recognised_in_one_answer_is_judged(
    run_cli: RunCli, method: str, recognised: bytes
) -> None:
    def some_of_it(seen: Seen) -> bytes:
        return recognised if seen.method == method else answer(404, b"nothing here", HTML)

    with stand_in(some_of_it) as server:
        options = ["--posts", f"{server.url}/posts", "--law", "posts.method.allow"]
        code, output, _ = run_cli("check", *options, "--json")
    assert json.loads(output)["verdict"] != "pass"
    assert code in {0, 1, 3}
    assert len(server.seen) > 2


def told_of_redis(run_cli: RunCli, behaviour: Behaviour) -> tuple[int, str, str]:
    """What a check says of a server that behaves so."""
    with stand_in(behaviour) as server:
        return run_cli("check", "--redis", server.url, "--token", TOKEN, "--json")


def as_webdis(seen: Seen) -> bytes:
    """Commands in paths, without tokens, each answered under its own name."""
    name, *rest = seen.target.strip("/").split("/")
    if seen.method != "GET" or not name.isalpha():
        return answer(405)
    result = [True, "PONG"] if name == "PING" else [True, "OK"]
    return answer(
        200, json.dumps({name: result if rest or name == "PING" else None}).encode(), JSON
    )


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (as_webdis, ["`path`", '{"PING": [true, "PONG"]}', "is not a Redis REST API"]),
        (lambda _: answer(404, b"<h1>no</h1>", HTML), ["404 and HTML", "--redis"]),
        (lambda _: answer(429, b'{"error":"slow down"}', JSON), ["429", "--rate"]),
        (lambda _: answer(200, b'{"hello":"world"}', JSON), ["hello", "--redis"]),
    ],
    ids=["webdis", "HTML", "429", "JSON"],
)
def test_what_is_no_redis_is_told_in_one_line(
    run_cli: RunCli, behaviour: Behaviour, told: list[str]
) -> None:
    assert_one_line(told_of_redis(run_cli, behaviour), 3, *told)


def test_a_token_that_is_refused_in_every_form_is_a_usage_error(run_cli: RunCli) -> None:
    refusal = answer(401, b'{"error":"Unauthorized"}', JSON)
    assert_one_line(told_of_redis(run_cli, lambda _: refusal), 2, "refuses the token")


def test_a_page_at_the_root_says_nothing_of_what_is_below(run_cli: RunCli) -> None:
    def at_paths(seen: Seen) -> bytes:
        if seen.target == "/":
            return answer(404, b"<h1>no</h1>", HTML)
        return answer(200, b'{"result":"PONG"}', JSON)

    with stand_in(at_paths) as server:
        options = ["--redis", server.url, "--token", TOKEN, "--law", "rest.auth.scheme-case"]
        code, _, errors = run_cli("check", *options)
    assert "is not a Redis REST API" not in errors
    assert code in {0, 1, 3}


def test_another_interface_behind_the_token_is_one_finding(run_cli: RunCli) -> None:
    def plain(seen: Seen) -> bytes:
        if seen.header("authorization") != f"Bearer {TOKEN}":
            return answer(401, b"no")
        return answer(200, b'"PONG"', JSON)

    code, output, _ = told_of_redis(run_cli, plain)
    result = json.loads(output)
    broken = [law["id"] for law in result["laws"] if law["outcome"] == "broken"]
    assert (code, broken) == (1, ["rest.reply.envelope"])
    reasons = {law["reason"] for law in result["laws"] if law["outcome"] == "inconclusive"}
    assert len(reasons) == 1
    assert re.match(r"this is not a Redis REST API: .*PONG", reasons.pop())
