"""Connections: what a server can do to them, and the name of it."""

import random
import threading
from itertools import chain, repeat
from pathlib import Path

import pytest

from edgeproof.load.measuring.recorder import Recorder
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.answer import Answer
from edgeproof.load.wire.failures import Failure, FailureKind
from edgeproof.load.wire.pool import Pool
from edgeproof.load.wire.requests import Requests
from tests.load.conftest import OpenPool, over_tls
from tests.stand_in import Behaviour, Seen, answer, stand_in

GET = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n"


async def exchange(pool: Pool, request: bytes) -> Answer:
    """What a user is answered over a pool."""
    luck = random.Random(1)  # noqa: S311 - no secret
    requests = Requests("http://test")
    user = User(1, luck, pool=pool, requests=requests, recorder=Recorder())
    return await user.send(request)


async def failure_of(open_pool: OpenPool, behaviour: Behaviour, **limits: float) -> Failure:
    """How a request to a server fails that behaves so."""
    with stand_in(behaviour) as server, pytest.raises(Failure) as raised:
        await exchange(open_pool(server.url, **limits), GET)
    return raised.value


def closing_at_the_second() -> Behaviour:
    """A server that answers all requests but the second, at which it closes the connection."""
    answers = chain([answer(200, b"[]"), None], repeat(answer(200, b"[]")))
    return lambda _: next(answers)


async def test_an_answer_has_its_status_its_body_and_its_headers(open_pool: OpenPool) -> None:
    with stand_in(lambda _: answer(201, b"post:7", "Location: /posts/post:7")) as server:
        received = await exchange(open_pool(server.url), GET)
    assert (received.status, received.text) == (201, "post:7")
    assert received.header("location") == "/posts/post:7"
    assert received.header("nowhere") is None
    assert received.sent_ns < received.ended_ns


async def test_requests_follow_each_other_on_one_connection(open_pool: OpenPool) -> None:
    with stand_in(lambda _: answer(200, b"[]")) as server:
        pool = open_pool(server.url)
        for _ in range(3):
            assert (await exchange(pool, GET)).body == b"[]"
        assert (pool.opened, pool.reopened) == (1, 0)


async def test_answers_that_are_alike_are_told_from_those_that_are_not(open_pool: OpenPool) -> None:
    bodies = [b"[1]", b"[1]", b"[2]", b"[1]", b"", b""]
    sent = iter(bodies)
    with stand_in(lambda _: answer(200, next(sent))) as server:
        pool = open_pool(server.url)
        received = [await exchange(pool, GET) for _ in bodies]
    assert [one.body for one in received] == bodies
    assert all(one.header("content-length") == str(len(one.body)) for one in received)


async def test_a_chunked_answer_and_an_interim_one_before_it_are_read(open_pool: OpenPool) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n1\r\n]\r\n0\r\n\r\n"
    with stand_in(lambda _: interim + chunked) as server:
        received = await exchange(open_pool(server.url), GET)
    assert (received.status, received.body) == (200, b"[]")


async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next(
    open_pool: OpenPool,
) -> None:
    with stand_in(lambda _: answer(200, b"asked") + answer(200, b"not asked")) as server:
        pool = open_pool(server.url)
        received = [await exchange(pool, GET) for _ in range(3)]
    assert [one.body for one in received] == [b"asked"] * 3
    assert pool.opened == 3


async def test_an_answer_without_a_length_ends_with_the_connection(open_pool: OpenPool) -> None:
    def behaviour(seen: Seen) -> bytes | None:
        return b"HTTP/1.0 200 OK\r\n\r\n[]" if seen.target == "/" else None

    with stand_in(behaviour) as server:
        pool = open_pool(server.url)
        pending = exchange(pool, GET + b"GET /end HTTP/1.1\r\n\r\n")
        assert (await pending).body == b"[]"


