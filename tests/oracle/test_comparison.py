"""Comparison: a family that is not there is not judged, and what differs is shown by itself."""

from collections.abc import Callable

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.laws import Broken, Expectations, Unsupported
from edgeproof.oracle import Oracle, expect_program_agrees, expect_samples_agree
from edgeproof.strategies import FAMILIES, STRING, Family, Key, Program
from tests.oracle.served import Change, Served

pytestmark = pytest.mark.anyio

LACKING = Reply(status=400, error="ERR unknown command 'SET'")
PROGRAM: Program = (("SET", Key(0), "text"), ("APPEND", Key(0), "s"), ("RENAME", Key(0), Key(1)))

Deployed = Callable[[Change], Served]


@pytest.fixture
def deployed(served_redis: Oracle) -> Deployed:
    """Make a deployment that changes commands on their way."""
    return lambda change: Served(served_redis, change)


def expecting(redis: Served) -> Expectations:
    """The expectations of an example that has just begun."""
    redis.case.examples += 1
    return Expectations(redis.case)


async def test_a_program_that_agrees_is_compared_with_its_state(
    served_redis: Oracle, oracle: Oracle
) -> None:
    redis = Served(served_redis)
    await expect_program_agrees(redis, oracle, expecting(redis), STRING, PROGRAM)
    # Whether the family is there, the program, and the state.
    assert (redis.case.requests, redis.case.comparisons) == (3, 1)
    assert [await one("GET", "key:2") for one in (served_redis, oracle)] == ["texts", "texts"]


async def test_whether_the_family_is_there_is_asked_once_a_law(
    served_redis: Oracle, oracle: Oracle
) -> None:
    redis = Served(served_redis)
    for _ in range(2):
        await expect_program_agrees(redis, oracle, expecting(redis), STRING, PROGRAM)
    assert redis.case.requests == 5


async def test_a_program_that_does_not_agree_breaks_the_law(
    deployed: Deployed, oracle: Oracle
) -> None:
    redis = deployed(lambda command: ("STRLEN", command[1]) if command[0] == "APPEND" else command)
    with pytest.raises(Broken) as caught:
        await expect_program_agrees(redis, oracle, expecting(redis), STRING, PROGRAM)
    assert '"APPEND"' in caught.value.received
    assert len(redis.case.exchanges) == 1


async def test_a_family_that_is_lacking_is_unsupported(deployed: Deployed, oracle: Oracle) -> None:
    redis = deployed(lambda _: LACKING)
    with pytest.raises(Unsupported, match="no SET"):
        await expect_program_agrees(redis, oracle, expecting(redis), STRING, PROGRAM)
    with pytest.raises(Unsupported, match="no SET"):
        await expect_samples_agree(
            redis, oracle, expecting(deployed(lambda _: LACKING)), STRING, "no key"
        )
    assert redis.case.comparisons == 0


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
async def test_samples_agree_in_three_requests(
    served_redis: Oracle, oracle: Oracle, family: Family
) -> None:
    redis = Served(served_redis)
    await expect_samples_agree(redis, oracle, expecting(redis), family, family.states[1])
    assert (redis.case.requests, redis.case.comparisons) == (3, 1)


async def test_a_sample_that_differs_is_tried_again_alone(
    deployed: Deployed, oracle: Oracle
) -> None:
    def counts_less(command: Command) -> Command | Reply:
        is_wrong = command[0] == "STRLEN" and len(command) == 2
        return Reply(status=200, result=0) if is_wrong else command

    redis = deployed(counts_less)
    with pytest.raises(Broken) as caught:
        await expect_samples_agree(redis, oracle, expecting(redis), STRING, "a text")
    assert caught.value.received.count('"command": ') == 1
    [exchange] = redis.case.exchanges
    assert b"'STRLEN'" in exchange.request.body
    assert exchange.request.body.count(b"'SET'") == 1


async def test_what_differs_only_among_others_is_shown_whole(
    deployed: Deployed, oracle: Oracle
) -> None:
    strange: list[Command] = []

    def fails_once(command: Command) -> Command | Reply:
        if command[0] != "STRLEN" or len(command) != 2 or strange:
            return command
        strange.append(command)
        return Reply(status=200, result=0)

    redis = deployed(fails_once)
    with pytest.raises(Broken) as caught:
        await expect_samples_agree(redis, oracle, expecting(redis), STRING, "a text")
    assert '"STRLEN"' in caught.value.received
