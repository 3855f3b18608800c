"""Evidence as the page shows it: exchanges, and histories drawn anew."""

from collections.abc import Sequence
from typing import Final

import msgspec
from markupsafe import Markup

from edgeproof.reporting.document import ExchangeRecord, HistoryRecord, Message
from edgeproof.reporting.timeline import as_svg, caption
from edgeproof.reporting.timeline.labels import UNICODE, label

LONGEST_BODY: Final = 4_000
"""Characters of a body that the page shows; the result document has all of it."""

LONGEST_OPERATION: Final = 200
"""Cells of an operation in the table beside a timeline."""

_FEW: Final = 3
"""Up to this many exchanges are open at first; if there are more, each is opened by itself."""


class BodyView(msgspec.Struct, frozen=True, kw_only=True):
    """The shown part of a body; `note` says what is missing, or how it is written."""

    text: str
    note: str = ""


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A request or a response; `body` is None if there is none."""

    headers: list[tuple[str, str]]
    body: BodyView | None


class ExchangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A request and its response, or the `failure` that came instead."""

    method: str
    url: str
    status: int | None
    request: MessageView
    response: MessageView | None
    failure: str
    is_open: bool


class OperationRow(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of a history in words; `place` is its position in the longest order."""

    client: int
    name: str
    called_ms: float
    returned_ms: float | None
    is_impossible: bool
    place: int | None


class HistoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A history: a caption, its picture, and the same as rows."""

    caption: str
    svg: Markup
    rows: list[OperationRow]


def exchange_views(exchanges: Sequence[ExchangeRecord]) -> list[ExchangeView]:
    """The exchanges, open if there are few of them."""
    return [
        ExchangeView(
            method=exchange.request.method or "",
            url=exchange.request.url or "",
            status=exchange.response.status if exchange.response else None,
            request=_message(exchange.request),
            response=_message(exchange.response) if exchange.response else None,
            failure=exchange.failure or "",
            is_open=len(exchanges) <= _FEW,
        )
        for exchange in exchanges
    ]


def _message(message: Message) -> MessageView:
    return MessageView(headers=message.headers, body=_body(message))


def _body(message: Message) -> BodyView | None:
    if message.body_base64:
        return _cut(message.body_base64, "not UTF-8: in base64")
    return _cut(message.body, "") if message.body else None


def _cut(text: str, note: str) -> BodyView:
    if len(text) <= LONGEST_BODY:
        return BodyView(text=text, note=note)
    cut = f"the first {LONGEST_BODY:,} of {len(text):,} characters"
    return BodyView(text=text[:LONGEST_BODY], note="; ".join(filter(None, [note, cut])))


def history_view(history: HistoryRecord) -> HistoryView:
    """The history with a picture made here: the document's own picture may contain anything."""
    known = _of_known_places(history)
    return HistoryView(
        caption=caption(known),
        svg=Markup(as_svg(known, style_sheet="")),  # noqa: S704  (made of escaped text)
        rows=[_operation(known, place) for place in range(len(known.operations))],
    )


def _of_known_places(history: HistoryRecord) -> HistoryRecord:
    """The history without places that do not belong to any of its operations."""
    places = range(len(history.operations))
    return msgspec.structs.replace(
        history,
        impossible=[place for place in history.impossible if place in places],
        order=[place for place in history.order if place in places],
    )


def _operation(history: HistoryRecord, place: int) -> OperationRow:
    operation = history.operations[place]
    return OperationRow(
        client=operation.client,
        name=label(operation, UNICODE, LONGEST_OPERATION),
        called_ms=operation.called_ms,
        returned_ms=operation.returned_ms,
        is_impossible=place in history.impossible,
        place=history.order.index(place) + 1 if place in history.order else None,
    )
