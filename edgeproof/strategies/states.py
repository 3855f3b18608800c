"""States: what keys may hold when a command comes to them, and the programs that make them so."""

from edgeproof.strategies.counters import INT64_MAX, INT64_MIN
from edgeproof.strategies.grammar import Family, Key, Program, Template, Word, keys_named

_PLACES: tuple[Word, ...] = (
    *("13.361389", "38.115556", "Palermo", "15.087269", "37.502669", "Catania"),
    *("12.5", "41.9", "Roma", "-21.93", "64.14", "Reykjavík"),
)

_ENTRIES: Program = (
    ("XADD", Key(0), "1-1", "a", "one"),
    ("XADD", Key(0), "2-0", "a", "two", "b", "two"),
    ("XADD", Key(0), "3-5", "naïve", ""),
    ("XADD", Key(0), "4-0", "a", "four"),
)

_PENDING: Program = (
    ("XGROUP", "CREATE", Key(0), "group", "0"),
    ("XREADGROUP", "GROUP", "group", "alice", "COUNT", 2, "STREAMS", Key(0), ">"),
    ("XREADGROUP", "GROUP", "group", "bob", "COUNT", 1, "STREAMS", Key(0), ">"),
)

STATES: dict[str, Program] = {
    "no key": (),
    "a text": (("SET", Key(0), "naïve"),),
    "a number": (("SET", Key(0), "-12"),),
    "an empty text": (("SET", Key(0), ""),),
    "a text that ends": (("SET", Key(0), "some text", "EX", 5000),),
    "a list": (("RPUSH", Key(0), "one", "two"),),
    "a set that ends": (("SADD", Key(0), "one", "two"), ("EXPIRE", Key(0), 5000)),
    "a stream": (("XADD", Key(0), "1-1", "one", "1"), ("XADD", Key(0), "2-1", "two", "2")),
    "two keys": (
        ("SET", Key(0), "some text", "EX", 5000),
        ("RPUSH", Key(1), "one", "two"),
        ("EXPIRE", Key(1), 9000),
    ),
    "a hash": (("HSET", Key(0), "name", "naïve", "Name", "", "", "no name"),),
    "a hash of numbers": (
        ("HSET", Key(0), "count", "-12", "most", INT64_MAX, "least", INT64_MIN),
        ("HSET", Key(0), "total", "10.5", "name", "abc"),
    ),
    "a hash that ends": (("HSET", Key(0), "name", "one"), ("EXPIRE", Key(0), 5000)),
    "a list with repeats": (("RPUSH", Key(0), "one", "two", "one", "", "One", "one"),),
    "a list that ends": (("RPUSH", Key(0), "one"), ("EXPIRE", Key(0), 5000)),
    "two lists": (("RPUSH", Key(0), "one", "two"), ("RPUSH", Key(1), "three", "one")),
    "a list beside a set": (("RPUSH", Key(0), "one"), ("SADD", Key(1), "one", "two")),
    "a set beside a list": (("SADD", Key(0), "one"), ("RPUSH", Key(1), "one", "two")),
    "two sets": (("SADD", Key(0), "one", "two", "three"), ("SADD", Key(1), "one", "four")),
    "two sets alike": (("SADD", Key(0), "one", "two"), ("SADD", Key(1), "two", "one")),
    "no set beside a set": (("SADD", Key(1), "one", "two"),),
    "a set that ends beside a set": (
        *(("SADD", Key(0), "one"), ("EXPIRE", Key(0), 5000)),
        ("SADD", Key(1), "two"),
    ),
    "a sorted set": (("ZADD", Key(0), -1, "one", 2, "two", 2, "Two", "2.5", "naïve", 3, ""),),
    "a sorted set of extremes": (
        ("ZADD", Key(0), "-inf", "one", "-1e308", "two", "0.1", "Two", "1e308", "naïve"),
        ("ZADD", Key(0), "inf", "", "inf", "four"),
    ),
    "a sorted set that ends": (("ZADD", Key(0), 1, "one"), ("EXPIRE", Key(0), 5000)),
    "two sorted sets": (
        ("ZADD", Key(0), 1, "one", "1.5", "two", -2, "three"),
        ("ZADD", Key(1), 10, "one", "-0.5", "two", 4, "four"),
    ),
    "a sorted set beside a set": (
        ("ZADD", Key(0), 1, "one", "inf", "two"),
        ("SADD", Key(1), "two", "three"),
    ),
    "a sorted set beside none": (("ZADD", Key(0), 1, "one", 2, "two"),),
    "a sorted set beside a list": (("ZADD", Key(0), 1, "one"), ("RPUSH", Key(1), "one")),
    "members of one score": (
        ("ZADD", Key(0), 0, "b", 0, "a", 0, "", 0, "B", 0, "aa", 0, "\uff5e", 0, "\U0001f600"),
    ),
    "some bits": (("BITFIELD", Key(0), "SET", "u16", 7, 1025, "SET", "u1", 43, 0),),
    "bits that end": (("SETBIT", Key(0), 9, 1), ("EXPIRE", Key(0), 5000)),
    "two bitmaps": (("SET", Key(0), "ab"), ("SET", Key(1), "\x05", "EX", 5000)),
    "a hyperloglog": (("PFADD", Key(0), "a", "b", "c"),),
    "a hyperloglog that ends": (("PFADD", Key(0), "a", "x"), ("EXPIRE", Key(0), 5000)),
    "two hyperloglogs": (("PFADD", Key(0), "a", "b"), ("PFADD", Key(1), "b", "c", "d")),
    "some places": (("GEOADD", Key(0), *_PLACES),),
    "places that end": (("GEOADD", Key(0), *_PLACES), ("EXPIRE", Key(0), 5000)),
    "places and a text": (("GEOADD", Key(0), *_PLACES), ("SET", Key(1), "text", "EX", 5000)),
    "some entries": _ENTRIES,
    "entries that end": (*_ENTRIES, ("EXPIRE", Key(0), 5000)),
    "an emptied stream": (*_ENTRIES, ("XTRIM", Key(0), "MAXLEN", 0)),
    "a group": (*_ENTRIES, ("XGROUP", "CREATE", Key(0), "group", "1-1")),
    "pending entries": (*_ENTRIES, *_PENDING),
    "pending for long": (
        *_ENTRIES,
        *_PENDING,
        ("XCLAIM", Key(0), "group", "alice", 0, "1-1", "IDLE", 1_000_000, "RETRYCOUNT", 7),
    ),
}
"""What `Key(0)` may hold when a command comes to it."""


def scene(family: Family, state: str, sample: Template) -> Program:
    """The program that brings the keys of a sample of the family into a state, then tries it."""
    if state not in family.states:
        raise ValueError(f"the family {family.name} has no state {state!r}")
    named = set(keys_named((sample,)))
    steps = (step for step in STATES[state] if named.issuperset(keys_named((step,))))
    return family.completed((*steps, sample))
