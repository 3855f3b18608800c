"""Replies: any reply that Redis can give, and the script that makes it give that one."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import exact_integers
from edgeproof.strategies.texts import LITERALS, texts

NestedReply = None | int | str | list["NestedReply"]


def replies() -> st.SearchStrategy[NestedReply]:
    """Null, integers that are exact everywhere, texts, and arrays of all these at any depth."""
    leaves: st.SearchStrategy[NestedReply] = st.one_of(
        st.none(), exact_integers(), texts(max_size=40), st.sampled_from(LITERALS)
    )
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=5), max_leaves=20)


def script_that_replies(reply: NestedReply) -> list[str]:
    """The EVAL command whose reply it is; its texts travel as arguments, out of Lua's way."""
    arguments: list[str] = []
    script = f"return {_expression(reply, arguments)}"
    return ["EVAL", script, "0", *arguments]


def _expression(reply: NestedReply, arguments: list[str]) -> str:
    """The reply as a Lua expression; the texts that it refers to are added to `arguments`."""
    match reply:
        case None:
            return "false"  # Lua's own nil would end the array that it stands in
        case int():
            return str(reply)
        case str():
            arguments.append(reply)
            return f"ARGV[{len(arguments)}]"
        case _:
            return "{" + ",".join(_expression(item, arguments) for item in reply) + "}"
