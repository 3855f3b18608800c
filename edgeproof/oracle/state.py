"""State: the commands that show everything about a key, given the value that the oracle has."""

from collections.abc import Sequence
from typing import Final

from edgeproof.clients import Command
from edgeproof.oracle.oracle import Oracle

_READING: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "none": (),
    "string": (("GET",), ("STRLEN",), ("BITCOUNT",)),
    "list": (("LRANGE", "0", "-1"),),
    "set": (("SMEMBERS",),),
    "hash": (("HGETALL",),),
    "zset": (("ZRANGE", "0", "-1", "WITHSCORES"),),
    "stream": (("XRANGE", "-", "+"),),
}
"""What shows the value of each type. (Bytes that are not text come as U+FFFD; their number and the
number of their bits still distinguish most of them.)"""

_HYPERLOGLOG: Final = "HYLL"
"""The beginning of a HyperLogLog's string; each implementation has its own encoding of the rest."""


async def reading(oracle: Oracle, names: Sequence[str]) -> list[Command]:
    """Commands whose replies are the whole state of these keys: type, time to live, value."""
    types = await oracle.replies([("TYPE", name) for name in names])
    return [
        command
        for name, reply in zip(names, types, strict=True)
        for command in await _reading_of(oracle, name, str(reply.value))
    ]


async def _reading_of(oracle: Oracle, name: str, kind: str) -> list[Command]:
    value = _READING[kind]
    if value is _READING["string"] and await oracle("GETRANGE", name, "0", "3") == _HYPERLOGLOG:
        value = (("PFCOUNT",),)
    if value is _READING["stream"]:
        value = (*value, *await _pending_entries(oracle, name))
    ways = (("TYPE",), ("PTTL",), *value)
    return [(way[0], name, *way[1:]) for way in ways]


async def _pending_entries(oracle: Oracle, name: str) -> list[tuple[str, ...]]:
    """What shows the pending entries of each of a stream's groups."""
    groups = await oracle("XINFO", "GROUPS", name)
    # A group is an array of names and values, its own name first.
    names = [str(group[1]) for group in groups] if isinstance(groups, list) else []
    return [("XPENDING", group, "-", "+", "1000") for group in names]
