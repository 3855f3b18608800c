"""Faults of replies in base64."""

import base64
from collections.abc import Callable
from typing import Any

from tests.faulty.endpoints.commands import Command, Envelope, name_of, with_replies
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault
from tests.faulty.endpoints.forms import BATCHES, is_path_command
from tests.faulty.endpoints.replies import in_depth, with_results

HEADER = b"upstash-encoding"


def asks_for_base64(request: Request) -> bool:
    """Whether the answer is to be in base64."""
    return request.header(HEADER) == b"base64"


def plainly(request: Request) -> Request:
    """The same request without the header."""
    return request.without_header(HEADER)


def in_base64(value: Any) -> Any:
    """A text in base64; anything else as it is."""
    return base64.b64encode(value.encode()).decode() if isinstance(value, str) else value


def from_base64(value: Any) -> Any:
    """What a text in base64 means; anything else as it is."""
    is_encoded = isinstance(value, str) and value != "OK"
    return base64.b64decode(value).decode("utf-8", "replace") if is_encoded else value


async def with_encoded(
    request: Request, reference: Reference, change: Callable[[Any], Any]
) -> Answer:
    """The reference's answer, each result changed that is in base64."""
    if not asks_for_base64(request):
        return await reference(request)
    return await with_results(request, reference, lambda _, result: change(result))


def strings(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """What changes the strings of a result at every depth, but a literal OK."""

    def changed(value: Any) -> Any:
        return change(value) if isinstance(value, str) and value != "OK" else value

    return lambda result: in_depth(result, changed)


@fault("rest.base64.strings", "rest.base64.batches", "rest.base64.bytes", "rest.encodings.agree")
async def base64_is_ignored(request: Request, reference: Reference) -> Answer:
    """The header is not known, and nobody is told."""
    return await reference(plainly(request))


@fault("rest.base64.strings")
async def base64_has_the_alphabet_of_urls(request: Request, reference: Reference) -> Answer:
    """`-` and `_` stand for `+` and `/`."""
    table = str.maketrans("+/", "-_")
    return await with_encoded(request, reference, strings(lambda text: text.translate(table)))


@fault("rest.base64.strings")
async def base64_has_no_padding(request: Request, reference: Reference) -> Answer:
    """The encoder is the one without `=` at the end."""
    return await with_encoded(request, reference, strings(lambda text: text.rstrip("=")))


@fault("rest.base64.strings")
async def base64_comes_in_lines(request: Request, reference: Reference) -> Answer:
    """The encoder is that of mails, which breaks lines after 76 characters."""

    def broken(text: str) -> str:
        return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))

    return await with_encoded(request, reference, strings(broken))


@fault("rest.base64.strings", "rest.encodings.agree")
async def only_the_top_is_in_base64(request: Request, reference: Reference) -> Answer:
    """Only a result that is a string itself is encoded."""

    def plain_arrays(result: Any) -> Any:
        return in_depth(result, from_base64) if isinstance(result, list) else result

    return await with_encoded(request, reference, plain_arrays)


@fault("rest.base64.strings")
async def arrays_in_arrays_are_not_in_base64(request: Request, reference: Reference) -> Answer:
    """The encoder looks into an array, and not into those that stand in it."""

    def plain_arrays(result: Any) -> Any:
        if not isinstance(result, list):
            return result
        return [in_depth(item, from_base64) if isinstance(item, list) else item for item in result]

    return await with_encoded(request, reference, plain_arrays)


@fault("rest.base64.strings")
async def other_statuses_are_not_in_base64(request: Request, reference: Reference) -> Answer:
    """No status reply is encoded, be it OK or not."""

    def plain_statuses(command: Command, result: Any) -> Any:
        is_status = name_of(command) in {"PING", "TYPE"} and asks_for_base64(request)
        return from_base64(result) if is_status else result

    return await with_results(request, reference, plain_statuses)


@fault("rest.base64.strings")
async def paths_are_not_answered_in_base64(request: Request, reference: Reference) -> Answer:
    """The header is read where the body is parsed, and a path has none."""
    return await reference(plainly(request) if is_path_command(request) else request)


@fault("rest.base64.strings")
async def everything_is_in_base64(request: Request, reference: Reference) -> Answer:
    """Base64 is what all clients ask for, and so it is not asked after."""

    def encoded(result: Any) -> Any:
        return result if result == "OK" else in_depth(result, in_base64)

    return await with_results(plainly(request), reference, lambda _, result: encoded(result))


@fault("rest.base64.status-ok")
async def the_status_ok_is_in_base64(request: Request, reference: Reference) -> Answer:
    """OK is a string like any other."""
    return await with_encoded(
        request, reference, lambda result: "T0s=" if result == "OK" else result
    )


@fault("rest.base64.status-ok")
async def items_of_batches_are_elements(request: Request, reference: Reference) -> Answer:
    """An item of a batch is encoded as an element of an array is, OK and all."""
    if request.path not in BATCHES:
        return await reference(request)
    return await with_encoded(
        request, reference, lambda result: "T0s=" if result == "OK" else result
    )


