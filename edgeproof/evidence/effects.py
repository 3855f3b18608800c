"""Effects: what the official clients make of a wrong answer, each in one sentence.

For evidence: people who build on an endpoint know a client better than the REST API. Observed with
`@upstash/redis` 1.38, `@upstash/ratelimit` 2.2 and `upstash-redis` 1.8; tests compare the sentences
with the first and the last of them. A right answer has no effect worth a sentence.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from edgeproof.evidence.answers import AnswerRead, answers_in
from edgeproof.evidence.official import (
    JAVASCRIPT,
    PYTHON,
    decoded_by_javascript,
    decoded_by_python,
    in_base64,
    is_padded_base64,
)
from edgeproof.laws import Exchange

_SHOWN_CHARACTERS = 40
SUCCESS = range(200, 300)
BAD_REQUEST = 400
INTEGER_BITS = 64
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
EVENT_FIELDS = ("data:", "event:", "id:", "retry:", ":")

Detector = Callable[[AnswerRead], str | None]


def client_effects(law_id: str, exchanges: Sequence[Exchange]) -> list[str]:
    """What the official clients make of the answers that show a broken law, each sentence once.

    Nothing for laws that are not about Redis.
    """
    if law_id.partition(".")[0] not in {"rest", "redis"}:
        return []
    answers = answers_in(law_id, tuple(exchanges))
    sentences = [detector(answer) for answer in answers for detector in DETECTORS]
    return list(dict.fromkeys(filter(None, sentences)))


def _values(answer: AnswerRead) -> list[tuple[object, int]]:
    """Everything in the results except arrays, with the number of arrays around it."""
    if not answer.is_json_meant:
        return []
    return [value for result in answer.results for value in _flattened(result)]


def _flattened(result: object) -> Iterator[tuple[object, int]]:
    waiting = [(result, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, list):
            waiting += [(item, depth + 1) for item in reversed(value)]
        else:
            yield value, depth


def _literal_ok(answer: AnswerRead) -> str | None:
    # The client looks for `OK` before it decodes, but not in arrays; in nested ones it does again.
    is_decoded = any(value == "OK" and depth % 2 for value, depth in _values(answer))
    if not answer.is_base64_asked_for or not is_decoded:
        return None
    return (
        f"A literal `OK` in an array: {JAVASCRIPT} turns it into the number 8, {PYTHON} keeps it."
    )


def _no_base64(answer: AnswerRead) -> str | None:
    if not answer.is_base64_asked_for:
        return None
    texts = [value for value, _ in _values(answer) if isinstance(value, str) and value != "OK"]
    wrong = next((text for text in texts if _cannot_be_right(text, answer)), None)
    if wrong is None:
        return None
    python = decoded_by_python(wrong)
    return (
        f"{_shown(wrong)} where base64 was asked for: {JAVASCRIPT} reads "
        f"{_shown(decoded_by_javascript(wrong))}, {PYTHON} "
        + (f"reads {_shown(python.text)}." if python.error is None else f"raises {python.error}.")
    )


def _cannot_be_right(text: str, answer: AnswerRead) -> bool:
    """Whether it is not padded base64, or looks like it but is a text exactly as it was sent."""
    is_as_sent = text in answer.sent and not any(in_base64(one) == text for one in answer.sent)
    return not is_padded_base64(text) or (bool(text) and is_as_sent)


def _shown(text: str) -> str:
    is_long = len(text) > _SHOWN_CHARACTERS
    return json.dumps(text[:_SHOWN_CHARACTERS] + "…" * is_long, ensure_ascii=False)


def _object_as_result(answer: AnswerRead) -> str | None:
    depths = [depth for value, depth in _values(answer) if isinstance(value, dict)]
    if not depths:
        return None
    if 0 not in depths:
        return f"An object within an array: {PYTHON} raises UpstashError."
    return (
        f"An object as the result: {JAVASCRIPT} turns it into null, {PYTHON} raises UpstashError."
    )


def _boolean_as_result(answer: AnswerRead) -> str | None:
    if not any(isinstance(value, bool) and not depth for value, depth in _values(answer)):
        return None
    return (
        f"A boolean as the result: {JAVASCRIPT} gives undefined (TypeError where it does not "
        f"pipeline), {PYTHON} gives a boolean where a number is expected."
    )


def _float_as_result(answer: AnswerRead) -> str | None:
    if not any(isinstance(value, float) for value, _ in _values(answer)):
        return None
    return f"A float instead of a string: {PYTHON} raises UpstashError, {JAVASCRIPT} accepts it."


def _no_envelope(answer: AnswerRead) -> str | None:
    is_whole = all({"result", "error"} & envelope.keys() for envelope in answer.envelopes)
    if is_whole or not answer.is_json_meant:
        return None
    if answer.response.status not in SUCCESS:
        return (
            f"An error without the field `error`: {JAVASCRIPT} throws UpstashError, which says "
            f"`undefined`, {PYTHON} raises KeyError."
        )
    return (
        f"Neither `result` nor `error`: {JAVASCRIPT} gives undefined (TypeError where it does not "
        f"pipeline), {PYTHON} raises KeyError."
    )


def _no_json(answer: AnswerRead) -> str | None:
    is_json = not isinstance(answer.json, json.JSONDecodeError)
    # A web server on the way may refuse a malformed URL in its own words.
    if is_json or not answer.is_json_meant or STRAY_PERCENT.search(answer.request.url):
        return None
    return (
        f"A body that is not JSON: {JAVASCRIPT} throws UpstashJSONParseError, {PYTHON} sends the "
        "request a second time and raises JSONDecodeError."
    )


def _no_utf8(answer: AnswerRead) -> str | None:
    if not isinstance(answer.json, UnicodeDecodeError) or not answer.is_json_meant:
        return None
    return (
        f"Bytes that are not UTF-8: {JAVASCRIPT} reads U+FFFD in their place, {PYTHON} sends the "
        "request a second time and raises UnicodeDecodeError."
    )


def _refused_pipeline(answer: AnswerRead) -> str | None:
    is_refused = answer.is_of("/pipeline") and answer.response.status == BAD_REQUEST
    is_well_formed = answer.commands and not urlsplit(answer.request.url).query
    if not (is_refused and is_well_formed and answer.is_json_meant):
        return None
    if isinstance(answer.json, list):
        return (
            f"A pipeline with status 400: {JAVASCRIPT} throws one UpstashError, which says "
            "`undefined`, and gives no results."
        )
    return (
        f"A pipeline with status 400: {JAVASCRIPT} throws one UpstashError and gives no results, "
        f"{PYTHON} raises AttributeError."
    )


def _discarded_transaction(answer: AnswerRead) -> str | None:
    # Discarding is right, but it matters to anyone who looks into transactions.
    is_about_it = answer.law_id.startswith("rest.transaction.") and answer.is_of("/multi-exec")
    is_discarded = answer.response.status not in SUCCESS and isinstance(answer.json, dict)
    if not is_about_it or not is_discarded or not answer.errors:
        return None
    return (
        f"A discarded transaction: {JAVASCRIPT} throws UpstashError with the error, {PYTHON} "
        "raises AttributeError, which hides the error."
    )


def _rounded_integer(answer: AnswerRead) -> str | None:
    # As a number it may be exact, which is right, but even then not every client can read it.
    if answer.law_id not in {"rest.reply.integers", "rest.reply.big-integers"}:
        return None
    integers = [value for value, _ in _values(answer) if type(value) is int]
    of_redis = [number for number in integers if number.bit_length() <= INTEGER_BITS]
    rounded = next((number for number in of_redis if int(float(number)) != number), None)
    if rounded is None:
        return None
    return (
        f"The integer {rounded} as a number: {JAVASCRIPT} rounds it to {int(float(rounded))}, "
        f"{PYTHON} reads it exactly."
    )


def _no_noscript(answer: AnswerRead) -> str | None:
    # A known script has errors too, which are not NOSCRIPT.
    errors = answer.errors_to("evalsha") if answer.law_id == "rest.error.noscript" else []
    if all("NOSCRIPT" in error for error in errors):
        return None
    if all("noscript" in error.lower() for error in errors):
        return "`NOSCRIPT` in another case: @upstash/ratelimit fails instead of sending its script."
    return (
        f"An unknown script without `NOSCRIPT`: @upstash/ratelimit, and createScript of "
        f"{JAVASCRIPT}, fail instead of sending the script."
    )


def _lines(answer: AnswerRead) -> list[str]:
    """The complete lines of a stream of events."""
    if not answer.is_stream:
        return []
    text = answer.response.body.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").split("\n")[:-1]


def _no_space_in_event(answer: AnswerRead) -> str | None:
    if not any(re.match("data:[^ ]", line) for line in _lines(answer)):
        return None
    return f"An event without a space after `data:`: {JAVASCRIPT} ignores it."


def _broken_message(answer: AnswerRead) -> str | None:
    lines = _lines(answer)
    is_split = any(line and not line.startswith(EVENT_FIELDS) for line in lines)
    if answer.law_id == "rest.subscribe.payload":
        # Browsers' EventSource would join these lines again.
        is_split |= any(map(_is_data_after_data, lines, lines[1:]))
    if not is_split:
        return None
    return f"A message with a line break: {JAVASCRIPT} loses what follows the break."


def _is_data_after_data(line: str, next_line: str) -> bool:
    return line.startswith("data:") and next_line.startswith("data:")


DETECTORS: Sequence[Detector] = (
    _literal_ok,
    _no_base64,
    _object_as_result,
    _boolean_as_result,
    _float_as_result,
    _no_envelope,
    _no_json,
    _no_utf8,
    _refused_pipeline,
    _discarded_transaction,
    _rounded_integer,
    _no_noscript,
    _no_space_in_event,
    _broken_message,
)
"""A function for each known effect."""
