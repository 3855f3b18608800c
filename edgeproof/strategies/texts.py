"""Texts and bytes to store: plain ones, and those that software takes for something else."""

from hypothesis import strategies as st

PUNCTUATION = ("/", "?", "#", "%", "&", "+", '"', "'", "\\", " ", ";", "=", "$", "{", "}")
"""Characters with a meaning in URLs, forms, JSON, shells and templates."""

LINE_ENDS = ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")

INVISIBLE = ("\0", "\ufeff", "\u200b", "\u00ad", "\ufffe", "\x1b", "\x7f")
"""NUL, byte order mark, zero width space, soft hyphen, a noncharacter, controls."""

SCRIPT_TEXTS = (
    "e\u0301",  # combining: NFC would make one character of it
    "\u00e9",  # and NFD would make two of this one
    "\u212b",  # NFC makes a different character of it
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # an emoji of three, joined
    "\U0001f1ee\U0001f1f8",  # a flag, of two letters
    "\U0001d54f\U0010ffff",  # astral: surrogate pairs in JavaScript
    "שלום",
    "مرحبا",
    "\u202eabc",  # written from right to left
    "日本語",
    "ß",
    "İ",  # its lower case has two characters
)

LITERALS = (
    *("null", "nil", "undefined", "NaN", "None", "true", "false", "[object Object]"),
    *("0", "-0", "007", "1.0", "1e5", "1E400", "0x10", "+1", "9007199254740993", "Infinity"),
    *(
        "[]",
        "{}",
        '""',
        '"a"',
        "[1,2]",
        '{"id":"post:1","text":"a"}',
        '["PING"]',
        '{"result":"OK"}',
    ),
    *("OK", "QUEUED", "T0s=", "+OK\r\n", "$-1\r\n", "$3\r\nabc\r\n", "*", "(nil)"),
    *(
        "%20",
        "%2F",
        "%00",
        "%zz",
        "%",
        "a%",
        "a+b",
        "&amp;",
        "<b>",
        "\\n",
        "\\u0000",
        "${x}",
        "{{x}}",
    ),
)
"""Texts that a parser reads as something other than themselves."""

PATHS = (
    *("a/b", "/", "//", "/a", "a/", "a//b", ".", "..", "./a", "../a", "a/..", "a/../b"),
    *("%2F", "%2F..%2F", "%2e%2e%2f", "..%2Fa", "a%2Fb", "..;/a", "..\\a", "../../../ping"),
)
"""Texts shaped like path segments, which a URL parser splits or folds."""

QUERIES = (
    *("?", "?a", "a?b=c", "a?EX=1", "a?PX=1", "?_token=", "?_token=x", "&_token=x", "a&PX=1", "#"),
    *("a#b", "%3Fa=b", "%23", "a=b&c=d", "a+b", "a;b"),
)
"""Texts shaped like query strings and fragments."""

OPTIONS = (
    *("x/EX/1", "x/PX/1", "x/NX", "x/XX", "x/GET", "x/KEEPTTL", "x/px/1", "x%2FPX%2F1"),
    *("x EX 1", "x PX 1", "EX 1", "PX", "NX", "GET", "KEEPTTL", 'x" PX 1', "x' PX 1"),
    *(
        'x","PX","1',
        'x"],["PING","y',
        '["SET","x","y"]',
        "x\r\nPING\r\n",
        "x') redis.call('PING') --",
    ),
)
"""Texts shaped like options of SET, or like the end of one command and the start of another.

Nothing beyond PING is ever smuggled in: a faulty deployment may run it on its user's data.
"""

NOT_UTF8 = (
    *(b"\xff", b"\xfe\xff", b"\x80", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98"),
    b"\xc0\xaf",  # `/`, too long
    b"\xed\xa0\x80",  # a surrogate
    b"\xf4\x90\x80\x80",  # beyond U+10FFFF
    b"caf\xe9",  # Latin-1
)
"""Byte strings that are not UTF-8: stray and truncated sequences, and what decoders wrongly
accept."""

_plain = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8)
_any = st.text(st.characters(codec="utf-8"), max_size=8)


def _mixed(*fragments: str) -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(fragments), _any)
    return st.lists(pieces, min_size=1, max_size=6).map("".join)


def texts(*, max_size: int = 200) -> st.SearchStrategy[str]:
    """Any Unicode text without surrogates, of up to `max_size` characters.

    Plain short texts are mixed with every kind above, with texts that begin and end in white space,
    and with long ones.
    """
    white = st.sampled_from((" ", "\t", "\n"))
    kinds = st.one_of(
        _plain,
        _any,
        st.sampled_from(LITERALS),
        _mixed(*PUNCTUATION),
        _mixed(*LINE_ENDS, *INVISIBLE),
        _mixed(*SCRIPT_TEXTS),
        st.tuples(white, _any, white).map("".join),
        # Hypothesis's own long texts are some ten characters long.
        st.tuples(_mixed(*SCRIPT_TEXTS), st.integers(2, max(2, max_size))).map(
            lambda pair: pair[0] * pair[1]
        ),
    )
    return kinds.map(lambda text: text[:max_size])


def command_like_texts() -> st.SearchStrategy[str]:
    """Texts that act when pasted into a URL, a query string, a JSON body or a script unescaped."""
    shapes = st.sampled_from((*OPTIONS, *PATHS, *QUERIES))
    return st.one_of(shapes, st.tuples(_plain, shapes).map("".join))


def invalid_utf8() -> st.SearchStrategy[bytes]:
    """Bytes that are not UTF-8."""
    around = st.tuples(_any.map(str.encode), st.sampled_from(NOT_UTF8), _plain.map(str.encode))
    return around.map(b"".join)


def binary(*, max_size: int = 200) -> st.SearchStrategy[bytes]:
    """Any bytes: UTF-8 and not, including each of the 256."""
    kinds = st.one_of(
        st.binary(max_size=max_size), texts(max_size=max_size).map(str.encode), invalid_utf8()
    )
    return kinds.map(lambda data: data[:max_size])
