"""Bystanders: a command that reaches past its keys is seen, and one that does not is cleared."""

from collections.abc import Callable

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.laws import Broken, Expectations
from edgeproof.oracle import (
    Oracle,
    expect_program_keeps_to_its_keys,
    expect_samples_keep_to_their_keys,
)
from edgeproof.oracle.bystanders import KINDS
from edgeproof.strategies import (
    FAMILIES,
    KEYS_OF_ANY_TYPE,
    STRING,
    Family,
    Key,
    Neighbourhood,
    Program,
)
from tests.oracle.served import Change, Served

pytestmark = pytest.mark.anyio

NEIGHBOURHOOD = Neighbourhood(
    named=("a", "b", "c"), beside=tuple(f"beside {number}" for number in range(len(KINDS)))
)
PROGRAM: Program = (("SET", Key(0), "text"), ("RENAME", Key(0), Key(1)), ("DEL", Key(2)))

Deployed = Callable[[Change], Served]


@pytest.fixture
def deployed(served_redis: Oracle) -> Deployed:
    """Make a deployment that changes commands on their way."""
    return lambda change: Served(served_redis, change)


def also(name: str, *instead: str) -> Change:
    """Commands of that name are others, on a bystander."""
    return lambda command: instead if command[0] == name else command


async def broken_by(redis: Served, program: Program = PROGRAM) -> str:
    with pytest.raises(Broken) as caught:
        await expect_program_keeps_to_its_keys(
            redis, Expectations(redis.case), program, NEIGHBOURHOOD
        )
    return caught.value.received


async def test_a_program_that_keeps_to_its_keys_is_cleared(served_redis: Oracle) -> None:
    redis = Served(served_redis)
    await expect_program_keeps_to_its_keys(redis, Expectations(redis.case), PROGRAM, NEIGHBOURHOOD)
    assert (redis.case.requests, redis.case.comparisons) == (3, 1)
    assert await served_redis("GET", "key:1:b") == "text"


@pytest.mark.parametrize("place", range(len(KINDS)))
async def test_a_bystander_of_any_kind_that_is_gone_or_made_is_seen(
    deployed: Deployed, place: int
) -> None:
    name = f"key:1:beside {place}"
    is_none = KINDS[place] == ((), ())
    change = also("RENAME", *(("SET", name, "new") if is_none else ("DEL", name)))
    assert name in await broken_by(deployed(change))


@pytest.mark.parametrize("place", range(len(KINDS)))
async def test_another_time_to_live_is_seen(deployed: Deployed, place: int) -> None:
    name = f"key:1:beside {place}"
    program: Program = (("SET", Key(0), "text"), ("GETDEL", Key(0)))
    if KINDS[place] != ((), ()):
        assert "PTTL" in await broken_by(deployed(also("GETDEL", "PEXPIRE", name, "900")), program)


@pytest.mark.parametrize(
    "instead",
    [
        ("APPEND", "key:1:beside 0", "x"),
        ("LSET", "key:1:beside 1", "0", "x"),
        ("HSET", "key:1:beside 2", "field", "x"),
        ("SMOVE", "key:1:beside 3", "key:1:beside 10", "one"),
        ("ZINCRBY", "key:1:beside 4", "1", "one"),
        ("XDEL", "key:1:beside 5", "1-1"),
    ],
)
async def test_another_value_is_seen(deployed: Deployed, instead: tuple[str, ...]) -> None:
    received = await broken_by(deployed(also("RENAME", *instead)))
    assert instead[1] in received
    assert "PTTL" not in received


async def test_a_bystander_that_cannot_be_made_breaks_the_law(deployed: Deployed) -> None:
    def one_for_all(command: Command) -> Command:
        return [str(command[0]), "one", *command[2:]]

    with pytest.raises(Broken, match="making the bystander"):
        await expect_program_keeps_to_its_keys(
            redis := deployed(one_for_all), Expectations(redis.case), PROGRAM, NEIGHBOURHOOD
        )


async def test_a_type_that_is_lacking_has_no_bystanders(deployed: Deployed) -> None:
    lacking = Reply(status=400, error="ERR unknown command 'XADD'")

    def without_streams(command: Command) -> Command | Reply:
        return lacking if str(command[0]).startswith("X") else command

    redis = deployed(without_streams)
    await expect_program_keeps_to_its_keys(redis, Expectations(redis.case), PROGRAM, NEIGHBOURHOOD)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
async def test_the_commands_of_a_family_keep_to_their_keys(
    served_redis: Oracle, family: Family
) -> None:
    redis = Served(served_redis)
    await expect_samples_keep_to_their_keys(redis, Expectations(redis.case), family)
    assert (redis.case.requests, redis.case.comparisons) == (3, 1)
    [_, run, _] = redis.case.exchanges
    assert all(f"'{name}'".encode() in run.request.body for name in family.commands)


@pytest.mark.parametrize(
    ("family", "name"), [(STRING, "SETRANGE"), (KEYS_OF_ANY_TYPE, "RENAMENX")], ids=["1", "2"]
)
async def test_one_sample_that_does_not_is_the_evidence(
    deployed: Deployed, family: Family, name: str
) -> None:
    def takes_what_is_below(command: Command) -> Command:
        is_wrong = command[0] == name and len(command) > 1
        return ("DEL", f"{command[1]!s}:1") if is_wrong else command

    redis = deployed(takes_what_is_below)
    with pytest.raises(Broken):
        await expect_samples_keep_to_their_keys(redis, Expectations(redis.case), family)
    [_, run, _] = redis.case.exchanges
    assert run.request.body.count(b"'DEL'") == 1
    assert f"'{name}'".encode() in run.request.body


async def test_what_only_several_samples_bring_about_is_shown_whole(deployed: Deployed) -> None:
    appended_in: set[int] = set()

    def after_another(command: Command) -> Command:
        request = redis.case.requests
        if command[0] == "APPEND":
            appended_in.add(request)
        is_wrong = command[0] == "MSETNX" and request in appended_in
        return ("DEL", f"{command[1]!s}:1") if is_wrong else command

    redis = deployed(after_another)
    with pytest.raises(Broken):
        await expect_samples_keep_to_their_keys(redis, Expectations(redis.case), STRING)
    [_, run, _] = redis.case.exchanges
    assert b"'APPEND'" in run.request.body
    assert b"'MSETNX'" in run.request.body
