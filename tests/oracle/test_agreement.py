"""Agreement: what Redis leaves open is left open, and nothing else is."""

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.oracle import agrees

GET: Command = ("GET", "k")
EVAL: Command = ("EVAL", "return {1}", "0")
WITH_SCORES: Command = ("ZRANGE", "k", "0", "-1", "WITHSCORES")
PTTL: Command = ("PTTL", "k")
SMEMBERS: Command = ("SMEMBERS", "k")
EVALSHA: Command = ("EVALSHA", "f" * 40, 0)
ZMPOP: Command = ("ZMPOP", 1, "k", "MIN")


def result(value: object) -> Reply:
    """A reply with a result."""
    return Reply(status=200, result=value)


def error(text: str) -> Reply:
    """A reply with an error."""
    return Reply(status=400, error=text)


@pytest.mark.parametrize(
    ("command", "received", "expected"),
    [
        (GET, result("a"), result("a")),
        (GET, result(None), result(None)),
        (GET, error("ERR syntax"), error("ERR another wording")),
        (GET, result("a\ufffd\ufffdb"), result("a\ufffdb")),
        (PTTL, result(999_000), result(1_000_000)),
        (PTTL, result(-1), result(-1)),
        (SMEMBERS, result(["b", "a"]), result(["a", "b"])),
        (("hgetall", "k"), result(["b", "2", "a", "1"]), result(["a", "1", "b", "2"])),
        (("HKEYS", "k"), result(["b", "a"]), result(["a", "b"])),
        (("ZSCORE", "k", "m"), result("3"), result("3.0")),
        (WITH_SCORES, result(["a", "1", "b", "2.5"]), result(["a", "1.0", "b", "2.5"])),
        (("ZPOPMIN", "k"), result(["a", "1"]), result(["a", "1.0"])),
        (("EXPIRETIME", "k"), result(4_102_444_801), result(4_102_444_800)),
        (("GEOSEARCH", "k"), result(["b", "a"]), result(["a", "b"])),
        (EVAL, error("ERR Error running script: x"), error("MYCODE x")),
        (("SUNION", "k"), result(["b", "", "a"]), result(["", "a", "b"])),
        (ZMPOP, result(["k", [["m", "0.1"]]]), result(["k", [["m", "0.10000000000000001"]]])),
        (ZMPOP, result(None), result(None)),
        (("ZRANGE", "k", 0, 1, "WITHSCORES"), result(["m", "1.0"]), result(["m", "1"])),
        (("getrange", "k", "0", "-5"), result(""), result("a")),
        (("GETRANGE", "k", 0, -5), result("a"), result("")),
        (
            EVALSHA,
            error("ERR Error running script (call to f_f): @user_script:1: WRONGTYPE x"),
            error("WRONGTYPE x script: f, on @user_script:1."),
        ),
        (EVALSHA, error("WRONGTYPE x"), error("ERR Error running script: WRONGTYPE x")),
        (EVALSHA, error("NOSCRIPT x"), error("NOSCRIPT No matching script.")),
    ],
)
def test_replies_that_agree(command: Command, received: Reply, expected: Reply) -> None:
    assert agrees(command, received, expected)


@pytest.mark.parametrize(
    ("command", "received", "expected"),
    [
        (GET, result("a"), result("b")),
        (GET, error("ERR Error running script: WRONGTYPE x"), error("WRONGTYPE x")),
        (EVALSHA, error("ERR no such script"), error("NOSCRIPT No matching script.")),
        (EVALSHA, error("ERR MYCODE text"), error("MYCODE text")),
        (EVALSHA, result(None), error("ERR Error running script: x")),
        (GET, result("1"), result(1)),
        (GET, result(1), result(True)),  # noqa: FBT003  (a JSON boolean)
        (GET, result(None), result("")),
        (GET, result(None), error("ERR x")),
        (GET, error("ERR x"), result(None)),
        (GET, error("ERR x"), error("WRONGTYPE x")),
        (GET, result("ab"), result("a\ufffdb")),
        (GET, result(["b", "a"]), result(["a", "b"])),
        (PTTL, result(1_000), result(1_000_000)),
        (PTTL, result(-1), result(1_000)),
        (PTTL, result(-1), result(-2)),
        (PTTL, result("1000"), result(1_000)),
        (SMEMBERS, result(["a", "a"]), result(["a"])),
        (SMEMBERS, result(["1"]), result([1])),
        (("HGETALL", "k"), result(["a", "2", "b", "1"]), result(["a", "1", "b", "2"])),
        (("LRANGE", "k", "0", "-1"), result(["b", "a"]), result(["a", "b"])),
        (("ZRANGE", "k", "0", "-1"), result(["1"]), result(["1.0"])),
        (("GET", "k"), result("1"), result("1.0")),
        (WITH_SCORES, result(["b", "2", "a", "1"]), result(["a", "1", "b", "2"])),
        (("TTL", "k"), result(5_000), result(1_000)),
        (("GEOSEARCH", "k", "ASC"), result(["b", "a"]), result(["a", "b"])),
        (EVAL, error("ERR x"), result([1])),
        (EVAL, result([1]), error("ERR x")),
        (SMEMBERS, result(["1.0"]), result(["1"])),
        (("HVALS", "k"), result(["a"]), result(["a", "a"])),
        (ZMPOP, result(["k", [["1.0", "1"]]]), result(["k", [["1", "1"]]])),
        (ZMPOP, result(["k", ["m", "1"]]), result(["k", [["m", "1"]]])),
        (ZMPOP, result(["other", [["m", "1"]]]), result(["k", [["m", "1"]]])),
        (ZMPOP, result(None), result(["k", [["m", "1"]]])),
        (("GETRANGE", "k", "0", "-1"), result(""), result("a")),
        (("GETRANGE", "k", "0", "-5"), result("ab"), result("")),
        (("GETRANGE", "k", "0", "5"), result(""), result("a")),
    ],
)
def test_replies_that_do_not(command: Command, received: Reply, expected: Reply) -> None:
    assert not agrees(command, received, expected)
