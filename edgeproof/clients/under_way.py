"""An exchange that is under way: its request as it was sent, and what has come so far."""

import time
from dataclasses import dataclass, field

import httpx

from edgeproof.clients.credentials import Mask
from edgeproof.clients.notation.response import Response
from edgeproof.laws import Exchange, ReceivedResponse, SentRequest

_KEPT_BYTES = 262_144
"""How much of an answer evidence may show; a case keeps all of its exchanges."""


@dataclass(slots=True, kw_only=True)
class ExchangeUnderWay:
    """One exchange so far. Its request is masked, its answer is not masked yet."""

    request: SentRequest
    request_line: str
    started_ns: int = field(default_factory=time.monotonic_ns)
    answer: httpx.Response | None = None
    received: bytes = b""
    failure: str | None = "given up"

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return (time.monotonic_ns() - self.started_ns) / 1e9

    def response(self) -> Response:
        """The answer, for laws; there must be one."""
        assert self.answer is not None  # noqa: S101  (without one, it has raised)
        return Response(
            status=self.answer.status_code,
            headers=_header_pairs(self.answer),
            body=self.received,
            request_line=self.request_line,
        )

    def exchange(self, mask: Mask) -> Exchange:
        """What evidence keeps."""
        return Exchange(
            request=self.request,
            response=None if self.answer is None else self._masked(self.answer, mask),
            failure=self.failure,
            started_ns=self.started_ns,
            elapsed_ns=time.monotonic_ns() - self.started_ns,
            open_for=0 if self.answer is not None and is_endless(self.answer) else None,
        )

    def _masked(self, answer: httpx.Response, mask: Mask) -> ReceivedResponse:
        return ReceivedResponse(
            status=answer.status_code,
            headers=tuple((name, mask.text(value)) for name, value in _header_pairs(answer)),
            # Masked before it is cut: half a token would not be recognised.
            body=mask.data(self.received)[:_KEPT_BYTES],
        )


def is_endless(answer: httpx.Response) -> bool:
    """Whether an answer is a stream of events."""
    media_type: str = answer.headers.get("content-type", "")
    return media_type.lower().startswith("text/event-stream")


def _header_pairs(answer: httpx.Response) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in answer.headers.multi_items())
