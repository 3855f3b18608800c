"""Replies: any reply that Redis can give, and the script that makes it give that reply."""

from typing import Any

from hypothesis import strategies as st

from edgeproof.clients import ByteReply
from edgeproof.strategies.counters import exact_integers
from edgeproof.strategies.texts import LITERALS, binary, texts

NestedReply = None | int | str | list["NestedReply"]

FROM_HEX = (
    "local function bytes(hex) return (hex:gsub('%x%x', function(pair)"
    " return string.char(tonumber(pair, 16)) end)) end "
)
"""Lua that turns hexadecimal digits into bytes, since JSON cannot carry bytes to a script."""


def replies() -> st.SearchStrategy[NestedReply]:
    """Null, integers that are exact everywhere, texts, and arrays of all these at any depth."""
    return _nested(texts(max_size=40), st.sampled_from(LITERALS))


def byte_replies() -> st.SearchStrategy[ByteReply]:
    """The same with bytes instead of texts, UTF-8 or not."""
    return _nested(binary(max_size=40), st.sampled_from(LITERALS).map(str.encode))


def _nested(*strings: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    leaves: st.SearchStrategy[Any] = st.one_of(st.none(), exact_integers(), *strings)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=5), max_leaves=20)


def script_that_replies(reply: NestedReply | ByteReply) -> list[str]:
    """The EVAL command that gets this reply; its strings travel as arguments, not in the Lua."""
    arguments: list[str] = []
    expression = _expression(reply, arguments)
    prelude = FROM_HEX if "bytes(" in expression else ""
    return ["EVAL", f"{prelude}return {expression}", "0", *arguments]


def _expression(reply: NestedReply | ByteReply, arguments: list[str]) -> str:
    """The reply as a Lua expression; the strings that it refers to are appended to `arguments`."""
    match reply:
        case None:
            return "false"  # Lua's own nil would end the array that contains it
        case int():
            return str(reply)
        case str():
            arguments.append(reply)
            return f"ARGV[{len(arguments)}]"
        case bytes():
            arguments.append(reply.hex())
            return f"bytes(ARGV[{len(arguments)}])"
        case _:
            return "{" + ",".join(_expression(item, arguments) for item in reply) + "}"
