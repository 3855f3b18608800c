"""Faults of the request forms: commands that change on their way."""

import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, quote, quote_from_bytes, unquote_to_bytes

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

BATCHES = {b"/pipeline", b"/multi-exec"}


def is_path_command(request: Request) -> bool:
    """Whether the command is in the path."""
    return request.path not in {b"/", b"", *BATCHES}


def has_body_after_path(request: Request) -> bool:
    """Whether the last argument is the body."""
    return bool(request.body) and is_path_command(request)


def with_more_segments(request: Request, *segments: str) -> Request:
    """The same request with more arguments at the end of its path."""
    return replace(
        request, path=request.path + "".join(f"/{quote(s, safe='')}" for s in segments).encode()
    )


@fault("rest.form.equivalent")
async def transactions_answer_queued(request: Request, reference: Reference) -> Answer:
    """A transaction of one command answers what Redis said when the command was queued."""
    answer = await reference(request)
    if request.path == b"/multi-exec" and answer.status == 200 and len(answer.json()) == 1:
        return answer.with_json([{"result": "QUEUED"}])
    return answer


@fault("rest.form.equivalent")
async def transactions_run_twice(request: Request, reference: Reference) -> Answer:
    """A transaction is sent again when its connection has to be opened first."""
    if request.path == b"/multi-exec":
        await reference(request)
    return await reference(request)


@fault("rest.form.path-decoding")
async def paths_are_decoded_twice(request: Request, reference: Reference) -> Answer:
    """A framework decodes the path, and the endpoint once more."""
    decoded = re.sub(rb"%25(?=[0-9A-Fa-f]{2})", b"%", request.path)
    return await reference(replace(request, path=decoded))


@fault("rest.form.path-decoding")
async def a_plus_in_a_path_is_a_space(request: Request, reference: Reference) -> Answer:
    """Paths are decoded like forms."""
    return await reference(replace(request, path=request.path.replace(b"+", b"%20")))


@fault("rest.form.path-decoding")
async def encoded_slashes_split_segments(request: Request, reference: Reference) -> Answer:
    """The path is decoded first and split afterwards."""
    return await reference(replace(request, path=re.sub(rb"%2[Ff]", b"/", request.path)))


@fault("rest.form.path-decoding")
async def segments_end_at_nul(request: Request, reference: Reference) -> Answer:
    """A segment is a string of C, which ends at its first NUL."""
    return await reference(replace(request, path=re.sub(rb"%00[^/]*", b"", request.path)))


@fault("rest.form.path-decoding", "rest.form.equivalent")
async def paths_are_text(request: Request, reference: Reference) -> Answer:
    """Bytes of a path that are not UTF-8 become U+FFFD."""
    segments = request.path.split(b"/")
    as_text = [unquote_to_bytes(segment).decode("utf-8", "replace") for segment in segments]
    path = "/".join(quote(segment, safe="") for segment in as_text).encode()
    return await reference(replace(request, path=path))


@fault("rest.form.path-dots")
async def dots_are_folded(request: Request, reference: Reference) -> Answer:
    """A proxy normalises the path as RFC 3986 says, after decoding what needs no encoding."""
    kept: list[bytes] = []
    for segment in re.sub(rb"%2[Ee]", b".", request.path).split(b"/"):
        if segment == b"..":
            kept = kept[:-1]
        elif segment != b".":
            kept.append(segment)
    return await reference(replace(request, path=b"/".join(kept)))


@fault("rest.form.path-empty-segment")
async def slashes_are_merged(request: Request, reference: Reference) -> Answer:
    """A proxy makes one slash of many, and drops the last one."""
    path = re.sub(rb"/+", b"/", request.path)
    return await reference(replace(request, path=path.rstrip(b"/") or b"/"))


@fault("rest.form.body-is-last")
async def the_body_comes_after_the_query(request: Request, reference: Reference) -> Answer:
    """The body is appended to all other arguments, those of the query too."""
    if has_body_after_path(request) and request.query:
        pairs = parse_qsl(request.query.decode(), keep_blank_values=True)
        segments = [word for pair in pairs for word in pair]
        request = replace(with_more_segments(request, *segments), query=b"")
    return await reference(request)


@fault("rest.form.body-is-last")
async def the_body_is_the_first_argument(request: Request, reference: Reference) -> Answer:
    """The body stands right behind the key, where the value of SET has its place."""
    if has_body_after_path(request) and request.path.count(b"/") > 2:
        command, key, *others = request.path[1:].split(b"/")
        body = quote_from_bytes(request.body, safe="").encode()
        path = b"/" + b"/".join((command, key, body, *others))
        request = replace(request, path=path, body=b"")
    return await reference(request)


@fault("rest.form.body-is-last", "rest.form.body-is-data", "rest.form.body-is-bytes")
async def the_body_is_dropped(request: Request, reference: Reference) -> Answer:
    """A path says it all: what comes with it is not looked at."""
    return await reference(request.with_body(b"") if has_body_after_path(request) else request)


