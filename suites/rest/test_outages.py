"""Outages: what an endpoint answers while its database is away, and once it is back."""

from functools import partial

import pytest

from edgeproof.clients import (
    Form,
    NoAnswer,
    RedisRestClient,
    Response,
    ask_until_answered,
    at_once,
    attempt,
    parse_reply,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.stack import Outage, SecondStack

IN_TIME_S = 9.5
"""Most HTTP clients give up after 10 s."""

BACK_WITHIN_S = 10.0


def is_server_error(answer: Response | NoAnswer) -> bool:
    """Whether the answer is a 5xx with an error in JSON."""
    if isinstance(answer, NoAnswer) or not 500 <= answer.status < 600:
        return False
    return bool(parse_reply(answer.status, answer.json()).error)


async def expect_server_error(
    redis: RedisRestClient,
    expect: Expectations,
    outage: Outage,
    form: Form,
    command: tuple[str, ...],
) -> None:
    """The command is answered with a server error, in time."""
    what = f"the answer to {command[0]} while the database is {outage}"
    answer = await attempt(redis.send(command, form), patience_s=IN_TIME_S)
    holds = is_server_error(answer)
    expected = 'in time a 5xx with {"error": "…"}'
    expect.that(what, holds, received=answer, expected=expected)


@law("rest.error.backend-down")
@pytest.mark.parametrize("outage", Outage)
async def test_a_database_that_is_away_is_told_and_one_that_is_back_is_served(
    second: SecondStack,
    second_redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    outage: Outage,
) -> None:
    key, other = second_redis.fresh_keys(2)
    expect.equal("the reply to SET", await second_redis("SET", key, "kept"), "OK")
    # Read once before, to tempt an endpoint that caches answers.
    expect.equal("the value before", await second_redis("GET", key), "kept")
    tries = [(form, command) for form in run.forms() for command in [("GET", key), ("INCR", other)]]
    async with second.database.away(outage):
        fails = partial(expect_server_error, second_redis, expect, outage)
        await at_once([partial(fails, *each) for each in tries])
    get = partial(second_redis, "GET", key)
    value = await ask_until_answered(get, within_s=BACK_WITHIN_S)
    expect.equal("the value once the database is back", value, "kept")
