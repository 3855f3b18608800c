"""Wrong answers of a Redis REST endpoint, with what each official client makes of them."""

from dataclasses import dataclass
from typing import Any

from edgeproof.laws import Exchange, ReceivedResponse, SentRequest

JSON = "application/json"
EVENTS = "text/event-stream"
END = b"data: message,c,end\n\n"


@dataclass(frozen=True, kw_only=True)
class WrongAnswer:
    """An answer to one command (in a pipeline it stands for each item), a batch, or a stream.

    `call` names a call of both clients. What they see is a value, or the name of an exception
    in `Raised`; `...` where a client has no such call.
    """

    call: str
    body: bytes
    sentence: str
    javascript: Any
    python: Any = ...
    status: int = 200
    law: str = "rest.reply.types"
    requests_by_python: int = 1

    @property
    def content_type(self) -> str:
        """The media type that goes with the body."""
        return EVENTS if self.call == "subscribe" else JSON

    @property
    def exchange(self) -> Exchange:
        """The exchange that a law has for evidence, as a client that asks for base64 has it."""
        path, body = REQUESTS[self.call]
        return exchange(
            path, body, self.body, status=self.status, content_type=self.content_type, encoded=True
        )


@dataclass(frozen=True)
class Raised:
    """An exception, by its class."""

    name: str


REQUESTS = {
    "get": ("", b'["GET","k"]'),
    "getAlone": ("", b'["GET","k"]'),
    "getText": ("", b'["GET","k"]'),
    "mget": ("", b'["MGET","k","l"]'),
    "pipeline": ("/pipeline", b'[["GET","k"],["GET","l"]]'),
    "multi": ("/multi-exec", b'[["GET","k"],["GET","l"]]'),
    "script": ("", b'["EVALSHA","e0e1f9fabfc9d4800c877a703b823ac0578ff8db","0"]'),
    "subscribe": ("/subscribe/c", b""),
}


def exchange(
    path: str,
    sent: bytes,
    received: bytes,
    *,
    status: int = 200,
    content_type: str = JSON,
    encoded: bool = False,
    method: str = "POST",
) -> Exchange:
    """An exchange as the transport records it."""
    headers = (("Upstash-Encoding", "base64"),) if encoded else ()
    return Exchange(
        request=SentRequest(method=method, url=f"http://h{path}", headers=headers, body=sent),
        response=ReceivedResponse(
            status=status, headers=(("content-type", content_type),), body=received
        ),
    )