async def test_a_port_where_nobody_listens_refuses(open_pool: OpenPool) -> None:
    with stand_in() as server:
        url = server.url
    with pytest.raises(Failure) as raised:
        await exchange(open_pool(url), GET)
    assert raised.value.kind is FailureKind.REFUSED


async def test_a_connection_closed_before_the_answer_is_reset(open_pool: OpenPool) -> None:
    failure = await failure_of(open_pool, lambda _: None)
    assert failure.kind is FailureKind.RESET
    assert "before any answer" in failure.reason


async def test_an_answer_cut_short_is_reset(open_pool: OpenPool) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf"
    request = GET + b"GET /end HTTP/1.1\r\n\r\n"
    behaviour = {"/": half, "/end": None}
    with stand_in(lambda seen: behaviour[seen.target]) as server, pytest.raises(Failure) as raised:
        await exchange(open_pool(server.url), request)
    assert raised.value.kind is FailureKind.RESET
    assert "middle" in raised.value.reason


async def test_what_is_not_http_is_a_bad_answer(open_pool: OpenPool) -> None:
    failure = await failure_of(open_pool, lambda _: b"+OK redis\r\n")
    assert failure.kind is FailureKind.BAD_ANSWER


async def test_an_answer_that_does_not_come_is_a_timeout(open_pool: OpenPool) -> None:
    is_over = threading.Event()

    def late(_: Seen) -> bytes:
        is_over.wait()
        return answer()

    try:
        failure = await failure_of(open_pool, late, answer_s=0.1)
    finally:
        is_over.set()
    assert failure.kind is FailureKind.TIMEOUT


async def test_a_connection_closed_between_requests_is_opened_again_and_counted(
    open_pool: OpenPool,
) -> None:
    with stand_in(closing_at_the_second()) as server:
        pool = open_pool(server.url)
        for _ in range(2):
            assert (await exchange(pool, GET)).status == 200
        assert (pool.opened, pool.reopened) == (2, 1)


async def test_a_request_that_changes_something_is_not_sent_twice(open_pool: OpenPool) -> None:
    with stand_in(closing_at_the_second()) as server:
        pool = open_pool(server.url)
        await exchange(pool, POST)
        with pytest.raises(Failure, match="reset"):
            await exchange(pool, POST)
        assert len(server.seen) == 2


async def test_plain_http_where_tls_is_asked_for_is_a_failure_of_tls(open_pool: OpenPool) -> None:
    with stand_in(lambda _: answer()) as server, pytest.raises(Failure) as raised:
        await exchange(open_pool(f"https{server.url[4:]}", connect_s=1.0), GET)
    assert raised.value.kind in {FailureKind.TLS, FailureKind.RESET, FailureKind.TIMEOUT}


async def test_a_certificate_that_does_not_verify_is_a_failure_of_tls(
    open_pool: OpenPool, certificate: Path
) -> None:
    with stand_in(lambda _: answer()) as server:
        url = over_tls(server, certificate)
        with pytest.raises(Failure) as raised:
            await exchange(open_pool(url), GET)
    assert raised.value.kind is FailureKind.TLS
    assert "self-signed" in raised.value.reason


async def test_a_certificate_that_verifies_is_spoken_to(
    open_pool: OpenPool, certificate: Path
) -> None:
    with stand_in(lambda _: answer(200, b"[]")) as server:
        url = over_tls(server, certificate)
        pool = open_pool(url, ca_file=str(certificate))
        assert (await exchange(pool, GET)).body == b"[]"


def test_requests_are_whole_and_hold_no_more_than_they_need() -> None:
    requests = Requests("https://blog.example.com/posts")
    assert requests.gets["/post:1"] == (
        b"GET /posts/post:1 HTTP/1.1\r\nHost: blog.example.com\r\n\r\n"
    )
    assert requests.with_body("POST", "", b"text", {"X": "y"}) == (
        b"POST /posts HTTP/1.1\r\nHost: blog.example.com\r\nX: y\r\nContent-Length: 4\r\n\r\ntext"
    )