@fault("rest.base64.ok-in-array")
async def ok_is_never_in_base64(request: Request, reference: Reference) -> Answer:
    """OK is left as it is wherever it is met."""

    def literal(value: Any) -> Any:
        return "OK" if value == "T0s=" else value

    return await with_encoded(request, reference, lambda result: in_depth(result, literal))


@fault("rest.base64.ok-in-array")
async def statuses_in_arrays_are_as_on_top(request: Request, reference: Reference) -> Answer:
    """A status OK is left as it is, also as an element; a string OK is not."""
    has_status = b"redis.call('SET'" in request.body or b"status_reply" in request.body

    def literal(value: Any) -> Any:
        return "OK" if value == "T0s=" and has_status else value

    return await with_encoded(request, reference, lambda result: in_depth(result, literal))


@fault("rest.base64.others-untouched")
async def integers_are_in_base64(request: Request, reference: Reference) -> Answer:
    """Integers are made into strings first."""

    def encoded(value: Any) -> Any:
        return in_base64(str(value)) if isinstance(value, int) else value

    return await with_encoded(request, reference, lambda result: in_depth(result, encoded))


@fault("rest.base64.others-untouched", "rest.encodings.agree")
async def null_in_base64_is_an_empty_string(request: Request, reference: Reference) -> Answer:
    """The encoder makes an empty string of nothing."""

    def encoded(value: Any) -> Any:
        return "" if value is None else value

    return await with_encoded(request, reference, lambda result: in_depth(result, encoded))


@fault("rest.base64.others-untouched")
async def errors_are_in_base64(request: Request, reference: Reference) -> Answer:
    """The text of an error is a string of the answer, and so it is encoded."""

    def encoded(_: Command, envelope: Envelope) -> Envelope:
        return {
            name: in_base64(part) if name == "error" else part for name, part in envelope.items()
        }

    answer = await reference(request)
    return with_replies(request, answer, encoded) if asks_for_base64(request) else answer


def decoded_word(word: Any) -> Any:
    """The text that a word means in base64; the word itself where it is none."""
    try:
        return base64.b64decode(word, validate=True).decode()
    except (TypeError, ValueError):
        return word


@fault("rest.base64.others-untouched")
async def requests_are_decoded(request: Request, reference: Reference) -> Answer:
    """The header is taken to be about both directions."""
    if asks_for_base64(request):
        request = request.with_commands(
            lambda command: [*command[:2], *map(decoded_word, command[2:])]
        )
    return await reference(request)


@fault("rest.base64.others-untouched")
async def bodies_after_a_path_are_decoded(request: Request, reference: Reference) -> Answer:
    """A body that is no JSON is taken for base64 when the header says so."""
    if asks_for_base64(request) and is_path_command(request) and request.body:
        text = request.body.decode("latin-1")
        request = request.with_body(decoded_word(text).encode("latin-1"))
    return await reference(request)


@fault("rest.base64.batches")
async def batches_are_not_in_base64(request: Request, reference: Reference) -> Answer:
    """The answers of batches are written by other code, which knows no header."""
    return await reference(plainly(request) if request.path in BATCHES else request)


@fault("rest.base64.batches")
async def transactions_are_not_in_base64(request: Request, reference: Reference) -> Answer:
    """The reply to EXEC is not encoded."""
    return await reference(plainly(request) if request.path == b"/multi-exec" else request)


@fault("rest.base64.batches")
async def only_the_first_item_is_in_base64(request: Request, reference: Reference) -> Answer:
    """The encoder forgets what was asked for once it has written a reply."""
    answer = await reference(request)
    is_batch = asks_for_base64(request) and request.path in BATCHES and answer.status == 200
    if not is_batch:
        return answer
    first, *others = answer.json()
    return answer.with_json([first, *in_depth_of_envelopes(others, from_base64)])


def in_depth_of_envelopes(
    envelopes: list[Envelope], change: Callable[[Any], Any]
) -> list[Envelope]:
    """The envelopes with everything in their results changed that is no array."""
    return [
        {name: in_depth(part, change) if name == "result" else part for name, part in one.items()}
        for one in envelopes
    ]


@fault("rest.base64.bytes", "rest.base64.strings")
async def base64_is_made_of_text(request: Request, reference: Reference) -> Answer:
    """Replies are decoded as UTF-8, and encoded from there."""
    return await with_encoded(
        request, reference, strings(lambda text: in_base64(from_base64(text)))
    )


@fault("rest.base64.bytes")
async def strings_in_base64_end_at_nul(request: Request, reference: Reference) -> Answer:
    """The encoder takes strings of C, which end at their first NUL."""

    def cut(text: str) -> str:
        return base64.b64encode(base64.b64decode(text).partition(b"\0")[0]).decode()

    return await with_encoded(request, reference, strings(cut))


@fault("rest.form.equivalent")
async def a_body_after_a_path_is_answered_plainly(request: Request, reference: Reference) -> Answer:
    """The header is overlooked in one form of five."""
    is_one = is_path_command(request) and bool(request.body)
    return await reference(plainly(request) if is_one else request)