WRONG_ANSWERS = {
    "a literal OK in an array": WrongAnswer(
        call="mget",
        body=b'{"result":["OK","YQ=="]}',
        sentence="A literal `OK` in an array: @upstash/redis turns it into the number 8, "
        "upstash-redis keeps it.",
        javascript=[8, "a"],
        python=["OK", "a"],
    ),
    "a literal OK in an array of arrays of arrays": WrongAnswer(
        call="mget",
        body=b'{"result":[["OK",["OK"]]]}',
        sentence="A literal `OK` in an array: @upstash/redis turns it into the number 8, "
        "upstash-redis keeps it.",
        javascript=[["OK", [8]]],
        python=[["OK", ["OK"]]],
    ),
    "plain text": WrongAnswer(
        call="getText",
        body=b'{"result":"before"}',
        sentence='"before" where base64 was asked for: @upstash/redis reads "m\ufffd\ufffd", '
        "upstash-redis raises binascii.Error.",
        javascript="m\ufffd\ufffd",
        python=Raised("Error"),
    ),
    "plain text that looks like base64 and was sent so": WrongAnswer(
        call="getText",
        body=b'{"result":"k"}',
        sentence='"k" where base64 was asked for: @upstash/redis reads "k", '
        "upstash-redis raises binascii.Error.",
        javascript="k",
        python=Raised("Error"),
    ),
    "base64 without padding": WrongAnswer(
        call="getText",
        body=b'{"result":"YWI"}',
        sentence='"YWI" where base64 was asked for: @upstash/redis reads "ab", '
        "upstash-redis raises binascii.Error.",
        javascript="ab",
        python=Raised("Error"),
    ),
    "base64 of the URL alphabet": WrongAnswer(
        call="getText",
        body=b'{"result":"4pyTIMO_"}',
        sentence='"4pyTIMO_" where base64 was asked for: @upstash/redis reads "4pyTIMO_", '
        "upstash-redis raises binascii.Error.",
        javascript="4pyTIMO_",
        python=Raised("Error"),
    ),
    "an object": WrongAnswer(
        call="get",
        body=b'{"result":{"f":"MQ=="}}',
        sentence="An object as the result: @upstash/redis turns it into null, "
        "upstash-redis raises UpstashError.",
        javascript=None,
        python=Raised("UpstashError"),
    ),
    "an object within an array": WrongAnswer(
        call="mget",
        body=b'{"result":[{"f":"MQ=="}]}',
        sentence="An object within an array: upstash-redis raises UpstashError.",
        javascript=[{"f": "MQ=="}],
        python=Raised("UpstashError"),
    ),
    "a boolean": WrongAnswer(
        call="get",
        body=b'{"result":true}',
        sentence="A boolean as the result: @upstash/redis gives undefined (TypeError where it does "
        "not pipeline), upstash-redis gives a boolean where a number is expected.",
        javascript="undefined",
        python=True,
    ),
    "a boolean where commands go alone": WrongAnswer(
        call="getAlone",
        body=b'{"result":true}',
        sentence="A boolean as the result: @upstash/redis gives undefined (TypeError where it does "
        "not pipeline), upstash-redis gives a boolean where a number is expected.",
        javascript=Raised("TypeError"),
        python=True,
    ),
    "a float": WrongAnswer(
        call="get",
        body=b'{"result":1.5}',
        sentence="A float instead of a string: upstash-redis raises UpstashError, "
        "@upstash/redis accepts it.",
        javascript=1.5,
        python=Raised("UpstashError"),
    ),
    "neither result nor error": WrongAnswer(
        call="get",
        body=b"{}",
        sentence="Neither `result` nor `error`: @upstash/redis gives undefined (TypeError where it "
        "does not pipeline), upstash-redis raises KeyError.",
        javascript="undefined",
        python=Raised("KeyError"),
    ),
    "neither result nor error where commands go alone": WrongAnswer(
        call="getAlone",
        body=b"{}",
        sentence="Neither `result` nor `error`: @upstash/redis gives undefined (TypeError where it "
        "does not pipeline), upstash-redis raises KeyError.",
        javascript=Raised("TypeError"),
        python=Raised("KeyError"),
    ),
    "an error in another field": WrongAnswer(
        call="getAlone",
        status=400,
        body=b'{"message":"ERR"}',
        sentence="An error without the field `error`: @upstash/redis throws UpstashError, which "
        "says `undefined`, upstash-redis raises KeyError.",
        javascript=Raised("UpstashError"),
        python=Raised("KeyError"),
    ),
    "HTML": WrongAnswer(
        call="getAlone",
        status=500,
        body=b"<html></html>",
        sentence="A body that is not JSON: @upstash/redis throws UpstashJSONParseError, "
        "upstash-redis sends the request a second time and raises JSONDecodeError.",
        javascript=Raised("UpstashJSONParseError"),
        python=Raised("JSONDecodeError"),
        requests_by_python=2,
    ),
    "nothing": WrongAnswer(
        call="getAlone",
        body=b"",
        sentence="A body that is not JSON: @upstash/redis throws UpstashJSONParseError, "
        "upstash-redis sends the request a second time and raises JSONDecodeError.",
        javascript=Raised("UpstashJSONParseError"),
        python=Raised("JSONDecodeError"),
        requests_by_python=2,
    ),
    "bytes that are not UTF-8": WrongAnswer(
        call="getText",
        body=b'{"result":"a\xffb"}',
        sentence="Bytes that are not UTF-8: @upstash/redis reads U+FFFD in their place, "
        "upstash-redis sends the request a second time and raises UnicodeDecodeError.",
        javascript="a\ufffdb",
        python=Raised("UnicodeDecodeError"),
        requests_by_python=2,
    ),
    "a pipeline that fails with one error": WrongAnswer(
        call="pipeline",
        status=400,
        body=b'{"error":"ERR value"}',
        sentence="A pipeline with status 400: @upstash/redis throws one UpstashError and gives no "
        "results, upstash-redis raises AttributeError.",
        javascript=Raised("UpstashError"),
        python=Raised("AttributeError"),
    ),
    "a pipeline that fails with all of its replies": WrongAnswer(
        call="pipeline",
        status=400,
        body=b'[{"result":"MQ=="},{"error":"ERR value"}]',
        sentence="A pipeline with status 400: @upstash/redis throws one UpstashError, which says "
        "`undefined`, and gives no results.",
        javascript=Raised("UpstashError"),
        python=Raised("UpstashError"),
    ),
    "a discarded transaction": WrongAnswer(
        call="multi",
        status=400,
        body=b'{"error":"EXECABORT"}',
        law="rest.transaction.discard",
        sentence="A discarded transaction: @upstash/redis throws UpstashError with the error, "
        "upstash-redis raises AttributeError, which hides the error.",
        javascript=Raised("UpstashError"),
        python=Raised("AttributeError"),
    ),
    "a large integer": WrongAnswer(
        call="get",
        body=b'{"result":9007199254740993}',
        law="rest.reply.big-integers",
        sentence="The integer 9007199254740993 as a number: @upstash/redis rounds it to "
        "9007199254740992, upstash-redis reads it exactly.",
        javascript=9007199254740992,
        python=9007199254740993,
    ),
    "NOSCRIPT in other words": WrongAnswer(
        call="script",
        body=b'{"error":"ERR no such script"}',
        status=400,
        law="rest.error.noscript",
        sentence="An unknown script without `NOSCRIPT`: @upstash/ratelimit, and createScript of "
        "@upstash/redis, fail instead of sending the script.",
        javascript=Raised("UpstashError"),
    ),
    "an event without its space": WrongAnswer(
        call="subscribe",
        body=b"data:message,c,1\n\n" + END,
        sentence="An event without a space after `data:`: @upstash/redis ignores it.",
        javascript=[],
    ),
    "a message with a line break": WrongAnswer(
        call="subscribe",
        body=b"data: message,c,one\ntwo\n\n" + END,
        sentence="A message with a line break: @upstash/redis loses what follows the break.",
        javascript=["one"],
    ),
    "a message with a line break, as the standard has it": WrongAnswer(
        call="subscribe",
        body=b"data: message,c,one\ndata: two\n\n" + END,
        law="rest.subscribe.payload",
        sentence="A message with a line break: @upstash/redis loses what follows the break.",
        javascript=["one"],
    ),
}
