"""Requests that nobody should send: commands, bodies, URLs and headers that are all wrong.

None of them can do harm if it is understood all the same: each command names only one key, and
anything that is not a command is not the name of one either.
"""

import json
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from edgeproof.strategies.counters import EDGES, INT64_MAX
from edgeproof.strategies.grammar import Key, Template, Word
from edgeproof.strategies.texts import binary, texts

NO_COMMAND = "edgeproof-no-command"

ONE_KEY_COMMANDS = (
    *("GET", "SET", "GETEX", "STRLEN", "GETRANGE", "INCR", "INCRBY", "INCRBYFLOAT", "GETBIT"),
    *("BITCOUNT", "EXPIRE", "EXPIREAT", "PEXPIRE", "TTL", "TYPE", "EXISTS", "DUMP", "RESTORE"),
    *("HSET", "HGETALL", "HINCRBY", "HINCRBYFLOAT", "HSCAN", "LPUSH", "LRANGE", "LINDEX", "LSET"),
    *("LTRIM", "SADD", "SISMEMBER", "SSCAN", "ZADD", "ZRANGE", "ZRANGEBYSCORE", "ZSCORE", "ZSCAN"),
    *("XADD", "XRANGE", "XLEN", "XINFO", "GEOADD", "GEOSEARCH", "PFADD", "SORT", "OBJECT"),
)
"""Commands whose first argument is their only key, and whose memory use no argument determines."""

EVERY_COMMAND_WORDS = (
    *("NX", "XX", "EX", "PX", "GET", "WITHSCORES", "LIMIT", "BY", "COUNT", "MATCH", "*", "$", "-"),
    *("+inf", "-inf", "nan", "(1", "[a", "STREAM", "FREQ", "BYLEX", "FROMLONLAT", "BYRADIUS", "km"),
)

FAILING_SCRIPTS = (
    "not lua",
    "return",
    "",
    "return 1 + {}",
    "return redis.call('NO-COMMAND')",
    "return redis.error_reply('')",
    "return redis.error_reply('TWO\\r\\nLINES')",
    "return string.char(0, 255)",
    "return {err='CODE text'}",
    "return {ok=''}",
    "\0",
)

_words: st.SearchStrategy[Word] = st.one_of(
    texts(max_size=20),
    st.sampled_from(EVERY_COMMAND_WORDS),
    st.sampled_from((*EDGES, INT64_MAX + 1, 10**30)).map(str),
    st.floats().map(repr),
)


def strange_commands() -> st.SearchStrategy[Template]:
    """Commands on `Key(0)` and scripts: with any number and any kind of arguments, mostly wrong."""
    words = st.lists(_words, max_size=5)
    names = st.sampled_from((*ONE_KEY_COMMANDS, NO_COMMAND))
    commands = st.tuples(names, words).map(lambda drawn: (drawn[0], Key(0), *drawn[1]))
    scripts = st.tuples(st.sampled_from(FAILING_SCRIPTS), words)
    return st.one_of(
        commands,
        commands,
        commands,
        names.map(lambda name: (name,)),
        scripts.map(lambda drawn: ("EVAL", drawn[0], "0", *drawn[1])),
        st.sampled_from((("EVAL", "return 1", "-1"), ("EVAL", "return 1", "x"), ("EVALSHA", "x"))),
    )


AWKWARD_BODIES = (
    b"{}",
    b"null",
    b"[[]]",
    b"[{}]",
    b"",
    b" ",
    b"\0",
    b"PING",
    b"['PING']",
    b'["PING"',
    b'["PING"] x',
    b'["PING",]',
    b"[NaN]",
    b"\xef\xbb\xbf[]",
    b'["\\ud800"]',
    b'["\\x"]',
    b'["\n"]',
    b"<html></html>",
    b"a=b&c=d",
    b"1e999999999",
    b"9" * 5_000,
)
"""Bodies that trip parsers: truncated, with trailing text, not text."""

DEEP_BODIES = (b"[" * 10_000, b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 5_000)
"""Bodies that are nested deeper than a stack."""


def strange_bodies() -> st.SearchStrategy[bytes]:
    """JSON of any shape, text that looks like JSON, and any bytes. None of it is a command."""
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        texts(max_size=20),
        st.just(NO_COMMAND),
    )
    values = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(max_size=5), inner),
        max_leaves=10,
    )
    return st.one_of(
        values.map(lambda value: json.dumps(value).encode()),
        values.map(lambda value: json.dumps([value]).encode()),
        st.sampled_from(AWKWARD_BODIES),
        binary(),
    )


def strange_paths() -> st.SearchStrategy[str]:
    """Paths without a command; each segment is any bytes, percent-encoded, some empty or long."""
    segments = binary(max_size=40).map(lambda data: quote_from_bytes(data, safe=""))
    any_path = st.lists(segments, max_size=5).map(lambda drawn: "/".join(["", NO_COMMAND, *drawn]))
    return st.one_of(any_path, any_path.map(lambda path: path + "/" + "a" * 2_000))


def strange_queries() -> st.SearchStrategy[str]:
    """Query strings of any parameters, percent-encoded: without names, without values, repeated."""
    pieces = binary(max_size=20).map(lambda data: quote_from_bytes(data, safe=""))
    parameters = st.one_of(pieces, st.tuples(pieces, pieces).map("=".join))
    return st.lists(parameters, max_size=5).map(lambda drawn: "?" + "&".join(drawn))


MALFORMED_URLS = (
    "/%",
    "/%z",
    "/%zz",
    "/%2",
    "/a%",
    "/a/%GG/b",
    "/%u0041",
    "/?%",
    "/?a=%zz",
    "/?%=%",
)
"""Percent signs that encode nothing. A web server in front may refuse them in its own words."""

HEADERS = (
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "application/json; charset=utf-7"),
    ("Content-Type", "no media type"),
    ("Content-Type", ""),
    ("Accept", "text/html"),
    ("Accept", "image/png;q=2, ,"),
    ("Upstash-Response-Format", "no-format"),
    ("Upstash-Encoding", "no-encoding"),
    ("Upstash-Sync-Token", "no-token"),
    ("Accept-Language", ";q=,"),
    ("Cookie", "=;;="),
)


def strange_headers() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Headers that make no sense, up to three of them."""
    return st.lists(st.sampled_from(HEADERS), max_size=3, unique=True)
