"""The forms in which one Redis command travels over HTTP (Upstash REST API, "API Semantics")."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, quote_from_bytes

Argument = str | bytes | int | float | bool
Command = Sequence[Argument]


class Form(StrEnum):
    """The ways to send one command; the value is the capability that it needs."""

    BODY = "body"
    PATH = "path"
    PATH_BODY = "path-body"
    PIPELINE = "pipeline"
    TRANSACTION = "multi-exec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A request that carries a command: its target (path and query), and its body if it has one."""

    target: str
    body: bytes | None = None

    @property
    def method(self) -> str:
        """GET for a request without a body, POST for a request with one."""
        return "GET" if self.body is None else "POST"


def argument_text(argument: Argument) -> str | bytes:
    """The argument as Redis should see it: numbers as JSON writes them, booleans as words."""
    return argument if isinstance(argument, str | bytes) else json.dumps(argument)


def path_segment(argument: Argument) -> str:
    """The argument as one path segment, with every byte percent-encoded that is not unreserved.

    A colon may stand in a path (RFC 3986, 3.3), and is left: keys of a run hold nothing else that
    needs decoding, so a deployment that does not decode is only caught where that is the question.
    Dots are encoded if the segment is `.` or `..`: URL parsers on the way would fold it.
    """
    text = argument_text(argument)
    quoted = quote_from_bytes(text if isinstance(text, bytes) else text.encode(), safe=":")
    return quoted.replace(".", "%2E") if quoted in {".", ".."} else quoted


def query_string(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as names and values, in order; a space is `%20`, since `+` may remain a plus."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def json_bytes(value: object) -> bytes:
    """The value as compact JSON in UTF-8, with non-ASCII characters unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def outgoing(command: Command, form: Form = Form.BODY) -> Outgoing:
    """The request that sends `command` in `form`.

    Raises TypeError if the command has bytes that the form cannot carry (JSON cannot carry any).
    """
    match form:
        case Form.PATH:
            return Outgoing(target="/" + "/".join(map(path_segment, command)))
        case Form.PATH_BODY:
            last = argument_text(command[-1])
            return Outgoing(
                target="/" + "/".join(map(path_segment, command[:-1])),
                body=last if isinstance(last, bytes) else last.encode(),
            )
        case Form.PIPELINE:
            return Outgoing(target="/pipeline", body=json_bytes([list(command)]))
        case Form.TRANSACTION:
            return Outgoing(target="/multi-exec", body=json_bytes([list(command)]))
        case _:
            return Outgoing(target="", body=json_bytes(list(command)))