@fault("rest.form.body-is-data")
async def bodies_are_parsed(request: Request, reference: Reference) -> Answer:
    """A body of type JSON is parsed, and a string in it stored without its quotes."""
    is_json = (request.header(b"content-type") or b"").startswith(b"application/json")
    if is_json and has_body_after_path(request):
        try:
            value = request.json()
        except ValueError:
            return json_answer(400, {"error": "ERR failed to parse the body"})
        text = value if isinstance(value, str) else json.dumps(value)
        request = replace(request, body=text.encode())
    return await reference(request)


@fault("rest.form.body-is-data")
async def bodies_are_trimmed(request: Request, reference: Reference) -> Answer:
    """White space around a body is no part of it."""
    if has_body_after_path(request):
        request = replace(request, body=request.body.strip() or request.body)
    return await reference(request)


@fault("rest.form.body-is-bytes")
async def bodies_are_text(request: Request, reference: Reference) -> Answer:
    """A body is read as UTF-8, with U+FFFD for what is none."""
    return await reference(
        replace(request, body=request.body.decode("utf-8", "replace").encode())
        if has_body_after_path(request)
        else request
    )


@fault("rest.form.query-arguments")
async def parameters_come_in_order_of_name(request: Request, reference: Reference) -> Answer:
    """The query is a map, and its order is that of the names."""
    ordered = b"&".join(sorted(request.query.split(b"&")))
    return await reference(replace(request, query=ordered))


@fault("rest.form.query-arguments")
async def the_query_is_ignored(request: Request, reference: Reference) -> Answer:
    """A query is taken for nothing but the token, and the command runs without its options."""
    kept = [word for word in request.query.split(b"&") if word.startswith(b"_token=")]
    return await reference(replace(request, query=b"&".join(kept)))


@fault("rest.form.query-flag")
async def flags_have_an_empty_value(request: Request, reference: Reference) -> Answer:
    """`?NX` is read as `?NX=`: two arguments, the second one empty."""
    words = [word if b"=" in word else word + b"=" for word in request.query.split(b"&") if word]
    return await reference(replace(request, query=b"&".join(words)))


@fault("rest.form.case")
async def names_are_lower_or_upper_case(request: Request, reference: Reference) -> Answer:
    """The table of commands has each name twice, and none in between."""
    name = request.path[1:].split(b"/")[0].decode("latin-1")
    if is_path_command(request) and name not in {name.lower(), name.upper()}:
        return json_answer(400, {"error": f"ERR unknown command '{name}'"})
    return await reference(request)


@fault("rest.form.case")
async def options_are_upper_case(request: Request, reference: Reference) -> Answer:
    """`ex` in the query is no option that the endpoint passes on."""
    kept = [word for word in request.query.split(b"&") if not word.startswith((b"ex=", b"Ex="))]
    return await reference(replace(request, query=b"&".join(kept)))


@fault("rest.form.content-type")
async def only_json_is_accepted(request: Request, reference: Reference) -> Answer:
    """A body at `/` has to be called exactly `application/json`."""
    is_json = request.header(b"content-type") == b"application/json"
    if request.path == b"/" and request.body and not is_json:
        return json_answer(415, {"error": "Unsupported Media Type"})
    return await reference(request)


@fault("rest.form.content-type")
async def forms_are_decoded(request: Request, reference: Reference) -> Answer:
    """What curl sends without a Content-Type of its own is decoded like a form."""
    is_form = request.header(b"content-type") == b"application/x-www-form-urlencoded"
    if is_form and has_body_after_path(request):
        body = unquote_to_bytes(request.body.replace(b"+", b" "))
        request = replace(request, body=body)
    return await reference(request)


@fault("rest.form.chunked")
async def bodies_need_a_length(request: Request, reference: Reference) -> Answer:
    """A body without Content-Length is refused."""
    if request.header(b"transfer-encoding") is not None:
        return json_answer(411, {"error": "Length Required"})
    return await reference(request)


@fault("rest.form.chunked")
async def chunked_bodies_are_empty(request: Request, reference: Reference) -> Answer:
    """So many bytes are read as Content-Length says: none, where it says nothing."""
    if request.header(b"transfer-encoding") is not None:
        request = replace(request, body=b"")
    return await reference(request)


@fault("rest.form.arguments-exact")
async def empty_arguments_are_dropped(request: Request, reference: Reference) -> Answer:
    """An argument that is empty counts as none."""
    return await reference(
        request.with_commands(lambda command: [word for word in command if word != ""])
    )


@fault("rest.form.arguments-exact")
async def arguments_are_trimmed(request: Request, reference: Reference) -> Answer:
    """White space around an argument is cut off."""
    return await reference(
        request.with_commands(
            lambda command: [word.strip() if isinstance(word, str) else word for word in command]
        )
    )


@fault("rest.form.arguments-exact")
async def commands_have_few_arguments(request: Request, reference: Reference) -> Answer:
    """No command has more than five hundred words; the others are cut off."""
    return await reference(request.with_commands(lambda command: command[:500]))
