"""Faults of replies in RESP2."""

import re
from dataclasses import replace
from typing import Any

from edgeproof.clients import ErrorText, frame_of, parse_frame
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer
from tests.faulty.endpoints.replies import in_depth, of_type

HEADER = b"upstash-response-format"


def asks_for_resp2(request: Request) -> bool:
    """Whether the answer is to be in RESP2, and may be."""
    return request.header(HEADER) == b"resp2" and request.path not in {b"/pipeline", b"/multi-exec"}


def is_in_resp2(request: Request, answer: Answer) -> bool:
    """Whether the answer is a frame."""
    return asks_for_resp2(request) and answer.body[:1] in {b"+", b"-", b":", b"$", b"*"}


def plainly(request: Request) -> Request:
    """The same request without the header."""
    return request.without_header(HEADER)


@fault("rest.resp2.frames", "rest.encodings.agree")
async def resp2_is_ignored(request: Request, reference: Reference) -> Answer:
    """The header is not known, and nobody is told."""
    return await reference(plainly(request))


@fault("rest.resp2.frames")
async def resp2_has_the_type_of_json(request: Request, reference: Reference) -> Answer:
    """Every answer has the same Content-Type."""
    return of_type(await reference(request), b"application/json")


@fault("rest.resp2.frames")
async def lengths_of_strings_are_in_characters(request: Request, reference: Reference) -> Answer:
    """The length of a string is what the language calls its length."""
    answer = await reference(request)
    if not is_in_resp2(request, answer):
        return answer

    def counted(found: re.Match[bytes]) -> bytes:
        text = found[2].decode("utf-8", "replace")
        return b"$%d\r\n%b\r\n" % (len(text), found[2])

    return answer.with_body(re.sub(rb"\$(\d+)\r\n([^\r\n]*)\r\n", counted, answer.body))


@fault("rest.resp2.frames", "rest.encodings.agree")
async def null_is_an_empty_string_in_resp2(request: Request, reference: Reference) -> Answer:
    """What is not there has the length 0."""
    answer = await reference(request)
    if not is_in_resp2(request, answer):
        return answer
    return answer.with_body(answer.body.replace(b"$-1\r\n", b"$0\r\n\r\n"))


@fault("rest.resp2.frames")
async def null_arrays_are_null_strings(request: Request, reference: Reference) -> Answer:
    """The client library knows one null, and it is written in one way."""
    answer = await reference(request)
    is_null = is_in_resp2(request, answer) and answer.body == b"*-1\r\n"
    return answer.with_body(b"$-1\r\n") if is_null else answer


@fault("rest.resp2.frames")
async def statuses_are_strings_in_resp2(request: Request, reference: Reference) -> Answer:
    """The client library makes a string of a status reply, and it is written as one."""
    answer = await reference(request)
    is_status = is_in_resp2(request, answer) and answer.body.startswith(b"+")
    return answer.with_body(frame_of(answer.body[1:-2])) if is_status else answer


@fault("rest.resp2.frames")
async def errors_of_resp2_are_json(request: Request, reference: Reference) -> Answer:
    """An error is thrown, and the handler of errors knows JSON only."""
    answer = await reference(request)
    if is_in_resp2(request, answer) and answer.status == 400:
        return json_answer(400, {"error": answer.body[1:-2].decode()})
    return answer


@fault("rest.resp2.frames")
async def errors_of_resp2_are_200(request: Request, reference: Reference) -> Answer:
    """The frame says that it is an error, and HTTP went well."""
    answer = await reference(request)
    return replace(answer, status=200) if is_in_resp2(request, answer) else answer


@fault("rest.resp2.frames")
async def a_frame_has_a_line_end_too_many(request: Request, reference: Reference) -> Answer:
    """The frame is written as a line."""
    answer = await reference(request)
    return answer.with_body(answer.body + b"\r\n") if is_in_resp2(request, answer) else answer


@fault("rest.resp2.frames")
async def frames_are_text(request: Request, reference: Reference) -> Answer:
    """Strings are decoded as UTF-8 before they are put into their frame."""
    answer = await reference(request)
    if not is_in_resp2(request, answer) or answer.body[:1] in {b"+", b"-"}:
        return answer

    def as_text(value: Any) -> Any:
        return value.decode("utf-8", "replace").encode() if isinstance(value, bytes) else value

    return answer.with_body(frame_of(in_depth(parse_frame(answer.body), as_text)))


@fault("rest.encodings.agree")
async def integers_of_resp2_have_32_bits(request: Request, reference: Reference) -> Answer:
    """The writer of frames takes integers of the machine, which was a small one."""
    answer = await reference(request)
    value = parse_frame(answer.body) if is_in_resp2(request, answer) else None
    if value is None or isinstance(value, ErrorText) or answer.body.startswith(b"+"):
        return answer

    def wrapped(part: Any) -> Any:
        return (part + 2**31) % 2**32 - 2**31 if isinstance(part, int) else part

    return answer.with_body(frame_of(in_depth(value, wrapped)))


@fault("rest.resp2.refusals")
async def unknown_formats_are_ignored(request: Request, reference: Reference) -> Answer:
    """A format that is not resp2 is taken for JSON."""
    is_known = request.header(HEADER) in {b"json", b"resp2"}
    return await reference(request if is_known else plainly(request))


@fault("rest.resp2.refusals")
async def unknown_formats_are_refused_too_late(request: Request, reference: Reference) -> Answer:
    """That the format is not known is found out when the reply is to be written."""
    refusal = await reference(request)
    if request.header(HEADER) not in {None, b"json", b"resp2"}:
        await reference(plainly(request))
    return refusal


@fault("rest.resp2.refusals")
async def resp2_prevails_over_base64(request: Request, reference: Reference) -> Answer:
    """A frame has no need of base64, and so that header is overlooked."""
    if request.header(HEADER) == b"resp2":
        request = request.without_header(b"upstash-encoding")
    return await reference(request)


@fault("rest.resp2.refusals")
async def base64_prevails_over_resp2(request: Request, reference: Reference) -> Answer:
    """The encoding is looked at first, and then the answer is written."""
    if request.header(b"upstash-encoding") == b"base64":
        request = plainly(request)
    return await reference(request)


@fault("rest.resp2.refusals")
async def the_format_json_is_not_known(request: Request, reference: Reference) -> Answer:
    """The header has one value, and every other is refused."""
    if request.header(HEADER) == b"json":
        request = request.with_header(HEADER, b"jsn")
    return await reference(request)


@fault("rest.resp2.refusals")
async def transactions_are_in_resp2(request: Request, reference: Reference) -> Answer:
    """The reply to EXEC is passed on as it came."""
    if request.path == b"/multi-exec" and request.header(HEADER) == b"resp2":
        request = replace(request, path=b"/pipeline")
    return await reference(request)


@fault("rest.resp2.refusals")
async def transactions_refuse_resp2(request: Request, reference: Reference) -> Answer:
    """What a transaction cannot be answered in, it is not asked in."""
    if request.path == b"/multi-exec" and request.header(HEADER) == b"resp2":
        return json_answer(400, {"error": "ERR no RESP2 for transactions"})
    return await reference(request)
