"""Outcomes, and the three ways in which a law's body ends early."""

from enum import StrEnum


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


class Broken(AssertionError):
    """The deployment broke the law: what was looked at, what was received, what was expected."""

    def __init__(self, what: str, received: str, expected: str) -> None:
        super().__init__(f"{what}: received {received}, expected {expected}")
        self.what = what
        self.received = received
        self.expected = expected


class NotJudged(BaseException):
    """The law's body cannot go on, and that says nothing against the deployment.

    Not an Exception on purpose: Hypothesis would take one for a failure and try to shrink it, at
    one timeout an attempt.
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
