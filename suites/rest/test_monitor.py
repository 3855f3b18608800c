"""MONITOR: what the database is asked, as a stream of events."""

import re

import pytest

from edgeproof.clients import Form, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, law, risky

pytestmark = risky(Risk.STREAM)


def shows(event: str, *words: str) -> bool:
    """Whether these words of a command are in the event, in order, however they are quoted."""
    return re.search(r"\W+".join(map(re.escape, words)), event, re.IGNORECASE) is not None


@law("rest.monitor.stream")
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_first_event_is_ok(
    redis: RedisRestClient, expect: Expectations, method: str
) -> None:
    async with redis.events("monitor", method=method) as events:
        expect.equal("the status", events.head.status, 200)
        expect.equal("the media type", events.head.media_type, "text/event-stream")
        expect.equal("the first event", await events.next(), '"OK"')


@law("rest.monitor.stream")
@pytest.mark.parametrize("form", Form)
async def test_the_commands_of_others_follow(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    async with redis.events("monitor") as events:
        await events.next()
        await redis("SET", key, "a value", form=form)
        seen = await events.next_with(key)
        holds = shows(seen, "set", key, "a value")
        expect.that("the event", holds, received=seen, expected="SET with its key and value")
        await redis("GET", key, form=form)
        seen = await events.next_with(key)
        expect.that(
            "the event", shows(seen, "get", key), received=seen, expected="GET with its key"
        )
