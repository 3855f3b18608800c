"""What a test may do to a server that is not made for it, from harmless to harmful.

One connection to Redis serves all clients of many endpoints: what waits on it, changes it or turns
it into a stream ends the service for everybody; what is deeply nested or very large ends some
processes.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import pytest


class Risk(IntEnum):
    """How much harm a request may do; greater is worse."""

    ORDINARY = 0
    LARGE = 1
    """A body over 1 MiB."""
    NESTED = 2
    """JSON nested over 32 levels deep."""
    ABANDONED = 3
    """A request whose client goes away before it has the answer."""
    BLOCKING = 4
    """A command that waits on its connection."""
    CONNECTION = 5
    """A command that changes its connection for whoever uses it next, or closes it."""
    STREAM = 6
    """What turns a connection into a stream of messages."""

    @property
    def words(self) -> str:
        """What it is, as reports name it."""
        return _WORDS[self]


_WORDS: Final[Mapping[Risk, str]] = {
    Risk.ORDINARY: "ordinary requests",
    Risk.LARGE: "bodies over 1 MiB",
    Risk.NESTED: "JSON nested over 32 levels",
    Risk.ABANDONED: "requests that their client abandons",
    Risk.BLOCKING: "commands that block",
    Risk.CONNECTION: "commands that change a connection",
    Risk.STREAM: "subscriptions and MONITOR",
}


def risky(risk: Risk, *, is_needed: bool = True) -> pytest.MarkDecorator:
    """Say of a test, or of a parameter, how risky its requests are at most; without it: ordinary.

    Tests run in the order of their risks, and none sends what is riskier than it says. On a
    deployment that is not the run's own, the user must allow it: otherwise the test does not run,
    or, if the risk is not needed, runs without those requests.
    """
    return pytest.mark.risk(risk, is_needed=is_needed)


def needs(capability: str) -> pytest.MarkDecorator:
    """Say of a test, or of a parameter, that it says nothing about who lacks that capability.

    (A law that always needs it says so in its table.)
    """
    return pytest.mark.needs(capability)


def risk_of_test(item: pytest.Item, *, is_allowed: bool = True) -> Risk:
    """The greatest risk that a test says of itself, or needs if it `is_allowed` nothing else."""
    marks = item.iter_markers("risk")
    return max(
        (mark.args[0] for mark in marks if is_allowed or mark.kwargs["is_needed"]),
        default=Risk.ORDINARY,
    )
