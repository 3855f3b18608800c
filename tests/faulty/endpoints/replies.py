"""Faults of replies: what becomes of Redis's answers on their way into JSON."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.faulty.endpoints.commands import (
    Command,
    Envelope,
    commands_in,
    name_of,
    with_replies,
)
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

LARGEST_EXACT = 2**53


def in_depth(value: Any, change: Callable[[Any], Any]) -> Any:
    """The reply with everything in it changed that is no array."""
    return [in_depth(item, change) for item in value] if isinstance(value, list) else change(value)


async def with_results(
    request: Request, reference: Reference, change: Callable[[Command, Any], Any]
) -> Answer:
    """The reference's answer with each result changed."""

    def changed(command: Command, envelope: Envelope) -> Envelope:
        if "result" not in envelope:
            return envelope
        return {"result": change(command, envelope["result"])}

    return with_replies(request, await reference(request), changed)


@fault("rest.reply.envelope")
async def null_results_are_left_out(request: Request, reference: Reference) -> Answer:
    """The envelope is written with `omitempty`."""
    answer = await reference(request)
    return with_replies(
        request, answer, lambda _, envelope: {k: v for k, v in envelope.items() if v is not None}
    )


@fault("rest.reply.envelope")
async def errors_have_a_null_result_too(request: Request, reference: Reference) -> Answer:
    """The envelope always has both fields when something failed."""
    answer = await reference(request)
    return with_replies(
        request,
        answer,
        lambda _, envelope: {"result": None, **envelope} if "error" in envelope else envelope,
    )


def parsed(text: Any) -> Any:
    """What the JSON in a text means."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


@fault("rest.reply.types")
async def texts_are_parsed_as_json(request: Request, reference: Reference) -> Answer:
    """What looks like JSON in a value is taken for JSON, as clients do."""
    return await with_results(request, reference, lambda _, result: in_depth(result, parsed))


@fault("rest.reply.types")
async def nulls_in_arrays_are_empty_texts(request: Request, reference: Reference) -> Answer:
    """Arrays are arrays of strings, which have no null."""

    def filled(result: Any) -> Any:
        is_array = isinstance(result, list)
        return in_depth(result, lambda item: "" if item is None else item) if is_array else result

    return await with_results(request, reference, lambda _, result: filled(result))


@fault("rest.reply.types")
async def memberships_are_booleans(request: Request, reference: Reference) -> Answer:
    """What is 1 or 0 for Redis is true or false."""

    def boolean(command: Command, result: Any) -> Any:
        return bool(result) if name_of(command) in {"SISMEMBER", "EXISTS", "SETNX"} else result

    return await with_results(request, reference, boolean)


@fault("rest.reply.integers", "rest.reply.types")
async def large_integers_have_exponents(request: Request, reference: Reference) -> Answer:
    """Integers are formatted as floats are: 1000000 is 1e+06."""
    answer = await reference(request)
    body = re.sub(
        rb"(?<=[:\[,])(-?\d{7,})(?=[,}\]])", lambda found: b"%e" % int(found[1]), answer.body
    )
    return answer.with_body(body)


@fault("rest.reply.integers", "rest.reply.big-integers")
async def integers_of_replies_are_doubles(request: Request, reference: Reference) -> Answer:
    """Replies pass through a language whose numbers are doubles."""

    def rounded(value: Any) -> Any:
        return int(float(value)) if isinstance(value, int) else value

    return await with_results(request, reference, lambda _, result: in_depth(result, rounded))


@fault("rest.reply.big-integers")
async def big_integers_are_refused(request: Request, reference: Reference) -> Answer:
    """An integer beyond 2^53 is an error rather than wrong."""

    def checked(_: Command, envelope: Envelope) -> Envelope:
        result = envelope.get("result")
        if isinstance(result, int) and abs(result) > LARGEST_EXACT:
            return {"error": "ERR the integer is too large for JSON"}
        return envelope

    return with_replies(request, await reference(request), checked)


DOUBLES = {"ZSCORE", "ZMSCORE", "ZINCRBY", "INCRBYFLOAT", "HINCRBYFLOAT", "GEODIST"}


@fault("rest.reply.doubles")
async def doubles_are_numbers(request: Request, reference: Reference) -> Answer:
    """A score is a JSON number."""

    def number(command: Command, result: Any) -> Any:
        if name_of(command) not in DOUBLES:
            return result
        return in_depth(result, lambda item: item if item is None else finite(float(item)))

    def finite(double: float) -> Any:
        return None if abs(double) == float("inf") else double

    return await with_results(request, reference, number)


@fault("rest.reply.doubles")
async def infinities_are_null(request: Request, reference: Reference) -> Answer:
    """Scores go through a JSON number and back, which has no infinity."""

    def finite(command: Command, result: Any) -> Any:
        is_double = name_of(command) in DOUBLES
        return in_depth(
            result, lambda item: None if is_double and item in {"inf", "-inf"} else item
        )

    return await with_results(request, reference, finite)


def pairs(items: list[Any]) -> list[list[Any]]:
    """A flat array two by two."""
    return [list(pair) for pair in zip(items[::2], items[1::2], strict=True)]


@fault("rest.reply.flat-maps")
async def hashes_are_objects(request: Request, reference: Reference) -> Answer:
    """The database is spoken to in RESP3, where a hash is a map."""

    def mapped(command: Command, result: Any) -> Any:
        return dict(pairs(result)) if name_of(command) == "HGETALL" else result

    return await with_results(request, reference, mapped)


@fault("rest.reply.flat-maps")
async def scores_come_in_pairs(request: Request, reference: Reference) -> Answer:
    """The database is spoken to in RESP3, where a member and its score are an array."""

    def paired(command: Command, result: Any) -> Any:
        words = [str(word).upper() for word in command]
        has_scores = "WITHSCORES" in words or words[0] in {"ZPOPMIN", "ZPOPMAX"}
        return pairs(result) if has_scores else result

    return await with_results(request, reference, paired)


SCANS = {"SCAN", "SSCAN", "HSCAN", "ZSCAN"}


@fault("rest.reply.scan")
async def cursors_are_numbers(request: Request, reference: Reference) -> Answer:
    """A cursor consists of digits, and so it is sent as a number."""

    def numbered(command: Command, result: Any) -> Any:
        return [int(result[0]), result[1]] if name_of(command) in SCANS else result

    return await with_results(request, reference, numbered)


@fault("rest.reply.scan")
async def scans_end_after_a_page(request: Request, reference: Reference) -> Answer:
    """The cursor is not passed on, so that the first page is the last."""

    def ended(command: Command, result: Any) -> Any:
        return ["0", result[1]] if name_of(command) in SCANS else result

    return await with_results(request, reference, ended)


@fault("rest.reply.scan")
async def scans_forget_their_cursor(request: Request, reference: Reference) -> Answer:
    """Each page is the first one, because the cursor of the request is not passed on."""

    def from_the_start(command: Command) -> Command:
        place = {"SSCAN": 2, "HSCAN": 2, "ZSCAN": 2}.get(name_of(command) if command else "")
        return [*command[:place], "0", *command[place + 1 :]] if place else command

    return await reference(request.with_commands(from_the_start))


@fault("rest.reply.unicode")
async def byte_order_marks_are_stripped(request: Request, reference: Reference) -> Answer:
    """Values are decoded by a decoder that takes a byte order mark for one."""

    def stripped(value: Any) -> Any:
        return value.removeprefix("\ufeff") if isinstance(value, str) else value

    return await with_results(request, reference, lambda _, result: in_depth(result, stripped))


@fault("rest.reply.unicode")
async def texts_are_normalized(request: Request, reference: Reference) -> Answer:
    """Values are brought into NFC."""

    def normalized(value: Any) -> Any:
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    return await with_results(request, reference, lambda _, result: in_depth(result, normalized))


@fault("rest.reply.unicode")
async def broken_bytes_are_dropped(request: Request, reference: Reference) -> Answer:
    """What is not UTF-8 is left out instead of replaced."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace("\ufffd".encode(), b""))


