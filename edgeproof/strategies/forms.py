"""Commands and their spellings: what has to mean the same in every request form."""

from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.clients import Argument, Command
from edgeproof.strategies.texts import binary, command_like_texts, texts

FOLDED = ("", ".", "..")
"""Path segments that have laws of their own, because software on the way drops or folds them."""

PLAIN_IN_PATHS = b"-._~!$&'()*+,;=:@" + bytes(code for code in range(0x80) if chr(code).isalnum())
"""Bytes that may stand in a path segment as they are (RFC 3986, 3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSegment:
    """A path segment as it is on the wire, and the bytes that it means."""

    wire: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedCommand:
    """A command on one key, with what is done before it and what shows the state after it.

    The key, always the first argument, is left out of all three.
    """

    before: Command
    command: Command
    look: Command

    @staticmethod
    def on(key: str, command: Command) -> Command:
        """One of the three, with its key."""
        name, *arguments = command
        return (name, key, *arguments)

    def state(self, reply: object) -> object:
        """What the reply to `look` says, for members and fields have no order."""
        match self.look[0], reply:
            case "HGETALL", list():
                return dict(zip(reply[::2], reply[1::2], strict=False))
            case "SMEMBERS", list():
                return sorted(reply)
        return reply


def arguments() -> st.SearchStrategy[str]:
    """Texts that every form has to carry: awkward ones, but those that `FOLDED` names."""
    awkward = st.one_of(texts(max_size=30), command_like_texts())
    return awkward.filter(lambda text: text not in FOLDED)


def query_pairs() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Query parameters as names and values, none of them the token's."""
    names = arguments().filter(lambda name: name != "_token")
    return st.lists(st.tuples(names, arguments()), min_size=1, max_size=4)


@st.composite
def path_segments(draw: st.DrawFn) -> PathSegment:
    """Any bytes, each spelled in one of the ways it may be: as it is, `%2f` or `%2F`."""
    data = draw(binary(max_size=40).filter(lambda data: data.decode("latin-1") not in FOLDED))
    spellings = draw(st.lists(st.sampled_from("=xX"), min_size=len(data), max_size=len(data)))
    return PathSegment(
        wire="".join(map(_spelled, data, spellings)),
        data=data,
    )


def _spelled(byte: int, spelling: str) -> str:
    if spelling == "=" and byte in PLAIN_IN_PATHS:
        return chr(byte)
    return f"%{byte:02{'x' if spelling == 'x' else 'X'}}"


def keyed_commands() -> st.SearchStrategy[KeyedCommand]:
    """Reads, writes and runtime errors on strings, lists, hashes and sets."""
    return st.one_of(_on_strings(), _on_lists(), _on_hashes(), _on_sets())


Words = st.SearchStrategy[tuple[Argument, ...]]

INDEXES = st.integers(-4, 4)
NUMBERS = st.integers(-(2**51), 2**51)
"""Small enough for any sum of two to be exact in every JSON parser."""


def _words(name: str, *arguments: st.SearchStrategy[Argument]) -> Words:
    return st.tuples(st.just(name), *arguments)


def _many(name: str, words: st.SearchStrategy[Argument]) -> Words:
    return st.lists(words, min_size=1, max_size=4).map(lambda drawn: (name, *drawn))


@st.composite
def _on_strings(draw: st.DrawFn) -> KeyedCommand:
    text = arguments()
    before = draw(st.one_of(text, NUMBERS))
    commands = st.one_of(
        _words("SET", text),
        _words("SET", text, st.just("KEEPTTL")),
        _words("SETNX", text),
        _words("GETSET", text),
        _words("APPEND", text),
        _words("SETRANGE", st.integers(0, 40), text),
        _words("GETRANGE", INDEXES, INDEXES),
        _words("GET"),
        _words("STRLEN"),
        _words("INCRBY", NUMBERS),
        _words("DEL"),
        _many("LPUSH", text),
    )
    return KeyedCommand(before=("SET", before), command=draw(commands), look=("GET",))


@st.composite
def _on_lists(draw: st.DrawFn) -> KeyedCommand:
    before = draw(st.lists(arguments(), min_size=1, max_size=4))
    element = st.one_of(st.sampled_from(before), arguments())
    commands = st.one_of(
        _many("LPUSH", element),
        _many("RPUSH", element),
        _words("LINSERT", st.sampled_from(("BEFORE", "AFTER")), element, element),
        _words("LSET", INDEXES, element),
        _words("LREM", INDEXES, element),
        _words("LPOS", element),
        _words("LINDEX", INDEXES),
        _words("LRANGE", INDEXES, INDEXES),
        _words("LLEN"),
        _words("GET"),
    )
    look = ("LRANGE", 0, -1)
    return KeyedCommand(before=("RPUSH", *before), command=draw(commands), look=look)


@st.composite
def _on_hashes(draw: st.DrawFn) -> KeyedCommand:
    pairs = draw(st.dictionaries(arguments(), arguments(), min_size=1, max_size=3))
    field = st.one_of(st.sampled_from(list(pairs)), arguments())
    commands = st.one_of(
        _words("HSET", field, arguments()),
        _words("HSET", field, arguments(), field, arguments()),
        _words("HSETNX", field, arguments()),
        _words("HINCRBY", field, NUMBERS),
        _many("HDEL", field),
        _words("HGET", field),
        _many("HMGET", field),
        _words("HEXISTS", field),
        _words("HLEN"),
        _words("APPEND", arguments()),
    )
    before = ("HSET", *(word for pair in pairs.items() for word in pair))
    return KeyedCommand(before=before, command=draw(commands), look=("HGETALL",))


@st.composite
def _on_sets(draw: st.DrawFn) -> KeyedCommand:
    before = draw(st.lists(arguments(), min_size=1, max_size=4))
    member = st.one_of(st.sampled_from(before), arguments())
    commands = st.one_of(
        _many("SADD", member),
        _many("SREM", member),
        _words("SISMEMBER", member),
        _many("SMISMEMBER", member),
        _words("SCARD"),
        _words("INCRBY", NUMBERS),
    )
    return KeyedCommand(before=("SADD", *before), command=draw(commands), look=("SMEMBERS",))
