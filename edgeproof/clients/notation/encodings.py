"""The encodings in which a reply can be answered, each requested by headers, and read strictly.

Source: https://upstash.com/docs/redis/features/restapi ("Base64 Encoded Responses", "RESP2 Format
Responses")
"""

from base64 import b64decode, b64encode
from dataclasses import replace
from enum import StrEnum

from edgeproof.clients.notation.forms import Form
from edgeproof.clients.notation.replies import Reply, parse_reply
from edgeproof.clients.notation.resp2 import ErrorText, parse_frame
from edgeproof.clients.notation.response import Headers, Response
from edgeproof.laws import Broken


class Encoding(StrEnum):
    """The ways to answer one command; the value is the capability that it needs.

    JSON holds texts, with U+FFFD for bytes that are not UTF-8; in the two others, strings are
    bytes.
    """

    JSON = "json"
    BASE64 = "base64"
    RESP2 = "resp2"

    @property
    def headers(self) -> Headers:
        """The headers of a request that asks for this encoding."""
        return _HEADERS[self]

    def decoded(self, reply: Reply) -> Reply:
        """The reply in a JSON envelope, its strings decoded.

        Raises Broken for a string that this encoding never produces.
        """
        if self is not Encoding.BASE64 or reply.error is not None:
            return reply
        # At the top level, clients accept OK and its base64 alike: which of the two comes is
        # judged by one law; all the others accept both.
        result = b"OK" if reply.result == "OK" else _in_bytes(reply.result)
        return replace(reply, result=result)


_HEADERS: dict[Encoding, Headers] = {
    Encoding.JSON: (),
    Encoding.BASE64: (("Upstash-Encoding", "base64"),),
    Encoding.RESP2: (("Upstash-Response-Format", "resp2"),),
}


def read_reply(
    response: Response, form: Form = Form.BODY, encoding: Encoding = Encoding.JSON
) -> Reply:
    """The one reply in the answer to a command that was sent in a form, or in a batch of one.

    A transaction is answered in JSON even if RESP2 was requested; what a pipeline then answers is
    not documented. Raises Broken for an answer that is not valid in this encoding.
    """
    if encoding is Encoding.RESP2 and form is not Form.TRANSACTION:
        value = parse_frame(response.body)
        if isinstance(value, ErrorText):
            return Reply(status=response.status, error=value.decode(errors="replace"))
        return Reply(status=response.status, result=value)
    item = response.json()
    is_batch = form in {Form.PIPELINE, Form.TRANSACTION}
    if is_batch and isinstance(item, list) and len(item) == 1:
        item = item[0]
    return encoding.decoded(parse_reply(response.status, item))


def as_text(result: object) -> object:
    """The result as JSON can show it: bytes as UTF-8, with U+FFFD for what is not, at any depth."""
    if isinstance(result, list):
        return [as_text(item) for item in result]
    return result.decode(errors="replace") if isinstance(result, bytes) else result


def in_text(reply: Reply) -> Reply:
    """The reply with its bytes as JSON can show them (see `as_text`)."""
    return replace(reply, result=as_text(reply.result))


def _in_bytes(result: object) -> object:
    if isinstance(result, list):
        return [_in_bytes(item) for item in result]
    return _from_base64(result) if isinstance(result, str) else result


def _from_base64(text: str) -> bytes:
    """The bytes whose padded standard base64 (RFC 4648, section 4) the text is."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    # Decoders accept several texts for some bytes; encoders produce only one.
    if b64encode(data).decode() != text:
        raise Broken("a string of the answer", repr(text), "padded standard base64")
    return data
