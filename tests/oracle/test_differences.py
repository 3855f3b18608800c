"""Differences: found where they are, and only there."""

from types import SimpleNamespace
from typing import cast

import pytest

from edgeproof.clients import Command, Encoding, RedisRestClient, Reply, Transport
from edgeproof.laws import Case
from edgeproof.oracle import Oracle, differences

pytestmark = pytest.mark.anyio


class StandIn(RedisRestClient):
    """A deployment that has its answers ready, request by request."""

    def __init__(self, *answers: list[Reply]) -> None:
        self.answers = list(answers)
        self.asked: list[Command] = []
        self.case = Case()
        self.transport = cast("Transport", SimpleNamespace(case=self.case))

    async def sequence(self, *commands: Command, encoding: Encoding = Encoding.JSON) -> list[Reply]:
        assert commands, "what an empty pipeline is, nobody says"
        self.asked += commands
        replies = self.answers.pop(0) if self.answers else []
        assert (len(commands), encoding) == (len(replies), Encoding.JSON)
        return replies


OK = Reply(status=200, result="OK")
VALUE = Reply(status=200, result="v")
LACKING = Reply(status=400, error="ERR unknown command 'SET'")
COMMANDS = [("SET", "k", "v"), ("GET", "k")]


async def test_the_same_replies_differ_nowhere(oracle: Oracle) -> None:
    redis = StandIn([OK, VALUE])
    assert await differences(redis, oracle, COMMANDS, []) == []


async def test_a_difference_names_its_command_and_both_replies(oracle: Oracle) -> None:
    redis = StandIn([OK, Reply(status=200, result="w")])
    [difference] = await differences(redis, oracle, COMMANDS, [])
    assert difference.command == ("GET", "k")
    assert (difference.received.result, difference.expected.result) == ("w", "v")


async def test_where_all_replies_agree_the_state_is_compared(oracle: Oracle) -> None:
    state = [Reply(status=200, result=result) for result in ("string", 5_000, "v", 1, 5)]
    redis = StandIn([OK, VALUE], state)
    [difference] = await differences(redis, oracle, COMMANDS, ["k"])
    assert difference.command == ("PTTL", "k")


async def test_where_replies_differ_the_state_is_not_asked_for(oracle: Oracle) -> None:
    redis = StandIn([OK, OK])
    assert len(await differences(redis, oracle, COMMANDS, ["k"])) == 1
    assert redis.asked == COMMANDS


async def test_a_command_that_is_lacking_is_left_out_and_noted(oracle: Oracle) -> None:
    honest = StandIn([LACKING, Reply(status=200, result=None)])
    assert await differences(honest, oracle, COMMANDS, []) == []
    assert honest.case.left_out == {"SET (the deployment lacks it)"}


async def test_a_command_that_was_run_all_the_same_shows(oracle: Oracle) -> None:
    pretending = StandIn([LACKING, VALUE])
    [difference] = await differences(pretending, oracle, COMMANDS, [])
    assert difference.command == ("GET", "k")


TOO_MANY = Reply(status=400, error="ERR wrong number of arguments for 'expire' command")


async def test_an_option_that_the_deployment_is_too_old_for_is_left_out(oracle: Oracle) -> None:
    oracle.version = (7, 0)
    redis = StandIn(
        [OK, TOO_MANY], [Reply(status=200, result=r) for r in ("string", -1, "v", 1, 5)]
    )
    commands: list[Command] = [COMMANDS[0], ("EXPIRE", "k", "1000", "NX")]
    assert await differences(redis, oracle, commands, ["k"]) == []
    assert redis.case.left_out == {"EXPIRE with a condition (the deployment lacks it)"}


async def test_the_same_error_of_an_old_form_is_a_difference(oracle: Oracle) -> None:
    redis = StandIn([OK, TOO_MANY])
    commands: list[Command] = [COMMANDS[0], ("EXPIRE", "k", "1000")]
    [difference] = await differences(redis, oracle, commands, [])
    assert difference.received == TOO_MANY


async def test_a_command_that_the_oracle_is_too_old_for_is_not_sent(oracle: Oracle) -> None:
    oracle.version = (6, 2)
    redis = StandIn([OK])
    assert await differences(redis, oracle, [COMMANDS[0], ("EXPIRETIME", "k")], []) == []
    assert redis.asked == [COMMANDS[0]]
    assert redis.case.left_out == {"EXPIRETIME (not in the oracle's Redis 6.2)"}


async def test_what_an_oracle_is_too_old_for_is_noted_by_its_option(oracle: Oracle) -> None:
    oracle.version = (6, 2)
    redis = StandIn([])
    assert await differences(redis, oracle, [("EXPIRE", "k", 1000, "NX")], []) == []
    assert redis.case.left_out == {"EXPIRE with a condition (not in the oracle's Redis 6.2)"}


async def test_where_no_command_is_left_nothing_is_sent(oracle: Oracle) -> None:
    oracle.version = (6, 2)
    redis = StandIn()
    assert await differences(redis, oracle, [("LMPOP", 1, "k", "LEFT")], []) == []
    assert redis.asked == []
