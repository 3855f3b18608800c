"""Following: what chance or a clock decides is as the deployment had it, if Redis could have."""

import pytest

from edgeproof.clients import Argument, Command, Reply
from edgeproof.oracle import Oracle
from edgeproof.oracle.following import expected_reply

pytestmark = pytest.mark.anyio


def result(value: object) -> Reply:
    """A reply with a result."""
    return Reply(status=200, result=value)


@pytest.fixture(autouse=True)
async def stored(oracle: Oracle) -> None:
    """Something to choose from."""
    for command in (
        ("SADD", "set", "a", "b", "c"),
        ("HSET", "hash", "a", "1", "b", "2", "c", "3"),
        ("ZADD", "zset", 1, "a", 2, "b", 3, "c"),
        ("XADD", "stream", "5-1", "field", "value"),
    ):
        await oracle(*command)


async def follows(oracle: Oracle, command: Command, received: object) -> bool:
    """Whether the oracle takes this for an answer that Redis could have given."""
    return await expected_reply(oracle, command, result(received)) == result(received)


RIGHT: list[tuple[tuple[Argument, ...], object]] = [
    (("SPOP", "set"), "a"),
    (("SPOP", "set", 2), ["c", "a"]),
    (("spop", "set", 0), []),
    (("SPOP", "set", 9), ["c", "b", "a"]),
    (("SPOP", "no key"), None),
    (("SPOP", "no key", 2), []),
    (("SRANDMEMBER", "set"), "b"),
    (("SRANDMEMBER", "set", 2), ["b", "a"]),
    (("SRANDMEMBER", "set", -4), ["b", "b", "a", "b"]),
    (("SRANDMEMBER", "set", 9), ["b", "c", "a"]),
    (("SRANDMEMBER", "no key"), None),
    (("HRANDFIELD", "hash"), "c"),
    (("HRANDFIELD", "hash", 2), ["c", "a"]),
    (("HRANDFIELD", "hash", -2, "WITHVALUES"), ["c", "3", "c", "3"]),
    (("HRANDFIELD", "hash", 2, "withvalues"), ["c", "3", "b", "2"]),
    (("ZRANDMEMBER", "zset"), "c"),
    (("ZRANDMEMBER", "zset", -2), ["b", "b"]),
    (("ZRANDMEMBER", "zset", 2, "WITHSCORES"), ["c", "3", "b", "2"]),
    (("ZRANDMEMBER", "zset", 1, "WITHSCORES"), ["c", "3.0"]),
    (("XADD", "stream", "*", "field", "value"), "1700000000000-0"),
    (("XADD", "stream", "MAXLEN", "~", 10, "*", "*", "*"), "6-0"),
    (("XADD", "stream", "7-7", "field", "*"), "7-7"),
]


@pytest.mark.parametrize(("command", "received"), RIGHT, ids=str)
async def test_a_right_answer_is_the_one_expected(
    oracle: Oracle, command: Command, received: object
) -> None:
    assert await follows(oracle, command, received)


WRONG: list[tuple[tuple[Argument, ...], object]] = [
    (("SPOP", "set"), "d"),
    (("SPOP", "set"), ["a"]),
    (("SPOP", "set"), None),
    (("SPOP", "set"), 1),
    (("SPOP", "set", 2), ["a"]),
    (("SPOP", "set", 2), ["a", "a"]),
    (("SPOP", "set", 2), "a"),
    (("SPOP", "set", 2), ["a", None]),
    (("SPOP", "set", 9), ["a", "b"]),
    (("SPOP", "no key"), "a"),
    (("SRANDMEMBER", "set"), "d"),
    (("SRANDMEMBER", "set", 2), ["a", "a"]),
    (("SRANDMEMBER", "set", -4), ["a", "b", "c"]),
    (("SRANDMEMBER", "set", -2), ["a", "d"]),
    (("SRANDMEMBER", "set", 2), None),
    (("SRANDMEMBER", "no key"), "a"),
    (("HRANDFIELD", "hash"), "1"),
    (("HRANDFIELD", "hash", 2), ["a", "1"]),
    (("HRANDFIELD", "hash", 2, "WITHVALUES"), ["a", "2", "b", "1"]),
    (("HRANDFIELD", "hash", 1, "WITHVALUES"), [["a", "1"]]),
    (("HRANDFIELD", "hash", 2, "WITHVALUES"), ["a", "1", "b"]),
    (("ZRANDMEMBER", "zset", 2, "WITHSCORES"), ["a", "2", "b", "2"]),
    (("ZRANDMEMBER", "zset", 2), ["a", "d"]),
    (("ZRANDMEMBER", "zset", 1, "WITHSCORES"), ["c", 3.0]),
    (("ZRANDMEMBER", "zset", 1, "NOOPTION"), ["c"]),
    (("XADD", "stream", "*", "field", "value"), "5-0"),
    (("XADD", "stream", "*", "field", "value"), "abc"),
    (("XADD", "stream", "*", "field", "value"), None),
    (("XADD", "stream", "7-7", "field", "*"), "7-8"),
    (("XADD", "stream", "NOMKSTREAM"), "7-8"),
]


