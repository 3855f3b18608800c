"""Causes: what a broken law's evidence says about why it is broken, as far as one can tell.

Two laws have one cause if what decided them is the same: the same refusal, the same header that
is ignored, the same command whose answer is wrong, the same difference. A key that is too fine
gives one cause two findings, and one that is too coarse hides a cause behind another. So whatever
is not recognised is a cause of its own.
"""

import re
from typing import Final, NamedTuple

import msgspec

from edgeproof.laws import Harm, Level
from edgeproof.reporting.document import Evidence, ExchangeRecord, LawResult, Message


class Cause(NamedTuple):
    """What laws of the same cause have in common.

    `words` come before those of a law; without a `harm` of its own it is that of its worst law.
    """

    key: tuple[str, ...]
    words: str = ""
    harm: Harm | None = None


_SERVER_ERROR: Final = 500
_REFUSED: Final = 300
_ENCODINGS: Final = {"upstash-encoding": "base64", "upstash-response-format": "RESP2"}
_READERS: Final = frozenset(
    ["GET", "LRANGE", "EVAL", "STRLEN", "BITFIELD", "PING", "ECHO", "SET", "RPUSH"]
)
"""Commands that laws look with: their answer is wrong because of something else."""
_FAILURE: Final = re.compile(r"\w+Error: ")
_BATCHES: Final = frozenset({"/pipeline", "/multi-exec"})
_WANTED: Final = re.compile(r"expected (?:a result|200|201|an answer|\{\"result\")")
_FIRST_COMMAND: Final = re.compile(r"""command(?:=\['|": \[")(\w+)""")
_LIST: Final = "list"
_NOTHING: Final = ("null", "None")


def cause_of(law: LawResult) -> Cause:
    """The cause that the law's evidence points to."""
    evidence = law.evidence
    if evidence is None or law.id.endswith(".service.survives"):
        return Cause(("law", law.id))
    kinds = [_of_service, _of_access, _of_encoding, _of_refusal, _of_list, _of_command]
    found = (kind(law, evidence) for kind in kinds)
    return next((one for one in found if one is not None), None) or _of_difference(law, evidence)


def _of_service(law: LawResult, evidence: Evidence) -> Cause | None:
    """No answer, or an error that is the server's own."""
    what, received, _ = _parts(evidence.summary)
    if _FAILURE.match(received):
        return Cause(("failure", what, _blurred(received)), harm=Harm.CRASH)
    last = _last(evidence)
    status = (last.response.status or 0) if last is not None and last.response is not None else 0
    if status >= _SERVER_ERROR:
        return Cause(("server error", _interface(law)), f"answered with {status}", Harm.CRASH)
    return None


def _of_access(law: LawResult, evidence: Evidence) -> Cause | None:
    """Somebody without the token gets in, or is not told so as it should be."""
    if not law.id.startswith("rest.auth."):
        return None
    strangers = [one for one in evidence.exchanges if not _has_token(one.request)]
    if not strangers:
        return None
    last = strangers[-1]
    if last.response is None:
        return None
    where, status = _place(last.request), last.response.status or 0
    if status < _REFUSED:
        return Cause(("open", where), f"{where} answers without a valid token", Harm.SECURITY)
    return Cause(("refusal", str(status), _media_type(last.response)))


def _of_encoding(_law: LawResult, evidence: Evidence) -> Cause | None:
    """A header that asks for an encoding."""
    last = _last(evidence)
    asked = {name.lower() for name, _ in last.request.headers} if last is not None else set()
    name = next((one for one in _ENCODINGS if one in asked), None)
    if name is None:
        return None
    return Cause(("encoding", name), f"asked for {_ENCODINGS[name]}", Harm.WRONG_ANSWER)


def _of_refusal(law: LawResult, evidence: Evidence) -> Cause | None:
    """What should have been answered is refused: the same words at the same place."""
    last = _last(evidence)
    response = last.response if last is not None else None
    if last is None or response is None or (response.status or 0) < _REFUSED:
        return None
    wants_success = re.search(
        r"expected (a result|200|201|an answer|\{\"result\")", evidence.summary
    )
    if wants_success is None:
        return None
    where, text = _place(last.request), _error_in(response)
    words = f"{where} is refused: {response.status} {text}".rstrip()
    key = ("refused", where, str(response.status), _blurred(text))
    return Cause(key, words, Harm.WRONG_ANSWER if law.level is Level.MUST else None)


