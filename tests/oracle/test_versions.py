"""Versions: what an older Redis does not know, and what it knows."""

import pytest

from edgeproof.clients import Command
from edgeproof.oracle.versions import OLDEST, needed_version, newer_option


@pytest.mark.parametrize(
    "command",
    [
        ("EXPIRETIME", "k"),
        ("pexpiretime", "k"),
        ("SINTERCARD", "1", "k"),
        ("ZINTERCARD", "1", "k"),
        ("LMPOP", "1", "k", "LEFT"),
        ("ZMPOP", "1", "k", "MIN"),
        ("EVAL_RO", "return 1", "0"),
        ("EVALSHA_RO", "a" * 40, "0"),
    ],
)
def test_commands_that_came_with_7(command: Command) -> None:
    assert needed_version(command) == (7, 0)
    assert newer_option(command) is None


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("EXPIRE", "k", "1000", "NX"), "a condition"),
        (("pexpireat", "k", 1000, "gt", "xx"), "a condition"),
        (("BITCOUNT", "k", "0", "-1", "BIT"), "a unit"),
        (("BITPOS", "k", "1", "0", "-1", "byte"), "a unit"),
        (("SET", "k", "v", "NX", "GET"), "NX and GET"),
        (("set", "k", "v", "get", "EX", 10, "nx"), "NX and GET"),
    ],
)
def test_options_that_came_with_7(command: Command, option: str) -> None:
    assert newer_option(command) == option
    assert needed_version(command) == (7, 0)


@pytest.mark.parametrize(
    "command",
    [
        ("EXPIRE", "k", "1000"),
        ("EXPIRE", "k"),
        ("EXPIRE",),
        ("TTL", "k"),
        ("BITCOUNT", "BIT"),
        ("BITCOUNT", "k", "0", "-1"),
        ("SET", "k", "v", "XX", "GET"),
        ("SET", "NX", "GET"),
        ("RPUSH", "k", "NX", "GET"),
        ("GETDEL", "k"),
        ("NOSUCHCOMMAND",),
    ],
)
def test_what_the_oldest_oracle_knows(command: Command) -> None:
    assert needed_version(command) == OLDEST
    assert newer_option(command) is None
