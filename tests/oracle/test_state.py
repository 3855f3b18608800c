"""State: of each key its type, its time to live, and a value read as the oracle's type is read."""

import pytest

from edgeproof.clients import Command
from edgeproof.oracle import Oracle
from edgeproof.oracle.state import reading

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("made_by", "reads"),
    [
        (("SET", "k", "v"), [["GET", "k"], ["STRLEN", "k"], ["BITCOUNT", "k"]]),
        (("RPUSH", "k", "v"), [["LRANGE", "k", "0", "-1"]]),
        (("SADD", "k", "v"), [["SMEMBERS", "k"]]),
        (("HSET", "k", "f", "v"), [["HGETALL", "k"]]),
        (("ZADD", "k", "1", "v"), [["ZRANGE", "k", "0", "-1", "WITHSCORES"]]),
        (("XADD", "k", "1-1", "f", "v"), [["XRANGE", "k", "-", "+"]]),
        (("PFADD", "k", "v"), [["PFCOUNT", "k"]]),
        (("DEL", "k"), []),
    ],
    ids=lambda part: part[0] if isinstance(part, tuple) else "",
)
async def test_a_key_is_read_as_its_type_is(
    oracle: Oracle, made_by: Command, reads: list[list[str]]
) -> None:
    await oracle(*made_by)
    commands = [list(command) for command in await reading(oracle, ["k"])]
    assert commands == [["TYPE", "k"], ["PTTL", "k"], *reads]


async def test_every_key_is_read_in_turn(oracle: Oracle) -> None:
    await oracle("RPUSH", "b", "v")
    names = [command[1] for command in await reading(oracle, ["a", "b"])]
    assert names == ["a", "a", "b", "b", "b"]


async def test_what_was_read_is_the_whole_value(oracle: Oracle) -> None:
    await oracle("RPUSH", "k", "one", "two", "three")
    commands = await reading(oracle, ["k"])
    assert [reply.value for reply in await oracle.replies(commands)] == [
        "list",
        -1,
        ["one", "two", "three"],
    ]


async def test_a_text_that_only_looks_like_a_hyperloglog_is_read_by_its_start(
    oracle: Oracle,
) -> None:
    await oracle("SET", "k", "HYL")
    assert ["GET", "k"] in [list(command) for command in await reading(oracle, ["k"])]
