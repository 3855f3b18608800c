"""Faults of errors: their status, their code word, and input that nobody thought of."""

import re
from dataclasses import replace

from tests.faulty.endpoints.commands import Command, Envelope, commands_in, with_replies
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

INTERNAL_ERROR = json_answer(500, {"error": "Internal Server Error"})


@fault("rest.error.status", "rest.error.noscript")
async def errors_come_with_200(request: Request, reference: Reference) -> Answer:
    """HTTP went well, and so the status is 200."""
    answer = await reference(request)
    is_of_command = answer.status == 400 and request.path != b"/multi-exec"
    return replace(answer, status=200) if is_of_command else answer


@fault("rest.error.status")
async def the_code_word_err_is_stripped(request: Request, reference: Reference) -> Answer:
    """The client library of the database takes ERR off, and nobody puts it on again."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace(b'"error":"ERR ', b'"error":"'))


@fault("rest.error.status", "rest.error.noscript")
async def errors_begin_with_the_name_of_an_exception(
    request: Request, reference: Reference
) -> Answer:
    """The exception is made into text with its class."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace(b'"error":"', b'"error":"ResponseError: '))


@fault("rest.error.never-5xx")
async def malformed_percent_signs_are_server_errors(
    request: Request, reference: Reference
) -> Answer:
    """`decodeURIComponent` throws, and nobody catches it."""
    if re.search(rb"%(?![0-9A-Fa-f]{2})", request.path + b"?" + request.query):
        return INTERNAL_ERROR
    return await reference(request)


@fault("rest.error.never-5xx")
async def an_object_instead_of_a_command_is_a_server_error(
    request: Request, reference: Reference
) -> Answer:
    """The body is used as an array without a look."""
    if request.method == "POST" and request.body[:1] == b"{":
        return INTERNAL_ERROR
    return await reference(request)


@fault("rest.error.never-5xx")
async def paths_that_are_not_utf8_are_html(request: Request, reference: Reference) -> Answer:
    """The web server in front of the endpoint answers these itself, with a page."""
    if re.search(rb"%(F[5-9A-F]|C[01])", request.path, re.IGNORECASE):
        page = json_answer(400, None).with_body(b"<html><h1>400 Bad Request</h1></html>")
        return replace(page, headers=((b"content-type", b"text/html"),))
    return await reference(request)


@fault("rest.error.never-5xx")
async def a_script_that_fails_is_a_server_error(request: Request, reference: Reference) -> Answer:
    """Only errors of plain commands are told from those of the server."""
    answer = await reference(request)
    has_script = any(str(command[0]).upper() == "EVAL" for command in commands_in(request))
    return INTERNAL_ERROR if has_script and answer.status == 400 else answer


@fault("rest.error.noscript")
async def an_unknown_script_is_told_in_other_words(
    request: Request, reference: Reference
) -> Answer:
    """The endpoint keeps scripts itself, and words its errors itself."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace(b'"error":"NOSCRIPT ', b'"error":"ERR '))


@fault("rest.error.noscript")
async def an_unknown_script_in_a_pipeline_is_told_in_other_words(
    request: Request, reference: Reference
) -> Answer:
    """In a pipeline errors are worded anew, in small letters."""

    def reworded(_: Command, envelope: Envelope) -> Envelope:
        is_error = "error" in envelope and request.path == b"/pipeline"
        return {"error": envelope["error"].lower()} if is_error else envelope

    return with_replies(request, await reference(request), reworded)
