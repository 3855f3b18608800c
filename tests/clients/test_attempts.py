"""Attempts: that there is no answer is told in words, and what ends a run still ends it."""

import itertools
from collections.abc import Callable

import anyio
import pytest

from edgeproof.budget import Budget
from edgeproof.clients import (
    Form,
    Ledger,
    Meter,
    NoAnswer,
    RedisRestClient,
    ask_until_answered,
    attempt,
    pending,
    try_in_forms,
)
from edgeproof.deployments import Secret
from edgeproof.laws import Case, Undecided, Untested
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

pytestmark = pytest.mark.anyio

Serve = Callable[[Behaviour], StandIn]

FINE = answer(200, b'{"result":"OK"}')


def client(connect: Connect, url: str) -> RedisRestClient:
    return RedisRestClient(connect(url), Secret(TOKEN), Ledger(), key_prefix="p")


async def never() -> str:
    await anyio.sleep_forever()
    return "never"


async def test_an_answer_that_comes_is_the_result(serve: Serve, connect: Connect) -> None:
    redis = client(connect, serve(lambda _: FINE).url)
    assert await attempt(redis("PING"), patience_s=5) == "OK"


async def test_an_answer_that_is_late_is_told_from_one_that_cannot_come() -> None:
    late = await attempt(never(), patience_s=0)
    assert late == NoAnswer(reason="no answer within 0 s", is_late=True)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (lambda _: None, "RemoteProtocolError"),
        (lambda _: answer(200, b"<html>"), "<html>"),
        (lambda _: answer(503, b'{"error":"ERR away"}'), "ERR away"),
    ],
    ids=["closes", "is no JSON", "is an error"],
)
async def test_an_answer_that_is_none_has_its_reason(
    serve: Serve, connect: Connect, behaviour: Behaviour, reason: str
) -> None:
    tried = await attempt(client(connect, serve(behaviour).url)("PING"), patience_s=5)
    assert isinstance(tried, NoAnswer)
    assert reason in tried.reason
    assert not tried.is_late


async def test_a_deployment_that_cannot_be_reached_has_its_reason(connect: Connect) -> None:
    tried = await attempt(client(connect, "http://127.0.0.1:1")("PING"), patience_s=5)
    assert tried == NoAnswer(reason="could not connect to http://127.0.0.1:1")


async def test_a_spent_budget_and_an_interruption_end_the_law_as_ever(
    connect: Connect, meter: Meter
) -> None:
    redis = client(connect, "http://127.0.0.1:1")
    meter.budget = Budget(commands=0)
    with pytest.raises(Untested):
        await attempt(redis("PING"), patience_s=5)
    meter.is_interrupted = True
    with pytest.raises(Undecided):
        await attempt(redis("PING"), patience_s=5)


async def test_every_form_is_tried_whatever_is_answered(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _: answer(500))
    forms = [Form.BODY, Form.PATH, Form.PIPELINE, Form.TRANSACTION]
    await try_in_forms(client(connect, server.url), [("MULTI",), ("EXEC",)], forms)
    targets = [seen.target for seen in server.seen]
    assert targets == ["/multi-exec"] * 2 + ["/pipeline"] * 2 + ["/MULTI", "/EXEC"] + ["/"] * 2


async def test_a_deployment_is_asked_until_there_is_an_answer(
    serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgeproof.clients.attempts.POLL_S", 0.001)
    numbers = itertools.count()

    def recovering(_: Seen) -> bytes:
        return FINE if next(numbers) == 3 else answer(503, b'{"error":"ERR away"}')

    redis = client(connect, serve(recovering).url)
    assert await ask_until_answered(lambda: redis("PING"), within_s=5) == "OK"
    assert redis.transport.case.requests == 4


async def test_a_deployment_that_stays_away_is_asked_once_more_when_the_time_is_over(
    serve: Serve, connect: Connect
) -> None:
    redis = client(connect, serve(lambda _: answer(503, b'{"error":"ERR away"}')).url)
    last = await ask_until_answered(lambda: redis("PING"), within_s=0)
    assert isinstance(last, NoAnswer)
    assert "ERR away" in last.reason


async def test_what_is_answered_at_once_does_not_hold_up_the_block(
    serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgeproof.clients.attempts.HEAD_START_S", 60)
    redis = client(connect, serve(lambda _: FINE).url)
    with anyio.fail_after(5):
        async with pending([lambda: redis("PING"), lambda: redis("PING")]):
            assert redis.transport.case.requests == 2


async def test_what_waits_is_given_up_at_the_end_of_the_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("edgeproof.clients.attempts.HEAD_START_S", 0)
    case, ended = Case(), anyio.Event()

    async def waits() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    async with pending([waits]):
        case.comparisons += 1
        assert not ended.is_set()
    assert ended.is_set()
    assert case.comparisons
