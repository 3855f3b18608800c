"""Agreement: which replies count as equal where Redis itself leaves a choice or has changed."""

import re
from typing import Final

from edgeproof.clients import Command, Reply
from edgeproof.oracle.equality import (
    Equality,
    as_claimed,
    as_different_members,
    as_pairs,
    as_pending,
    as_scored,
    as_scored_of_a_key,
    by_value,
    equal_in_any_order,
    same_text,
    within_a_minute,
)

_SCRIPTS: Final = frozenset({"EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO"})

SCRIPT_FAILED = re.compile(r"script", re.IGNORECASE)
"""What Redis says about a script that failed while running: 6.2 puts `ERR Error running script`
before the original error, 7.0 puts `script: …, on @user_script:1` after it."""


def agrees(command: Command, received: Reply, expected: Reply) -> bool:
    """Whether `received` is a reply of Redis to `command`, given the reply of one Redis.

    Errors agree by their code word, those of failed scripts as errors (see SCRIPT_FAILED); results
    agree as `EQUALITY` says for the command.
    """
    name = str(command[0]).upper()
    if received.error is not None or expected.error is not None:
        return received.code == expected.code or (
            name in _SCRIPTS and _is_a_failure_of_a_script(received, expected)
        )
    equal = _equality(name, command)
    return equal(received.result, expected.result) or (
        _may_end_before_the_start(command) and _is_first_or_none(received, expected)
    )


_MILLISECONDS: Final = within_a_minute(1_000)
_SECONDS: Final = within_a_minute(1)

EQUALITY: dict[str, Equality] = {
    **dict.fromkeys(
        ("SMEMBERS", "SINTER", "SUNION", "SDIFF", "HKEYS", "HVALS"), equal_in_any_order
    ),
    "HGETALL": as_pairs,
    **dict.fromkeys(("TTL", "EXPIRETIME"), _SECONDS),
    **dict.fromkeys(("PTTL", "PEXPIRETIME"), _MILLISECONDS),
    **dict.fromkeys(
        ("INCRBYFLOAT", "HINCRBYFLOAT", "ZSCORE", "ZMSCORE", "ZINCRBY", "ZADD"), by_value
    ),
    **dict.fromkeys(("GEODIST", "GEOPOS"), by_value),
    "XPENDING": as_pending,
    "XAUTOCLAIM": as_claimed,
    **dict.fromkeys(("ZPOPMIN", "ZPOPMAX"), as_scored),
    "ZMPOP": as_scored_of_a_key,
}
"""How the results of a command are compared, if not for plain equality."""


def _equality(name: str, command: Command) -> Equality:
    words = {str(word).upper() for word in command[1:]}
    if name.startswith("GEOSEARCH"):
        return by_value if words & {"ASC", "DESC"} else as_different_members
    if "WITHSCORES" in words and name.startswith("Z"):
        return as_scored
    return EQUALITY.get(name, same_text)


def _is_a_failure_of_a_script(received: Reply, expected: Reply) -> bool:
    """Whether both are errors, at least one is from a script that ran, and none is `NOSCRIPT`."""
    errors = (received.error, expected.error)
    return (
        all(errors)
        and "NOSCRIPT" not in {received.code, expected.code}
        and any(SCRIPT_FAILED.search(error or "") for error in errors)
    )


def _may_end_before_the_start(command: Command) -> bool:
    """Whether it is a range whose end, counted from the back, lies before the first byte."""
    name, end = str(command[0]), str(command[-1])
    return name.upper() == "GETRANGE" and end.startswith("-") and end != "-1"


def _is_first_or_none(received: Reply, expected: Reply) -> bool:
    """A range that ends before the text starts: its first byte until Redis 7, nothing since 8."""
    results = (received.result, expected.result)
    return "" in results and all(isinstance(one, str) and len(one) <= 1 for one in results)
