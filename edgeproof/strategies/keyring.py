"""A keyring: one key of each kind of value, for a client that must not change any of them.

Words: a *line* is a command as text, its words separated by spaces, with the kinds of the keys that
it names in braces (`LMOVE {list} {none} LEFT RIGHT`); *names* say what the key of each kind is
called; a *template* is a line split into words, for words that contain spaces.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha1

NamedTemplate = tuple[str, ...]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the key of a kind is made, and what shows its whole value."""

    made_by: tuple[str, ...]
    seen_by: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "text": Kind(made_by=("SET {text} before",), seen_by=("GET {text}", "PTTL {text}")),
    "none": Kind(made_by=(), seen_by=("TYPE {none}",)),
    "number": Kind(made_by=("SET {number} 10",), seen_by=("GET {number}",)),
    "ending": Kind(
        made_by=("SET {ending} before PX 1000000000",), seen_by=("GET {ending}", "PTTL {ending}")
    ),
    "list": Kind(made_by=("RPUSH {list} a b c",), seen_by=("LRANGE {list} 0 -1",)),
    # With one member, since the members of a set have no order.
    "set": Kind(made_by=("SADD {set} a",), seen_by=("SMEMBERS {set}",)),
    "hash": Kind(made_by=("HSET {hash} field 10",), seen_by=("HGETALL {hash}",)),
    "zset": Kind(made_by=("ZADD {zset} 1 a 2 b 3 c",), seen_by=("ZRANGE {zset} 0 -1 WITHSCORES",)),
    "geo": Kind(
        made_by=("GEOADD {geo} 13.361389 38.115556 palermo 15.087269 37.502669 catania",),
        seen_by=("ZRANGE {geo} 0 -1 WITHSCORES",),
    ),
    # Two entries, of which the first was read and not yet acknowledged.
    "stream": Kind(
        made_by=(
            "XADD {stream} 1-1 field a",
            "XADD {stream} 2-1 field b",
            "XGROUP CREATE {stream} readers 0",
            "XREADGROUP GROUP readers reader COUNT 1 STREAMS {stream} >",
        ),
        seen_by=(
            "XRANGE {stream} - +",
            "XPENDING {stream} readers",
            "XINFO GROUPS {stream}",
            "XINFO STREAM {stream}",
        ),
    ),
    "log": Kind(made_by=("PFADD {log} a",), seen_by=("GET {log}",)),
}
"""Every type of value that Redis itself has.

`none` is a missing key, `ending` a text with some eleven days to live, `log` a HyperLogLog.
"""

WRITING_SCRIPT = "return redis.call('SET', KEYS[1], 'after')"
SCRIPT_KIND = "digest"
"""Stands in a template for the digest of the script above, which is loaded; it is not a key."""

READ_LINES = (
    *("GET {text}", "STRLEN {text}", "GETRANGE {text} 1 3", "GETBIT {text} 1", "BITCOUNT {text}"),
    *("MGET {text} {none} {number}", "EXISTS {text} {none}", "TYPE {list}", "TTL {text}"),
    *("LRANGE {list} 0 -1", "LLEN {list}", "LINDEX {list} 1"),
    *("SMEMBERS {set}", "SISMEMBER {set} a", "SCARD {set}"),
    *("HGET {hash} field", "HGETALL {hash}", "HMGET {hash} field none", "HLEN {hash}"),
    *("ZRANGE {zset} 0 -1 WITHSCORES", "ZSCORE {zset} a", "ZRANK {zset} b", "ZCARD {zset}"),
    *("ZCOUNT {zset} 1 2", "GEOPOS {geo} palermo", "GEODIST {geo} palermo catania km"),
    *("XRANGE {stream} - +", "XLEN {stream}"),
)


def template(line: str) -> NamedTemplate:
    """The words of a line."""
    return tuple(line.split(" "))


READS = tuple(map(template, READ_LINES))
"""Reads of every kind, whose replies are the same each time."""


def kinds_in(templates: Iterable[NamedTemplate]) -> list[str]:
    """The kinds that are named, each once."""
    words = [word for one in templates for word in one]
    return [kind for kind in (*KINDS, SCRIPT_KIND) if f"{{{kind}}}" in words]


def named(words: NamedTemplate, names: Names) -> list[str]:
    """The command of a template: each kind in braces is replaced by the name of its key."""
    return [names.get(word[1:-1], word) if word.startswith("{") else word for word in words]


def names_for(kinds: Iterable[str], key_of: Callable[[str], str]) -> dict[str, str]:
    """Names for these kinds; `key_of` makes the name of a kind's key."""
    digest = sha1(WRITING_SCRIPT.encode(), usedforsecurity=False).hexdigest()
    return {kind: digest if kind == SCRIPT_KIND else key_of(kind) for kind in kinds}


def making(names: Names) -> list[list[str]]:
    """The commands that make the keys with these names, which must not exist before."""
    lines = [line for kind in names if kind in KINDS for line in KINDS[kind].made_by]
    loading = [["SCRIPT", "LOAD", WRITING_SCRIPT]] if SCRIPT_KIND in names else []
    return [named(template(line), names) for line in lines] + loading


def looks_at(names: Names) -> list[str]:
    """The lines that show the whole value of each key."""
    return [line for kind in names if kind in KINDS for line in KINDS[kind].seen_by]
