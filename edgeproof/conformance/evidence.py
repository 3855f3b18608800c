"""Evidence: the exchanges of a failing example, as records and as curl commands."""

import base64
from collections.abc import Mapping

from msgspec.structs import replace

from edgeproof.clients import Mask
from edgeproof.conformance.at_once.replay import Impossible
from edgeproof.consistency import Operation
from edgeproof.evidence import as_script, as_script_at_once, client_effects
from edgeproof.laws import Exchange, FailedExample, ReceivedResponse, SentRequest
from edgeproof.reporting import Evidence, ExchangeRecord, HistoryRecord, Message, history_record

SHOWN_BODY_BYTES = 16_384
"""How much of a body evidence keeps; the curl commands contain all that was sent."""


def evidence_of(
    law_id: str,
    failure: FailedExample,
    *,
    mask: Mask,
    base_urls: Mapping[str, str],
    is_intermittent: bool,
) -> Evidence:
    """The evidence that a failure left; `base_urls` as in `edgeproof.evidence.as_script`."""
    error = failure.error
    at_once = error if isinstance(error, Impossible) else None
    return Evidence(
        summary=error.summary(mask.text),
        exchanges=[_record(exchange) for exchange in failure.exchanges],
        curl=as_script_at_once(at_once.clients, base_urls)
        if at_once
        else as_script(failure.exchanges, base_urls),
        clients=client_effects(law_id, failure.exchanges),
        is_intermittent=at_once.failed < at_once.runs if at_once else is_intermittent,
        history=_history(at_once, mask) if at_once else None,
    )


def _history(found: Impossible, mask: Mask) -> HistoryRecord:
    return history_record(
        [_masked(operation, mask) for operation in found.window.operations],
        impossible=[found.window.impossible],
        order=found.window.order,
        state=mask.text(found.state),
        failed=found.failed,
        runs=found.runs,
    )


def _masked(operation: Operation, mask: Mask) -> Operation:
    def shown(value: object) -> object:
        match value:
            case str():
                return mask.text(value)
            case list():
                return [shown(item) for item in value]
            case dict():
                return {mask.text(name): shown(item) for name, item in value.items()}
        return value

    arguments = tuple(map(mask.text, operation.arguments))
    return replace(operation, arguments=arguments, result=shown(operation.result))


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
    """The body as (text, base64): text if it is UTF-8, otherwise base64; cut if it is long."""
    if not body:
        return None, None
    kept = body[:SHOWN_BODY_BYTES]
    rest = len(body) - len(kept)
    note = f"… ({rest} more bytes)" if rest else ""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None, base64.b64encode(kept).decode("ascii")
    # The cut may be in the middle of a character.
    return kept.decode("utf-8", errors="ignore") + note, None