@pytest.mark.parametrize(("command", "received"), WRONG, ids=str)
async def test_a_wrong_answer_is_not(oracle: Oracle, command: Command, received: object) -> None:
    assert not await follows(oracle, command, received)


async def test_what_was_popped_is_gone(oracle: Oracle) -> None:
    await expected_reply(oracle, ("SPOP", "set"), result("b"))
    assert sorted(await oracle("SMEMBERS", "set")) == ["a", "c"]  # type: ignore[call-overload]  # a list
    await expected_reply(oracle, ("SPOP", "set", 2), result(["c", "a"]))
    assert await oracle("EXISTS", "set") == 0


async def test_after_a_wrong_answer_as_many_are_gone(oracle: Oracle) -> None:
    await expected_reply(oracle, ("SPOP", "set"), result("d"))
    assert await oracle("SCARD", "set") == 2


async def test_what_is_only_chosen_stays(oracle: Oracle) -> None:
    for command in (("SRANDMEMBER", "set"), ("HRANDFIELD", "hash"), ("ZRANDMEMBER", "zset")):
        await expected_reply(oracle, command, result("a"))
    counts = [await oracle("SCARD", "set"), await oracle("HLEN", "hash")]
    assert [*counts, await oracle("ZCARD", "zset")] == [3, 3, 3]


async def test_an_entry_has_the_id_that_was_given_to_it(oracle: Oracle) -> None:
    await expected_reply(oracle, ("XADD", "stream", "*", "f", "v"), result("1700000000000-3"))
    assert await oracle("XREVRANGE", "stream", "+", "-", "COUNT", "1") == [
        ["1700000000000-3", ["f", "v"]]
    ]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("NOMKSTREAM",),
        ("MAXLEN", 10),
        ("maxlen", "~", 10, "LIMIT", 100),
        ("MINID", "=", "1", "nomkstream"),
    ],
    ids=repr,
)
async def test_an_asterisk_that_is_a_field_stays_one(
    oracle: Oracle, options: tuple[Argument, ...]
) -> None:
    for given, answered in (("7-7", "7-7"), ("*", "8-0")):
        await expected_reply(
            oracle, ("XADD", "stream", *options, given, "*", "*"), result(answered)
        )
    entries = await oracle("XRANGE", "stream", "7-7", "+")
    assert entries == [["7-7", ["*", "*"]], ["8-0", ["*", "*"]]]


async def test_an_id_that_is_no_later_one_is_an_error_to_the_oracle(oracle: Oracle) -> None:
    expected = await expected_reply(oracle, ("XADD", "stream", "*", "f", "v"), result("5-0"))
    assert expected.error is not None
    assert await oracle("XLEN", "stream") == 1


@pytest.mark.parametrize("command", [("SPOP", "set"), ("SRANDMEMBER", "set"), ("GET", "text")])
async def test_an_error_is_followed_nowhere(oracle: Oracle, command: Command) -> None:
    await oracle("SET", "text", "value")
    error = Reply(status=400, error="ERR no")
    assert (await expected_reply(oracle, command, error)).error is None


@pytest.mark.parametrize(
    "command", [("SPOP", "hash"), ("SRANDMEMBER", "hash"), ("HRANDFIELD", "set", "2")]
)
async def test_a_key_of_another_type_has_no_right_answer(oracle: Oracle, command: Command) -> None:
    assert (await expected_reply(oracle, command, result("a"))).code == "WRONGTYPE"


@pytest.mark.parametrize(
    "command",
    [("SPOP", "set", "x"), ("SPOP", "set", -1), ("SRANDMEMBER", "set", "x"), ("SPOP", "set", 1, 2)],
)
async def test_nor_has_a_count_that_is_none(oracle: Oracle, command: Command) -> None:
    for received in ("a", ["a"], []):
        assert (await expected_reply(oracle, command, result(received))).error is not None


async def test_other_commands_are_the_oracles_own(oracle: Oracle) -> None:
    assert await expected_reply(oracle, ("SCARD", "set"), result(7)) == result(3)
