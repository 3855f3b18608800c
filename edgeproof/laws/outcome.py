"""Outcomes, and the ways in which a law's body ends early."""

from collections.abc import Callable
from enum import StrEnum

import pytest

_SHOWN_CHARACTERS = 400
"""How much of a value is shown; the exchanges of the evidence hold the whole."""


class Outcome(StrEnum):
    """What a run can say about a law. Only *held* and *broken* are judgements."""

    HELD = "held"
    BROKEN = "broken"
    UNSUPPORTED = "unsupported"
    """The deployment honestly lacks the capability."""
    UNTESTED = "untested"
    """This run had no means: no database access, not its own stack, left out by an option."""
    INCONCLUSIVE = "inconclusive"
    """Tried, and could not tell: a timeout, nothing compared."""


def _shortened(text: str) -> str:
    """The text, cut in the middle if it is long."""
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    half = _SHOWN_CHARACTERS // 2
    return f"{text[:half]} … {text[-half:]} ({len(text)} characters)"


class Broken(AssertionError):  # noqa: N818  (an outcome, not an error of ours)
    """The deployment broke the law: what was looked at, what was received, what was expected.

    It holds the whole of what was received, a token included where a deployment gives one away.
    Whoever shows it masks it first and cuts it then: half a token is known by no mask.
    """

    def __init__(self, what: str, received: str, expected: str) -> None:
        super().__init__(what, received, expected)
        self.what = what
        self.received = received
        self.expected = expected

    def summary(self, masked: Callable[[str], str]) -> str:
        """What was seen, in one line that may be shown."""
        received, expected = (_shortened(masked(text)) for text in (self.received, self.expected))
        return f"{masked(self.what)}: received {received}, expected {expected}"

    def __str__(self) -> str:
        """Without what was received, which nobody has masked."""
        return f"{self.what}: not as expected"


class NotJudged(pytest.skip.Exception):  # type: ignore[name-defined,misc]  # a class all the same
    """The law's body cannot go on, and that says nothing against the deployment.

    Not an Exception on purpose: Hypothesis would take one for a failure and try to shrink it, at
    one timeout an attempt. And of pytest's own on purpose: any other BaseException ends the task
    in which anyio runs tests and fixtures, and so every later test of the session.
    """

    outcome: Outcome

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undecided(NotJudged):
    """Tried, and could not tell: no answer in time, the connection was refused."""

    outcome = Outcome.INCONCLUSIVE


class Untested(NotJudged):
    """The run has no means to try it."""

    outcome = Outcome.UNTESTED


class Unsupported(NotJudged):
    """The deployment honestly lacks what the law is about."""

    outcome = Outcome.UNSUPPORTED
