"""Messages: ordinary payloads, and payloads that a writer of event streams may cut apart."""

import json
import re

from hypothesis import strategies as st

from edgeproof.strategies.texts import LITERALS, PUNCTUATION, SCRIPT_TEXTS, texts

LINE_BREAKS = ("\n", "\r", "\r\n")
"""Line ends of an event stream; none of Unicode's other line breaks counts."""

SEPARATORS = (",", ",,", ":", ": ", "data: ", "message,", "subscribe,a,1", "event: ", "id: 1")
"""Texts with a meaning in an event, or in the three fields of a message."""

PAYLOADS = (
    *('a,"b",{}', '{"a":[1,"x, y"],"b":null}', "", " ", "  both ends  ", "\t", "😀", "T0s="),
    *("\u2028", "a\x85b", "a\x0bb", "\x1c", "\ufeffa", "é", ",", "data: x"),
)
"""One payload of each kind, to be tried always."""

_BREAK = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever way they end."""
    return _BREAK.split(text)


def _pieces() -> st.SearchStrategy[str]:
    fragments = st.sampled_from((*SEPARATORS, *PUNCTUATION, *SCRIPT_TEXTS, *LITERALS))
    return st.lists(fragments, min_size=1, max_size=5).map("".join)


def _json_documents() -> st.SearchStrategy[str]:
    leaves = st.none() | st.booleans() | st.integers() | texts(max_size=10)
    values = st.recursive(
        leaves,
        lambda parts: st.lists(parts, max_size=3) | st.dictionaries(texts(max_size=5), parts),
        max_leaves=5,
    )
    ascii_or_not = st.booleans()
    return st.builds(
        lambda value, is_ascii: json.dumps(value, ensure_ascii=is_ascii), values, ascii_or_not
    )


def payloads() -> st.SearchStrategy[str]:
    """Texts of one line: with commas, quotes, JSON, emoji, white space at either end."""
    kinds = st.one_of(texts(), _pieces(), _json_documents(), st.sampled_from(PAYLOADS))
    return kinds.map(lambda text: _BREAK.sub(" ", text))


def broken_payloads() -> st.SearchStrategy[str]:
    """Texts of several lines, some of them empty, or like the lines of an event."""
    lines = st.lists(
        st.one_of(st.just(""), texts(max_size=10), st.sampled_from(SEPARATORS)), max_size=4
    )
    return st.tuples(lines, st.sampled_from(LINE_BREAKS), lines).map(
        lambda parts: parts[1].join([*parts[0], "", *parts[2]]) or parts[1]
    )
