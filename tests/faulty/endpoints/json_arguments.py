"""Faults of arguments in JSON: values that change where languages meet."""

import json
from collections.abc import Callable
from typing import Any

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer


def with_arguments(request: Request, change: Callable[[Any], Any]) -> Request:
    """The same request with each argument changed, the command's name not."""
    return request.with_commands(lambda words: [*words[:1], *map(change, words[1:])])


def is_integer(value: object) -> bool:
    """Whether JSON has it as an integer."""
    return isinstance(value, int) and not isinstance(value, bool)


@fault("rest.json.integers", "rest.json.big-integers")
async def numbers_are_printed_shortly(request: Request, reference: Reference) -> Answer:
    """Numbers are printed with `%g`, which makes 1e+06 of a million."""
    return await reference(
        with_arguments(request, lambda value: f"{value:g}" if is_integer(value) else value)
    )


@fault("rest.json.integers")
async def numbers_in_pipelines_are_floats(request: Request, reference: Reference) -> Answer:
    """A pipeline's numbers are doubles, and printed as such: 1 becomes 1.0."""
    if request.path != b"/pipeline":
        return await reference(request)
    return await reference(
        with_arguments(request, lambda value: str(float(value)) if is_integer(value) else value)
    )


@fault("rest.json.big-integers")
async def integers_are_doubles(request: Request, reference: Reference) -> Answer:
    """Numbers are read as JavaScript reads them."""
    return await reference(
        with_arguments(request, lambda value: int(float(value)) if is_integer(value) else value)
    )


@fault("rest.json.floats")
async def floats_have_six_decimals(request: Request, reference: Reference) -> Answer:
    """Floats are printed with `%f`."""
    return await reference(
        with_arguments(request, lambda value: f"{value:f}" if isinstance(value, float) else value)
    )


@fault("rest.json.floats")
async def floats_are_cut(request: Request, reference: Reference) -> Answer:
    """Floats are cut to integers."""
    return await reference(
        with_arguments(request, lambda value: int(value) if isinstance(value, float) else value)
    )


@fault("rest.json.booleans")
async def booleans_are_numbers(request: Request, reference: Reference) -> Answer:
    """`true` becomes 1."""
    return await reference(
        with_arguments(request, lambda value: int(value) if isinstance(value, bool) else value)
    )


@fault("rest.json.booleans")
async def booleans_are_capitalised(request: Request, reference: Reference) -> Answer:
    """`true` becomes `True`, as Python prints it."""
    return await reference(
        with_arguments(request, lambda value: str(value) if isinstance(value, bool) else value)
    )


@fault("rest.json.not-lossy")
async def objects_are_object_object(request: Request, reference: Reference) -> Answer:
    """Arguments become texts as JavaScript makes them: `[object Object]`, `1,2`, `null`."""

    def as_javascript(value: object) -> object:
        match value:
            case dict():
                return "[object Object]"
            case list():
                return ",".join("" if item is None else str(as_javascript(item)) for item in value)
            case None:
                return "null"
        return value

    return await reference(with_arguments(request, as_javascript))


@fault("rest.json.not-lossy")
async def nulls_are_dropped(request: Request, reference: Reference) -> Answer:
    """A null is left out of the command; structures are flattened into it."""

    def flat(words: list[Any]) -> list[Any]:
        return [
            leaf
            for word in words
            for leaf in (word if isinstance(word, list) else [word])
            if isinstance(leaf, str | int | float)
        ]

    return await reference(request.with_commands(lambda words: [*words[:1], *flat(words[1:])]))


@fault("rest.json.malformed")
async def trailing_text_is_ignored(request: Request, reference: Reference) -> Answer:
    """The parser stops at the end of the first value, as Go's Decoder does."""
    if request.path != b"/":
        return await reference(request)
    try:
        value, _ = json.JSONDecoder().raw_decode(request.body.decode())
    except ValueError:
        return await reference(request)
    return await reference(request.with_json(value))


@fault("rest.json.malformed")
async def nested_arrays_are_commands(request: Request, reference: Reference) -> Answer:
    """`/` takes an array of arrays for the command that is first in it."""
    return await reference(
        request.with_commands(
            lambda words: words[0] if words and isinstance(words[0], list) else words
        )
    )


@fault("rest.json.malformed")
async def truncated_bodies_are_mended(request: Request, reference: Reference) -> Answer:
    """A lenient parser closes what was left open."""
    if request.path == b"/" and request.body.startswith(b"[") and not request.body.endswith(b"]"):
        for end in (b"]", b'"]'):
            answer = await reference(request.with_body(request.body + end))
            if answer.status == 200:
                return answer
    return await reference(request)


@fault("rest.json.malformed")
async def malformed_bodies_are_server_errors(request: Request, reference: Reference) -> Answer:
    """Nobody catches what the parser raises, and the framework answers for it."""
    try:
        words = request.json() if request.path == b"/" else ["PING"]
        words[0].upper()
    except (ValueError, LookupError, TypeError, AttributeError):
        return json_answer(500, {"error": "Internal Server Error"})
    return await reference(request)


@fault("rest.json.bad-unicode")
async def bad_unicode_is_a_server_error(request: Request, reference: Reference) -> Answer:
    """Text that is no Unicode fails where nobody expects it."""
    try:
        if request.path == b"/":
            json.dumps(request.json(), ensure_ascii=False).encode()
    except UnicodeError:
        return json_answer(500, {"error": "Internal Server Error"})
    except ValueError:
        pass
    return await reference(request)


@fault("rest.json.bad-unicode")
async def bad_unicode_is_dropped(request: Request, reference: Reference) -> Answer:
    """What is no UTF-8 is left out without a word."""
    body = request.body.decode("utf-8", "ignore").encode()
    return await reference(request.with_body(body) if request.path == b"/" else request)
