"""Lacking: what says that a command or an option is not there, and what says something else."""

import pytest

from edgeproof.clients import Reply, says_it_is_lacking, says_it_knows_no_such_option


def error(text: str) -> Reply:
    """A reply with an error."""
    return Reply(status=400, error=text)


@pytest.mark.parametrize(
    "text",
    [
        "ERR unknown command 'GETDEL', with args beginning with: 'k'",
        "ERR Unknown command",
        "ERR Command is not available: 'getdel'",
        "ERR GETDEL is not supported",
        "ERR unsupported command",
    ],
)
def test_a_host_may_say_that_it_lacks_a_command(text: str) -> None:
    assert says_it_is_lacking(error(text))


@pytest.mark.parametrize(
    "text",
    [
        "ERR syntax error",
        "WRONGTYPE Operation against a key",
        "ERR",
        "ERR Unsupported option NOOPTION",
        "ERR unsupported unit provided. please use M, KM, FT, MI",
        "ERR Invalid bitfield type. Note that u64 is not supported but i64 is.",
        "ERR syntax error, WITHSCORES not supported in combination with BYLEX",
        "ERR wrong number of arguments for 'get' command",
        "ERR GT and LT options at the same time are not compatible",
    ],
)
def test_other_errors_say_no_such_thing(text: str) -> None:
    assert not says_it_is_lacking(error(text))


@pytest.mark.parametrize(
    "text",
    [
        "ERR wrong number of arguments for 'expire' command",
        "ERR syntax error",
        "ERR Unsupported option GT",
    ],
)
def test_an_older_redis_says_that_it_knows_no_such_option(text: str) -> None:
    assert says_it_knows_no_such_option(error(text))


@pytest.mark.parametrize(
    "text",
    [
        "ERR value is not an integer or out of range",
        "ERR NX and XX, GT or LT options at the same time are not compatible",
        "WRONGTYPE Operation against a key",
    ],
)
def test_an_error_about_what_an_option_does_is_another(text: str) -> None:
    assert not says_it_knows_no_such_option(error(text))


def test_a_result_says_neither() -> None:
    result = Reply(status=200, result="ERR unknown command, syntax error")
    assert not says_it_is_lacking(result)
    assert not says_it_knows_no_such_option(result)
