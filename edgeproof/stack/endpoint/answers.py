"""HTTP at both ends of a request: its body in, its answer out, in plain ASGI."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Receive, Scope, Send

from edgeproof.stack.endpoint.replies import JSON_TYPE, render_error


class BodyTooLargeError(Exception):
    """The request's body is over the limit; answered with 413."""


class ClientGoneError(Exception):
    """The client went away before its request was complete: nothing is executed or answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointAnswer:
    """A complete HTTP answer."""

    status: int
    body: bytes
    content_type: bytes = JSON_TYPE
    headers: Mapping[bytes, bytes] = field(default_factory=dict)

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it; to a HEAD request, everything except the body."""
        headers = [
            (b"content-type", self.content_type),
            (b"content-length", b"%d" % len(self.body)),
            *UNCACHED,
            *self.headers.items(),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else self.body
        await send({"type": "http.response.body", "body": body})


# A GET may be a write, and even a read is valid only now.
UNCACHED: Final = ((b"cache-control", b"no-store"),)


def error_answer(
    status: int, text: str, headers: Mapping[bytes, bytes] | None = None
) -> EndpointAnswer:
    """Return the answer to a request that did not reach a command."""
    return EndpointAnswer(status=status, body=render_error(text), headers=headers or {})


def header(scope: Scope, name: bytes) -> bytes | None:
    """Return the first header with this name (in lower case, as in ASGI), or `None`."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return None


async def read_body(scope: Scope, receive: Receive, limit_bytes: int) -> bytes:
    """Return the request's body.

    Raises `BodyTooLargeError` as soon as that is certain: before any of it is kept, if the client
    announces its length. Raises `ClientGoneError`.
    """
    announced = header(scope, b"content-length") or b"0"
    if int(announced) > limit_bytes:
        raise BodyTooLargeError
    pieces: list[bytes] = []
    size_bytes = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        piece = message.get("body", b"")
        size_bytes += len(piece)
        if size_bytes > limit_bytes:
            raise BodyTooLargeError
        pieces.append(piece)
        if not message.get("more_body", False):
            return b"".join(pieces)
