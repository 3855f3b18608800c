"""Typed replies to answer bodies: JSON, JSON with base64, and RESP2. Pure functions.

Source: https://upstash.com/docs/redis/features/restapi ("Response", "Base64 Encoded Responses",
"RESP2 Format Responses")
"""

from base64 import b64encode
from collections.abc import Callable
from enum import Enum
from json import JSONEncoder
from typing import Final

from edgeproof.stack.endpoint.forms import MalformedRequestError
from edgeproof.stack.endpoint.resp import Error, NullArray, RedisReply, Status, reply_frame

JSON_TYPE: Final = b"application/json"
RESP2_TYPE: Final = b"application/octet-stream"

PlainReply = str | int | None | list["PlainReply"]
"""A reply as JSON can carry it. Never an object, a boolean or a float."""


class ReplyFormat(Enum):
    """How a reply is written; the value is the content type of an answer that contains it."""

    JSON = "json"
    BASE64 = "base64"
    RESP2 = "resp2"

    @property
    def content_type(self) -> bytes:
        """The media type of an answer in this format."""
        return RESP2_TYPE if self is ReplyFormat.RESP2 else JSON_TYPE


def reply_format(encoding: bytes | None, response_format: bytes | None) -> ReplyFormat:
    """Return the format requested by `Upstash-Encoding` and `Upstash-Response-Format`.

    Raises `MalformedRequestError` for an unknown format, and for RESP2 in base64. An encoding other
    than base64 is ignored.
    """
    is_base64 = encoding is not None and encoding.strip().lower() == b"base64"
    wanted = b"json" if response_format is None else response_format.strip().lower()
    if wanted == b"json":
        return ReplyFormat.BASE64 if is_base64 else ReplyFormat.JSON
    if wanted != b"resp2":
        raise MalformedRequestError("the response format is json or resp2")
    if is_base64:
        raise MalformedRequestError("resp2 and base64 cannot be combined")
    return ReplyFormat.RESP2


def render_reply(reply: RedisReply, form: ReplyFormat) -> bytes:
    """Return the body that answers one command."""
    if form is ReplyFormat.RESP2:
        return reply_frame(reply)
    return _to_json(_envelope(reply, form))


def render_batch(replies: list[RedisReply], form: ReplyFormat) -> bytes:
    """Return the body that answers a pipeline or a transaction, one item per command, in order.

    In RESP2 it is the array of the replies, with errors as elements.
    """
    if form is ReplyFormat.RESP2:
        return reply_frame(replies)
    return _to_json([_envelope(reply, form) for reply in replies])


def render_error(text: str) -> bytes:
    """Return the body of an error that no command caused: `{"error": text}`, never encoded."""
    return _to_json({"error": text})


def _envelope(reply: RedisReply, form: ReplyFormat) -> dict[str, PlainReply]:
    if isinstance(reply, Error):
        return {"error": reply.text}
    if form is ReplyFormat.JSON:
        return {"result": _plain(reply, _as_text)}
    # "OK" alone stays readable, but only as a status at the top level: inside an array the
    # JavaScript client decodes whatever it finds, and a literal OK would come out as the number 8.
    if isinstance(reply, Status) and reply == b"OK":
        return {"result": "OK"}
    return {"result": _plain(reply, _as_base64)}


def _plain(reply: RedisReply, string: Callable[[bytes], str]) -> PlainReply:
    match reply:
        case Error():
            # Only an array contains one here, and JSON can only express it as a string.
            return reply.text
        case bytes():
            return string(reply)
        case list():
            return [_plain(item, string) for item in reply]
        case NullArray():
            return None
        case _:
            return reply


def _as_text(string: bytes) -> str:
    return string.decode("utf-8", "replace")


def _as_base64(string: bytes) -> str:
    return b64encode(string).decode("ascii")


_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _to_json(value: object) -> bytes:
    return _encode(value).encode("utf-8")
