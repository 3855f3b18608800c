"""The oracle: replies of a real Redis, in the shape of the REST API."""

import pytest

from edgeproof.clients import Command
from edgeproof.laws import Untested
from edgeproof.oracle import Oracle
from edgeproof.oracle import oracle as oracle_module

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("command", "result"),
    [
        (("SET", "k", "v"), "OK"),
        (("GET", "k"), None),
        (("INCRBY", "k", 2**53), 2**53),
        (("ECHO", "é\0"), "é\0"),
        (("ECHO", b"a\xffb"), "a\ufffdb"),
        (("ECHO", 1.5), "1.5"),
        (("ECHO", True), "true"),
        (("LPOP", "k", 2), None),
        (("MGET", "k", "k"), [None, None]),
        (("EVAL", "return {1,{'a',false,{}}}", 0), [1, ["a", None, []]]),
        (("EVAL", "return {1,redis.error_reply('CODE text')}", 0), [1, "CODE text"]),
        (("ZADD", "k", "INCR", "inf", "m"), "inf"),
    ],
)
async def test_a_result_has_the_type_it_has_over_http(
    oracle: Oracle, command: Command, result: object
) -> None:
    reply = await oracle.reply(*command)
    assert (reply.status, reply.result, reply.error) == (200, result, None)


async def test_maps_and_doubles_are_as_in_resp2(oracle: Oracle) -> None:
    await oracle("HSET", "h", "a", "1")
    await oracle("ZADD", "z", "1.5", "m")
    assert await oracle("HGETALL", "h") == ["a", "1"]
    assert await oracle("ZSCORE", "z", "m") == "1.5"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("NOSUCHCOMMAND",), "ERR"),
        (("GET",), "ERR"),
        (("GET", "list"), "WRONGTYPE"),
        (("EVALSHA", "a" * 40, 0), "NOSCRIPT"),
        (("XGROUP", "CREATE", "stream", "group", "$"), "BUSYGROUP"),
        (("XREADGROUP", "GROUP", "no", "me", "STREAMS", "stream", ">"), "NOGROUP"),
        (("EVAL", "return redis.error_reply('MYCODE text')", 0), "MYCODE"),
    ],
)
async def test_an_error_keeps_its_code_word(oracle: Oracle, command: Command, code: str) -> None:
    await oracle("RPUSH", "list", "element")
    await oracle("XGROUP", "CREATE", "stream", "group", "$", "MKSTREAM")
    reply = await oracle.reply(*command)
    assert (reply.status, reply.code, reply.result) == (400, code, None)


async def test_an_error_does_not_shift_the_replies_that_follow(oracle: Oracle) -> None:
    replies = await oracle.replies([("SET", "k", "v"), ("INCR", "k"), ("GET", "k")])
    assert [reply.result for reply in replies] == ["OK", None, "v"]


async def test_connecting_empties_nothing(oracle: Oracle, redis_url: str) -> None:
    await oracle("SET", "k", "v")
    async with Oracle.connected(redis_url) as another:
        assert await another("GET", "k") == "v"


async def test_a_redis_that_is_too_old_is_no_oracle(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle_module, "OLDEST", (99, 0))
    with pytest.raises(Untested, match=r"too old: it must be 99\.0"):
        async with Oracle.connected(redis_url):
            pass
