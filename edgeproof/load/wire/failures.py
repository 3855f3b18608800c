"""What can go wrong with a request under load, each failure with its name."""

from enum import StrEnum

from edgeproof.defaults import WRONG_ANSWER


class FailureKind(StrEnum):
    """The name under which a failure is counted."""

    REFUSED = "refused"
    """No connection: nobody listens there, or the way there is blocked."""
    UNRESOLVED = "unresolved"
    """The host has no address."""
    RESET = "reset"
    """The connection was closed before the answer was complete."""
    TIMEOUT = "timeout"
    """No connection, or no complete answer, within the time limit."""
    TLS = "tls"
    """No TLS: a certificate that cannot be verified, or no common version."""
    BAD_ANSWER = "bad answer"
    """The answer is not HTTP."""
    UNEXPECTED_STATUS = "unexpected status"
    """An honest answer with another status: an error, such as 503 from a server in trouble."""
    WRONG_ANSWER = WRONG_ANSWER
    """An answer that claims to be right, but fails a check of the scenario: a violation."""
    DROPPED = "dropped"
    """It was never sent: too many arrivals were already waiting."""
    SCENARIO_ERROR = "scenario error"
    """The code of the scenario raised something else."""


UNANSWERED = frozenset({FailureKind.REFUSED, FailureKind.UNRESOLVED, FailureKind.TLS})
"""Failures that come at once, so that retrying at once would be a busy loop."""

ANSWERED = frozenset({FailureKind.UNEXPECTED_STATUS, FailureKind.WRONG_ANSWER})
"""Failures of requests that were answered all the same."""


class Failure(Exception):  # noqa: N818 - the field's word for it
    """One request failed; `reason` contains no tokens, and has few distinct values.

    `found_as` is the kind of violation that the scenario itself will report for it in the end.
    `beginning` is that of the answer which failed a check: its status and body.
    """

    def __init__(self, kind: FailureKind, reason: str = "", *, found_as: str = "") -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason
        self.found_as = found_as
        self.beginning = ""

    def __str__(self) -> str:
        """Its name, and details if known."""
        return f"{self.kind}: {self.reason}" if self.reason else str(self.kind)


def wrong(reason: str, *, found_as: str = "") -> Failure:
    """The failure of an answer that fails a check; see Failure for `found_as`."""
    return Failure(FailureKind.WRONG_ANSWER, reason, found_as=found_as)
