"""Outcomes, and the ways in which a law's body ends early."""

from collections.abc import Callable
from enum import StrEnum

import pytest

_SHOWN_CHARACTERS = 400
"""How much of a value is shown; the exchanges in the evidence hold all of it."""


class Outcome(StrEnum):
    """What a run can say about a law. Only *held* and *broken* are judgements."""

    HELD = "held"
    BROKEN = "broken"
    UNSUPPORTED = "unsupported"
    """The deployment honestly lacks the capability."""
    UNTESTED = "untested"
    """This run could not try it: no database access, not its own stack, left out by an option."""
    INCONCLUSIVE = "inconclusive"
    """Tried without a clear result: a timeout, or nothing was compared."""


def _shortened(text: str) -> str:
    """The text, cut in the middle if it is long."""
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    half = _SHOWN_CHARACTERS // 2
    return f"{text[:half]} … {text[-half:]} ({len(text)} characters)"


class Broken(AssertionError):  # noqa: N818  (an outcome, not an error of ours)
    """The deployment broke the law: what was looked at, what was received, what was expected.

    It holds all of what was received, including a token if the deployment gives one away. Mask it
    first and cut it afterwards: no mask recognises half a token.
    """

    def __init__(self, what: str, received: str, expected: str) -> None:
        super().__init__(what, received, expected)
        self.what = what
        self.received = received
        self.expected = expected

    def summary(self, masked: Callable[[str], str]) -> str:
        """What was seen, in one line that is safe to show."""
        received, expected = (_shortened(masked(text)) for text in (self.received, self.expected))
        return f"{masked(self.what)}: received {received}, expected {expected}"

    def __str__(self) -> str:
        """The failure without what was received, which has not been masked."""
        return f"{self.what}: not as expected"


class NotJudged(pytest.skip.Exception):  # type: ignore[name-defined,misc]  # a class all the same
    """The law's body cannot go on, for a reason that says nothing against the deployment.

    Deliberately not an Exception: Hypothesis would treat one as a failure and try to shrink it,
    with one timeout per attempt. And deliberately one of pytest's own: any other BaseException ends
    the task in which anyio runs tests and fixtures, and with it every later test of the session.
    """

    outcome: Outcome

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undecided(NotJudged):
    """Tried without a clear result: no answer in time, or the connection was refused."""

    outcome = Outcome.INCONCLUSIVE


class Untested(NotJudged):
    """The run has no means to try it."""

    outcome = Outcome.UNTESTED


class Unsupported(NotJudged):
    """The deployment honestly lacks what the law is about."""

    outcome = Outcome.UNSUPPORTED
