"""Commands and their spellings: what must mean the same in every request form."""

from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.clients import Argument, Command
from edgeproof.strategies.texts import binary, command_like_texts, texts

FOLDED = ("", ".", "..")
"""Path segments with laws of their own, because software on the way drops or folds them."""

PLAIN_IN_PATHS = b"-._~!$&'()*+,;=:@" + bytes(code for code in range(0x80) if chr(code).isalnum())
"""Bytes that may stand in a path segment unencoded (RFC 3986, 3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSegment:
    """A path segment as it is on the wire, and the bytes that it means."""

    wire: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedCommand:
    """A command on one key, with the commands before it and the one that shows the state after it.

    The key, always the first argument, is left out of all of them.
    """

    before: Command
    command: Command
    look: Command

    @staticmethod
    def on(key: str, command: Command) -> Command:
        """One of these commands, with its key."""
        name, *arguments = command
        return (name, key, *arguments)

    def state(self, reply: object) -> object:
        """The content of the reply to `look`, sorted, since members and fields have no order."""
        match self.look[0], reply:
            case "HGETALL", list():
                return dict(zip(reply[::2], reply[1::2], strict=False))
            case "SMEMBERS", list():
                return sorted(reply)
        return reply


def arguments() -> st.SearchStrategy[str]:
    """Texts that every form must be able to carry: awkward ones, except those in `FOLDED`."""
    awkward = st.one_of(texts(max_size=30), command_like_texts())
    return awkward.filter(lambda text: text not in FOLDED)


def byte_arguments(*, max_size: int = 40) -> st.SearchStrategy[bytes]:
    """Bytes that a path and a body must be able to carry: any, except those in `FOLDED`."""
    return binary(max_size=max_size).filter(lambda data: data.decode("latin-1") not in FOLDED)


def query_pairs() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Query parameters as names and values; none of them is the token's."""
    names = arguments().filter(lambda name: name != "_token")
    return st.lists(st.tuples(names, arguments()), min_size=1, max_size=4)


@st.composite
def path_segments(draw: st.DrawFn) -> PathSegment:
    """Any bytes, each spelled in one of the possible ways: as it is, `%2f` or `%2F`."""
    data = draw(byte_arguments())
    choices = draw(st.binary(min_size=len(data), max_size=len(data)))
    return PathSegment(wire="".join(map(_spelled, data, choices)), data=data)


def _spelled(byte: int, choice: int) -> str:
    if choice % 3 == 0 and byte in PLAIN_IN_PATHS:
        return chr(byte)
    return f"%{byte:02x}" if choice % 3 == 1 else f"%{byte:02X}"


@st.composite
def keyed_commands(
    draw: st.DrawFn, values: st.SearchStrategy[str] | st.SearchStrategy[bytes] | None = None
) -> KeyedCommand:
    """Reads, writes and runtime errors on strings, lists, hashes and sets.

    `values` are the new texts that the command itself names, by default awkward ones; bytes need a
    form that can carry them. The commands before it can be sent in any form.
    """
    before, look, templates = draw(st.sampled_from(TYPES))
    first = _words(draw, before, (), _TEXTS)
    named = _TEXTS if values is None else values
    command = _words(draw, draw(st.sampled_from(templates)), first[1:], named)
    return KeyedCommand(before=first, command=command, look=look)


TYPES: tuple[tuple[str, Command, tuple[str, ...]], ...] = (
    (
        "SET text",
        ("GET",),
        (
            *("SET text", "SET text KEEPTTL", "SETNX text", "GETSET text", "APPEND text"),
            *("SETRANGE offset text", "GETRANGE index index", "GET", "STRLEN", "DEL"),
            *("INCRBY number", "LPUSH text text"),
        ),
    ),
    (
        "SET number",
        ("GET",),
        ("INCRBY number", "DECRBY number", "APPEND text", "GETRANGE index index", "HLEN"),
    ),
    (
        "RPUSH text text text",
        ("LRANGE", 0, -1),
        (
            *("LPUSH text", "RPUSH text text", "LINSERT BEFORE known text", "LSET index text"),
            *("LREM index known", "LPOS known", "LINDEX index", "LRANGE index index", "LLEN"),
            *("LPOP", "GET"),
        ),
    ),
    (
        "HSET text text text number",
        ("HGETALL",),
        (
            *("HSET known text", "HSET text text known text", "HSETNX known text", "HDEL known"),
            *("HINCRBY known number", "HGET known", "HMGET known text known", "HEXISTS known"),
            *("HLEN", "APPEND text"),
        ),
    ),
    (
        "SADD text text text",
        ("SMEMBERS",),
        (
            *("SADD known text", "SREM known known", "SISMEMBER known", "SMISMEMBER known text"),
            *("SCARD", "INCRBY number"),
        ),
    ),
)
"""For each type of value: the commands before, the one that shows the state, and those between.

Words in lower case stand for drawn values (see `_words`); one in a few has the wrong type.
"""

NUMBERS = st.integers(-(2**51), 2**51)
"""Small enough for any sum of two to be exact in every JSON parser."""

_TEXTS = arguments()
_DRAWN: dict[str, st.SearchStrategy[Argument]] = {
    "number": NUMBERS,
    "index": st.integers(-4, 4),
    "offset": st.integers(0, 40),
}
_PLACES = st.integers(0, 7)


def _words(
    draw: st.DrawFn, template: str, known: Command, values: st.SearchStrategy[Argument]
) -> tuple[Argument, ...]:
    """The words of a template; `known` is an argument of an earlier command, or a new value."""

    def word(name: str) -> Argument:
        if name in _DRAWN:
            return draw(_DRAWN[name])
        if name == "text":
            return draw(values)
        if name == "known":
            place = draw(_PLACES)
            return known[place] if place < len(known) else draw(values)
        return name

    return tuple(map(word, template.split()))