@fault("rest.reply.unicode")
async def broken_bytes_are_sent_as_they_are(request: Request, reference: Reference) -> Answer:
    """Values are put between the quotation marks of JSON byte by byte."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace("\ufffd".encode(), b"\xff"))


def of_type(answer: Answer, media_type: bytes) -> Answer:
    """The answer with another Content-Type."""
    others = tuple(pair for pair in answer.headers if pair[0] != b"content-type")
    return replace(answer, headers=(*others, (b"content-type", media_type)))


@fault("rest.reply.content-type")
async def json_is_sent_as_text(request: Request, reference: Reference) -> Answer:
    """The framework's default is not changed."""
    return of_type(await reference(request), b"text/plain; charset=utf-8")


@fault("rest.reply.content-type")
async def errors_are_sent_as_text(request: Request, reference: Reference) -> Answer:
    """Errors take another way through the framework than results."""
    answer = await reference(request)
    return of_type(answer, b"text/plain") if answer.status == 400 else answer


@fault("rest.reply.unknown-headers")
async def telemetry_is_refused(request: Request, reference: Reference) -> Answer:
    """Headers of the host's own name are checked, and those of newer clients are not known."""
    known = {b"upstash-encoding", b"upstash-response-format", b"upstash-sync-token"}
    for name, _ in request.headers:
        if name.startswith(b"upstash-") and name not in known:
            return json_answer(400, {"error": f"ERR unknown header {name.decode()}"})
    return await reference(request)


@fault("rest.reply.unknown-headers")
async def extension_headers_are_arguments(request: Request, reference: Reference) -> Answer:
    """A header whose name begins with X is an option of the command."""
    options = [value.decode() for name, value in request.headers if name.startswith(b"x-edge")]
    if not options or not commands_in(request):
        return await reference(request)
    return await reference(request.with_commands(lambda command: [*command, *options]))


@fault("rest.reply.framing")
async def refused_methods_promise_too_much(request: Request, reference: Reference) -> Answer:
    """The answer to another method has the Content-Length of another text."""
    answer = await reference(request)
    if answer.status != 405:
        return answer
    promise = (b"content-length", str(len(answer.body) + 1).encode())
    others = tuple(pair for pair in answer.headers if pair[0] != b"content-length")
    return replace(answer, headers=(*others, promise))


@fault("rest.reply.large")
async def values_are_cut(request: Request, reference: Reference) -> Answer:
    """A buffer of half a MiB is not grown."""

    def cut(value: Any) -> Any:
        return value[: 2**18] if isinstance(value, str) else value

    return await with_results(request, reference, lambda _, result: in_depth(result, cut))


@fault("rest.reply.large")
async def bodies_over_the_limit_are_server_errors(request: Request, reference: Reference) -> Answer:
    """The exception for a body over 11 MiB is caught by nobody."""
    if len(request.body) > 11 * 2**20:
        return json_answer(500, {"error": "Internal Server Error"})
    return await reference(request)
