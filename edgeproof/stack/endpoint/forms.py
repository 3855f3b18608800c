"""The request forms: how a path, a body and a query spell commands. Pure functions.

Source: https://upstash.com/docs/redis/features/restapi ("API Semantics", "Pipelining")
"""

from dataclasses import dataclass
from json import JSONDecoder
from typing import Final, NoReturn
from urllib.parse import unquote_to_bytes

from edgeproof.stack.endpoint.resp import Arguments

MOST_ARGUMENTS: Final = 1024 * 1024 - 1
"""Redis closes the connection on a longer command (`invalid multibulk length`)."""


class MalformedRequestError(Exception):
    """The request does not spell a command; its text says why.

    Answered with 400, nothing is executed.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The content of a query string: arguments of the command, and perhaps a token."""

    arguments: Arguments
    token: bytes | None


def segments_of_path(raw_path: bytes) -> Arguments:
    """Return the segments of a path, each percent-decoded exactly once.

    `+` is a plus, `.` and `..` are data, and an empty segment is an empty argument.
    """
    return [unquote_to_bytes(segment) for segment in raw_path[1:].split(b"/")]


def parse_query(query_string: bytes) -> Query:
    """Return the arguments of a query, name then value in order, and its `_token`.

    `?EX=100` is two arguments, `?NX` is one. `+` remains a plus: a token may contain one.
    """
    arguments: Arguments = []
    token = None
    for parameter in filter(None, query_string.split(b"&")):
        name, equals, value = parameter.partition(b"=")
        words = [unquote_to_bytes(name), *([unquote_to_bytes(value)] if equals else [])]
        if words[0] != b"_token":
            arguments += words
        elif token is None:
            token = b"".join(words[1:])
    return Query(arguments=arguments, token=token)


def path_command(segments: Arguments, body: bytes, query: Query) -> Arguments:
    """Return the command of a path: its segments, then the body if there is one, then the query.

    The body is one argument, byte for byte, whatever it looks like.
    """
    return [*segments, *([body] if body else []), *query.arguments]


def body_command(body: bytes) -> Arguments:
    """Return the command that a body spells as one JSON array.

    Raises `MalformedRequestError`.
    """
    return _command(_decode_json(body))


def body_batch(body: bytes) -> list[Arguments]:
    """Return the commands of a pipeline or transaction: a JSON array of arrays, neither empty.

    Raises `MalformedRequestError` for the whole batch if one item is malformed: leaving it out
    would shift the results of the later ones.
    """
    commands = _decode_json(body)
    if not isinstance(commands, list) or not commands:
        raise MalformedRequestError("expected a non-empty array of commands")
    return [_command(command) for command in commands]


def _no_constant(name: str) -> NoReturn:
    raise MalformedRequestError(f"{name} is not JSON")


_JSON = JSONDecoder(
    # A number is an argument with the digits that the client wrote: 2^53 + 1 must not lose its
    # last, nor may 1000000 turn into 1e+06.
    parse_int=str.encode,
    parse_float=str.encode,
    parse_constant=_no_constant,
)


def _decode_json(body: bytes) -> object:
    try:
        decoded: object = _JSON.decode(body.decode("utf-8"))
    except ValueError:
        raise MalformedRequestError("failed to parse the body as JSON in UTF-8") from None
    except RecursionError:
        raise MalformedRequestError("the body is nested too deeply") from None
    return decoded


def _command(decoded: object) -> Arguments:
    if not isinstance(decoded, list) or not decoded:
        raise MalformedRequestError("a command is a non-empty array")
    if not isinstance(decoded[0], str):
        raise MalformedRequestError("the name of a command is a string")
    if len(decoded) > MOST_ARGUMENTS:
        raise MalformedRequestError("a command has too many arguments")
    return [_argument(value) for value in decoded]


def _argument(value: object) -> bytes:
    match value:
        case str():
            return _utf8(value)
        case bytes():  # a number, by its own digits
            return value
        case True:
            return b"true"
        case False:
            return b"false"
    kind = "null" if value is None else "an array or an object"
    raise MalformedRequestError(f"{kind} cannot be an argument")


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedRequestError("a lone surrogate is not text") from None
