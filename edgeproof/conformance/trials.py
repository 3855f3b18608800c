"""Trials: what one test said about its law, and how the trials of a law add up to its result."""

import base64
from collections.abc import Iterable, Mapping

import msgspec

from edgeproof.clients import as_script
from edgeproof.laws import Exchange, Failure, Outcome, ReceivedResponse, SentRequest

SHOWN_BODY_BYTES = 16_384
"""How much of a body evidence keeps; the curl commands have the whole of what was sent."""

WEIGHT = (
    Outcome.BROKEN,
    Outcome.INCONCLUSIVE,
    Outcome.HELD,
    Outcome.UNSUPPORTED,
    Outcome.UNTESTED,
)
"""Which outcome a law has when its tests differ: the first of these that any of them has."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request (`method`, `url`) or a response (`status`) as evidence keeps it, masked.

    `body` is text; a body that is not UTF-8 is in `body_base64` instead.
    """

    method: str | None = None
    url: str | None = None
    status: int | None = None
    headers: list[tuple[str, str]] = []
    body: str | None = None
    body_base64: str | None = None


class ExchangeRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request and its response, or the failure that came instead."""

    request: Message
    response: Message | None = None
    failure: str | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The shortest exchanges that show a broken law."""

    summary: str
    """What was looked at, what was received, what was expected."""
    exchanges: list[ExchangeRecord]
    curl: list[str]
    """The same exchanges as shell commands, to be run in order."""
    is_intermittent: bool = False
    """Whether the same requests did not always show it."""


class Trial(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one test said about its law."""

    law: str
    outcome: Outcome
    reason: str | None = None
    examples: int = 0
    requests: int = 0
    seconds: float = 0.0
    settle_ms: float = 0.0
    evidence: Evidence | None = None


def merged(trials: Iterable[Trial]) -> Trial:
    """One trial for all tests of a law: the gravest outcome, with its reason and evidence."""
    ranked = sorted(trials, key=lambda trial: WEIGHT.index(trial.outcome))
    return msgspec.structs.replace(
        ranked[0],
        examples=sum(trial.examples for trial in ranked),
        requests=sum(trial.requests for trial in ranked),
        seconds=sum(trial.seconds for trial in ranked),
        settle_ms=max(trial.settle_ms for trial in ranked),
    )


def evidence_of(
    failure: Failure, *, base_urls: Mapping[str, str], is_intermittent: bool
) -> Evidence:
    """The evidence that a failure left; `base_urls` as in `edgeproof.clients.as_script`."""
    return Evidence(
        summary=str(failure.error),
        exchanges=[_record(exchange) for exchange in failure.exchanges],
        curl=as_script(failure.exchanges, base_urls),
        is_intermittent=is_intermittent,
    )


def _record(exchange: Exchange) -> ExchangeRecord:
    return ExchangeRecord(
        request=_request_message(exchange.request),
        response=None if exchange.response is None else _response_message(exchange.response),
        failure=exchange.failure,
    )


def _request_message(request: SentRequest) -> Message:
    text, encoded = _body(request.body)
    return Message(
        method=request.method,
        url=request.url,
        headers=list(request.headers),
        body=text,
        body_base64=encoded,
    )


def _response_message(response: ReceivedResponse) -> Message:
    text, encoded = _body(response.body)
    return Message(
        status=response.status, headers=list(response.headers), body=text, body_base64=encoded
    )


def _body(body: bytes) -> tuple[str | None, str | None]:
    """The body as (text, base64): the first if it is UTF-8, else the second; cut if it is long."""
    if not body:
        return None, None
    kept = body[:SHOWN_BODY_BYTES]
    rest = len(body) - len(kept)
    note = f"… ({rest} more bytes)" if rest else ""
    try:
        return kept.decode("utf-8") + note, None
    except UnicodeDecodeError:
        if rest and (text := kept.decode("utf-8", errors="ignore")):
            return text + note, None
        return None, base64.b64encode(kept).decode("ascii")
