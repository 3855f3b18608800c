"""Exchanges: a request as it was sent and its response. Evidence is made of them.

Everything in them is safe to show: the clients mask tokens before they create an exchange.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """A request, masked. `url` is absolute, its path and query as they went over the wire."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedResponse:
    """A response, masked. `body` is decoded from any Content-Encoding."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response, or the `failure` that came instead (`timed out after 10 s`).

    A stream of events has no end: its body is what a law has read of it, and `open_for` is the
    number of next exchanges that took place before it was closed. (None: not a stream.)
    """

    request: SentRequest
    response: ReceivedResponse | None = None
    failure: str | None = None
    is_abandoned: bool = False
    """Whether the client went away before it had the answer; `request.body` is what it had sent."""
    started_ns: int = 0
    """When it was sent, in nanoseconds of the monotonic clock."""
    elapsed_ns: int = 0
    open_for: int | None = None