def _of_list(law: LawResult, evidence: Evidence) -> Cause | None:
    """What is wrong with the posts in a list: lost, back again, or changed."""
    if law.suite != "posts":
        return None
    what, received, expected = _parts(evidence.summary)
    if what == "the posts that are gone":
        return Cause((_LIST, "lost"), harm=Harm.DATA_LOSS)
    if what.startswith("what clients at once") and received.endswith(
        ("answered null", "answered None")
    ):
        return Cause((_LIST, "lost"), harm=Harm.DATA_LOSS)
    pairs = _listed(received), _listed(expected)
    if not what.startswith("the post") or not all(pairs):
        return None
    seen, right = pairs
    differing = [post_id for post_id in right if seen.get(post_id) != right[post_id]]
    if any(seen.get(post_id) in _NOTHING for post_id in differing):
        return Cause((_LIST, "lost"), harm=Harm.DATA_LOSS)
    is_back = any(right[post_id] in _NOTHING for post_id in differing)
    return Cause((_LIST, "back" if is_back else "changed"))


def _of_command(law: LawResult, evidence: Evidence) -> Cause | None:
    """The command whose answer is wrong."""
    if law.suite == "posts":
        return None
    what, received, _ = _parts(evidence.summary)
    last = _last(evidence)
    names = [
        *_FIRST_COMMAND.findall(received)[:1],
        *re.findall(r"^([A-Z]{3,})\b.* answered ", received),
        *re.findall(r"^([A-Z]{3,})$", what),
        *([_command(last.request)] if last is not None else []),
    ]
    name = next((one for one in names if one), "")
    if not name or name in _READERS:
        return None
    return Cause(("command", name), name)


def _of_difference(law: LawResult, evidence: Evidence) -> Cause:
    what, _, expected = _parts(evidence.summary)
    return Cause(
        (
            "difference",
            _interface(law),
            _blurred(what),
            _blurred(expected),
        )
    )


def _last(evidence: Evidence) -> ExchangeRecord | None:
    return evidence.exchanges[-1] if evidence.exchanges else None


def _place(request: Message) -> str:
    """Where a request goes, as far as that says what answers it: `POST /`, `POST /pipeline`."""
    path = re.sub(r"^[a-z]+://[^/?]*|^\$\{\w+\}", "", request.url or "").partition("?")[0]
    first = "/" + path.strip("/").partition("/")[0]
    known = first if first in _BATCHES or path.count("/") <= 1 else f"{first}/…"
    return f"{request.method} {known}"


def _has_token(request: Message) -> bool:
    """Whether it carries the right token, which evidence shows by the variable's name."""
    shown = [value for name, value in request.headers if name.lower() == "authorization"]
    texts = [*shown, request.url or ""]
    return any(re.search(r"\$\{UPSTASH_REDIS_REST_TOKEN\}(?![\w%#])", text) for text in texts)


def _media_type(response: Message) -> str:
    types = [value for name, value in response.headers if name.lower() == "content-type"]
    return types[0].partition(";")[0] if types else ""


def _error_in(response: Message) -> str:
    try:
        body = msgspec.json.decode(response.body or "")
    except msgspec.DecodeError:
        return (response.body or "")[:80]
    error = body.get("error") if isinstance(body, dict) else None
    return str(error)[:80] if error else ""


def _command(request: Message) -> str:
    """The name of the only command in a request; empty if it is not a single one."""
    try:
        words = msgspec.json.decode(request.body or "")
    except msgspec.DecodeError:
        return ""
    is_one = isinstance(words, list) and bool(words) and isinstance(words[0], str)
    return str(words[0]).upper() if is_one else ""


def _parts(summary: str) -> tuple[str, str, str]:
    """What was looked at, received and expected."""
    what, _, rest = summary.partition(": received ")
    received, _, expected = rest.rpartition(", expected ")
    return what, received, expected


def _listed(text: str) -> dict[str, str]:
    """The values in an object, by post; they are compared, and not read.

    Earlier versions showed values as Python does.
    """
    value = r"""(null|None|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    return dict(re.findall(r"""['"](post:\d+)['"]: """ + value, text))


def _blurred(text: str) -> str:
    """The text without what differs from one example to the next."""
    return re.sub(r"\d+", "N", re.sub(r"edgeproof:[\w:]+", "KEY", text))


def _interface(law: LawResult) -> str:
    return "posts" if law.suite == "posts" else "redis"
