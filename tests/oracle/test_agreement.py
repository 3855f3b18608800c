"""Agreement: what Redis leaves open is left open, and nothing else is."""

import pytest

from edgeproof.clients import Command, Reply
from edgeproof.oracle import agrees, says_it_is_lacking, spell, spells

GET: Command = ("GET", "k")
PTTL: Command = ("PTTL", "k")
SMEMBERS: Command = ("SMEMBERS", "k")
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
        (("SUNION", "k"), result(["b", "", "a"]), result(["", "a", "b"])),
        (ZMPOP, result(["k", [["m", "0.1"]]]), result(["k", [["m", "0.10000000000000001"]]])),
        (ZMPOP, result(None), result(None)),
        (("ZRANGE", "k", 0, 1, "WITHSCORES"), result(["m", "1.0"]), result(["m", "1"])),
        (("getrange", "k", "0", "-5"), result(""), result("a")),
        (("GETRANGE", "k", 0, -5), result("a"), result("")),
    ],
)
def test_replies_that_agree(command: Command, received: Reply, expected: Reply) -> None:
    assert agrees(command, received, expected)


@pytest.mark.parametrize(
    ("command", "received", "expected"),
    [
        (GET, result("a"), result("b")),
        (GET, result("1"), result(1)),
        (GET, result(1), result(True)),  # noqa: FBT003
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


@pytest.mark.parametrize(
    "text",
    [
        "ERR unknown command 'GETDEL', with args beginning with: 'k'",
        "ERR Unknown command",
        "ERR Command is not available: 'getdel'",
        "ERR GETDEL is not supported",
    ],
)
def test_a_host_may_say_that_it_lacks_a_command(text: str) -> None:
    assert says_it_is_lacking(error(text))


@pytest.mark.parametrize(
    "text",
    [
        "ERR syntax error",
        "ERR syntax error, WITHSCORES not supported in combination with BYLEX",
        "WRONGTYPE Operation against a key",
        "ERR",
    ],
)
def test_other_errors_say_no_such_thing(text: str) -> None:
    assert not says_it_is_lacking(error(text))
    assert not says_it_is_lacking(result("unknown command"))


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1.0), ("1.50", 1.5), ("-inf", float("-inf")), ("1e3", 1000.0)]
)
def test_a_string_spells_a_double(text: str, number: float) -> None:
    assert spells(text, number)
    assert spell([text, "0"], [number, 0.0])


@pytest.mark.parametrize("text", [1.5, 1, None, "", "1.5x", "1.4999999999999998", ["1.5"]])
def test_what_is_no_such_string_does_not(text: object) -> None:
    assert not spells(text, 1.5)
    assert not spell([text], [1.5])


def test_strings_spell_doubles_one_by_one() -> None:
    assert not spell(["1"], [1.0, 2.0])
    assert not spell("1", [1.0])
