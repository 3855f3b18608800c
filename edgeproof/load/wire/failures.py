"""What can go wrong with a request under load, each by its name."""

from enum import StrEnum


class FailureKind(StrEnum):
    """The name under which a failure is counted."""

    REFUSED = "refused"
    """No connection: nobody listens there, or the way there is closed."""
    UNRESOLVED = "unresolved"
    """The host has no address."""
    RESET = "reset"
    """The connection was closed before the answer was complete."""
    TIMEOUT = "timeout"
    """No connection, or no complete answer, within its limit."""
    TLS = "tls"
    """No TLS: a certificate that does not verify, or no common version."""
    BAD_ANSWER = "bad answer"
    """What came is not HTTP."""
    UNEXPECTED_STATUS = "unexpected status"
    """What came is an honest answer of another status: an error, say 503 of a server in trouble."""
    WRONG_ANSWER = "wrong answer"
    """What came claims to be right, and a check of the scenario objects to it: a violation."""
    DROPPED = "dropped"
    """It was never sent: too many arrivals were waiting already."""
    SCENARIO_ERROR = "scenario error"
    """The code of the scenario raised something else."""


UNANSWERED = frozenset({FailureKind.REFUSED, FailureKind.UNRESOLVED, FailureKind.TLS})
"""Failures that come at once, so that trying again at once would be a busy loop."""

ANSWERED = frozenset({FailureKind.UNEXPECTED_STATUS, FailureKind.WRONG_ANSWER})
"""Failures of requests that were answered all the same."""


class Failure(Exception):  # noqa: N818 - the field's word for it
    """One request failed; `reason` has no tokens in it, and few distinct values.

    `found_as` is the kind of violation under which the scenario itself will tell of it in the end.
    `beginning` is that of the answer which a check objects to: its status and body.
    """

    def __init__(self, kind: FailureKind, reason: str = "", *, found_as: str = "") -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason
        self.found_as = found_as
        self.beginning = ""

    def __str__(self) -> str:
        """Its name, and what more is known."""
        return f"{self.kind}: {self.reason}" if self.reason else str(self.kind)


def wrong(reason: str, *, found_as: str = "") -> Failure:
    """The failure of an answer that a check objects to; see Failure for `found_as`."""
    return Failure(FailureKind.WRONG_ANSWER, reason, found_as=found_as)
