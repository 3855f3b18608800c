"""Lives: what ends too early or too late is seen, and a slow deployment is not blamed."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from edgeproof.clients import (
    Argument,
    Command,
    Encoding,
    Form,
    Life,
    RedisRestClient,
    Reply,
    Transport,
    life,
    time_of,
    watch,
)
from edgeproof.clients.lifetimes import CLOCK_TOLERANCE_S, GRACE_S, TimeSpan
from edgeproof.laws import Broken, Case, Undecided, Unsupported

pytestmark = pytest.mark.anyio

LACKING = Reply(status=400, error="ERR unknown command 'GETEX'")


class StandIn(RedisRestClient):
    """A deployment of which each key ends so many seconds after it was begun (None: never).

    Its clock is the test's. A request takes `round_trip_s`, and is carried out half-way.
    """

    def __init__(self, ends_after_s: dict[str, float | None], round_trip_s: float = 0.0) -> None:
        self.ends_after_s = ends_after_s
        self.round_trip_s = round_trip_s
        self.now_s = 1000.0
        self.began_s = 0.0
        self.looks = 0
        self.first_reply = Reply(status=200, result="OK")
        self.time: object = ["1700000000", "123456"]
        self.case = Case()
        self.transport = cast("Transport", SimpleNamespace(case=self.case))

    def clock(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds

    async def reply(
        self, *command: Argument, form: Form | None = None, encoding: Encoding = Encoding.JSON
    ) -> Reply:
        assert (command, form, encoding) == (("TIME",), None, Encoding.JSON)
        self.now_s += self.round_trip_s
        return Reply(status=200, result=self.time)

    async def side_by_side(self, series: Sequence[Sequence[Command]]) -> list[list[Reply]]:
        self.now_s += self.round_trip_s / 2
        if not self.began_s:
            self.began_s = self.now_s
            replies = [[self.first_reply for _ in commands] for commands in series]
        else:
            self.looks += 1
            replies = [[self.exists(str(command[1]))] for [command] in series]
        self.now_s += self.round_trip_s / 2
        return replies

    def exists(self, key: str) -> Reply:
        end_s = self.ends_after_s[key]
        is_there = end_s is None or self.now_s < self.began_s + end_s
        return Reply(status=200, result=int(is_there))


ENDING = life("k", "SET key v PX 800", lasts_ms=800)
KEPT = life("k", "SET key v PX 800; PERSIST key", lasts_ms=800, is_kept=True)


async def watched(redis: StandIn, *lives: Life) -> list[str]:
    return await watch(redis, lives, clock=redis.clock, sleep=redis.sleep)


def test_a_life_is_told_in_a_text() -> None:
    assert KEPT.commands == (("SET", "k", "v", "PX", "800"), ("PERSIST", "k"))
    assert str(KEPT) == "SET key v PX 800; PERSIST key"


@pytest.mark.parametrize("round_trip_s", [0.0, 0.01, 0.25, 0.4])
async def test_a_key_that_ends_in_time_is_right(round_trip_s: float) -> None:
    assert await watched(StandIn({"k": 0.8}, round_trip_s), ENDING) == []


@pytest.mark.parametrize("ends_after_s", [0.0, 0.2, 0.4, 0.8 - CLOCK_TOLERANCE_S - 0.15])
async def test_a_key_that_ends_before_its_time_is_wrong(ends_after_s: float) -> None:
    [wrong] = await watched(StandIn({"k": ends_after_s}, 0.01), ENDING)
    assert wrong.startswith("SET key v PX 800: gone ")
    assert wrong.endswith(" s before its time")


@pytest.mark.parametrize("ends_after_s", [0.8 - CLOCK_TOLERANCE_S, 0.9, 0.8 + GRACE_S])
async def test_a_little_early_or_late_is_no_fault(ends_after_s: float) -> None:
    assert await watched(StandIn({"k": ends_after_s}, 0.01), ENDING) == []


@pytest.mark.parametrize("ends_after_s", [0.8 + GRACE_S + 0.2, 800.0, None])
async def test_a_key_that_is_there_after_its_time_is_wrong(ends_after_s: float | None) -> None:
    redis = StandIn({"k": ends_after_s}, 0.01)
    [wrong] = await watched(redis, ENDING)
    assert wrong.endswith(" s after its time")
    assert redis.looks < 40


async def test_a_slow_deployment_is_not_late() -> None:
    # Begun after 0.35 s and gone 0.8 s later, of which the first look after it says nothing.
    assert (
        await watched(StandIn({"k": 0.8}, 0.7), life("k", "SET key v PX 800", lasts_ms=800)) == []
    )


async def test_a_deployment_too_slow_to_see_anything_is_not_judged() -> None:
    with pytest.raises(Undecided, match="longer to begin"):
        await watched(StandIn({"k": 0.8}, 0.9), ENDING)
    with pytest.raises(Undecided, match="too long to see"):
        await watched(StandIn({"k": 0.3}, 0.75), ENDING)


async def test_a_kept_key_is_watched_until_after_its_time() -> None:
    redis = StandIn({"k": None}, 0.01)
    assert await watched(redis, KEPT) == []
    assert redis.now_s - redis.began_s > 0.8


@pytest.mark.parametrize("ends_after_s", [0.4, 0.8, 0.9])
async def test_a_kept_key_that_ends_is_wrong(ends_after_s: float) -> None:
    [wrong] = await watched(StandIn({"k": ends_after_s}, 0.01), KEPT)
    assert wrong == "SET key v PX 800; PERSIST key: gone, though it was kept"


async def test_lives_are_watched_side_by_side_until_the_last_is_over() -> None:
    redis = StandIn({"k": 0.8, "l": 1.5, "m": None}, 0.01)
    lives = [ENDING, life("l", "SET key v PX 1500", lasts_ms=1500)]
    assert await watched(redis, *lives, life("m", "SET key v", lasts_ms=800, is_kept=True)) == []
    assert redis.now_s - redis.began_s < 1.8


async def test_a_life_may_count_from_another_moment() -> None:
    earlier = TimeSpan(sent_s=999.5, answered_s=999.6)
    at = life("k", "SET key v PXAT 1700000000800", lasts_ms=800, since=earlier)
    assert await watched(StandIn({"k": 0.35}, 0.01), at) == []
    [wrong] = await watched(StandIn({"k": 0.1}, 0.01), at)
    assert wrong.endswith("before its time")


async def test_a_life_whose_commands_are_lacking_is_left_out_and_noted() -> None:
    redis = StandIn({})
    redis.first_reply = LACKING
    assert await watched(redis, life("k", "GETEX key PX 800", lasts_ms=800)) == []
    assert redis.case.left_out == {"GETEX (the deployment lacks it)"}


async def test_a_command_that_fails_breaks_the_law() -> None:
    redis = StandIn({})
    redis.first_reply = Reply(status=400, error="ERR syntax error")
    with pytest.raises(Broken):
        await watched(redis, ENDING)


async def test_the_time_is_the_deployments_own() -> None:
    redis = StandIn({}, 0.2)
    time = await time_of(redis, clock=redis.clock)
    assert time.unix_ms == 1_700_000_000_123
    assert (time.moment.sent_s, time.moment.answered_s) == (1000.0, 1000.2)


@pytest.mark.parametrize("answer", [None, [], "1700000000", ["abc", "1"], [1700000000, 1]])
async def test_what_does_not_tell_the_time_is_unsupported(answer: object) -> None:
    redis = StandIn({})
    redis.time = answer
    with pytest.raises(Unsupported):
        await time_of(redis)
