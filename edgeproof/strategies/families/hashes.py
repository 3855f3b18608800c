"""Hashes: fields that are set and read, counted up, deleted, picked at random."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import INT64_MAX, INT64_MIN, NOT_INTEGERS
from edgeproof.strategies.grammar import (
    WRONG_INTEGERS,
    Family,
    Key,
    Template,
    Templates,
    Values,
    Word,
    command,
    keys,
    optional,
    several,
    with_rest,
)

TEXT_FIELDS = ("name", "Name", "", "naïve", "1", "01")
COUNTERS = ("count", "most", "least")
"""Fields that hold integers, and one whose values are not integers."""
TOTAL = "total"
"""The only field to which floats are added. Texts read as floats (`0x10`, `1e400`) differ from one
C library to the next, and long doubles hold what doubles round."""

FIELDS = (*TEXT_FIELDS, *COUNTERS, TOTAL)

INTEGERS: tuple[Word, ...] = (0, "-12", INT64_MAX, INT64_MIN, "10.5", "abc", "")
FLOATS = ("10.5", "0", "-3", "5.0e3", "0.25", "abc", "")

INTEGER_AMOUNTS: tuple[Word, ...] = (0, 1, -1, 12, INT64_MAX, INT64_MIN, *NOT_INTEGERS)
FLOAT_AMOUNTS = ("0", "1", "-1", "0.5", "-0.25", "2.0e2", "-10.5")
"""Amounts whose sums have the same digits in doubles and long doubles. (0.1 is added only once.)"""
REFUSED_FLOATS = ("abc", "", "nan", "inf", "-inf", "1,5", " 1")

PICKS: tuple[Word, ...] = (0, 1, 2, 3, 10, -1, -2, -10, *WRONG_INTEGERS)
"""How many fields HRANDFIELD picks; negative numbers allow repetition."""

WRONG_ARITIES: tuple[Template, ...] = (
    ("HSET", Key(0)),
    ("HSET", Key(0), "name"),
    ("HSET", Key(0), "name", "new", "count"),
    ("HMSET", Key(0), "name"),
    ("HMSET", Key(0), "name", "new", "count"),
    ("HSETNX", Key(0), "name"),
    ("HSETNX", Key(0), "name", "new", "count", "1"),
    ("HGET", Key(0)),
    ("HGET", Key(0), "name", "count"),
    ("HMGET", Key(0)),
    ("HGETALL",),
    ("HGETALL", Key(0), "name"),
    ("HDEL", Key(0)),
    ("HEXISTS", Key(0)),
    ("HEXISTS", Key(0), "name", "count"),
    ("HINCRBY", Key(0), "count"),
    ("HINCRBYFLOAT", Key(0), "total"),
    ("HKEYS",),
    ("HVALS", Key(0), Key(1)),
    ("HLEN",),
    ("HSTRLEN", Key(0)),
    ("HRANDFIELD",),
)

REFUSED_PICKS: tuple[tuple[Word, ...], ...] = (
    (1, "NOOPTION"),
    ("WITHVALUES",),
    (1, "WITHVALUES", "WITHVALUES"),
)


def _pairs(name: str, values: Values) -> Templates:
    """HSET or HMSET of up to four pairs, in which a field may occur twice."""
    pair = st.one_of(
        command(st.sampled_from(TEXT_FIELDS), values),
        command(st.sampled_from(COUNTERS), st.sampled_from(INTEGERS)),
        command(TOTAL, st.sampled_from(FLOATS)),
    )
    pairs = st.lists(pair, min_size=1, max_size=4)
    return st.tuples(keys, pairs).map(
        lambda drawn: (name, drawn[0], *(word for pair in drawn[1] for word in pair))
    )


def _increments() -> Templates:
    """HINCRBY of counters by anything, and of the other fields by small amounts."""
    return st.one_of(
        command("HINCRBY", keys, st.sampled_from(COUNTERS), st.sampled_from(INTEGER_AMOUNTS)),
        command("HINCRBY", keys, st.sampled_from(COUNTERS), st.integers(-100, 100)),
        command("HINCRBY", keys, st.sampled_from((TOTAL, *TEXT_FIELDS)), st.sampled_from((1, -2))),
        command("HINCRBYFLOAT", keys, TOTAL, st.sampled_from(FLOAT_AMOUNTS)),
        command("HINCRBYFLOAT", keys, TOTAL, st.sampled_from((*FLOAT_AMOUNTS, *REFUSED_FLOATS))),
    )


def _picks() -> Templates:
    return st.one_of(
        command("HRANDFIELD", keys),
        with_rest(command("HRANDFIELD", keys, st.sampled_from(PICKS)), optional("WITHVALUES")),
        with_rest(command("HRANDFIELD", keys), st.sampled_from(REFUSED_PICKS)),
    )


def _hash_templates(values: Values) -> Templates:
    fields = st.sampled_from(FIELDS)
    return st.one_of(
        # Weighted towards commands that fill a hash.
        *(_pairs(name, values) for name in ("HSET", "HSET", "HSET", "HMSET")),
        command("HSETNX", keys, st.sampled_from(TEXT_FIELDS), values),
        command("HGET", keys, fields),
        with_rest(command("HMGET", keys), several(fields)),
        *(command(name, keys) for name in ("HGETALL", "HKEYS", "HVALS", "HLEN")),
        with_rest(command("HDEL", keys), several(fields)),
        command("HEXISTS", keys, fields),
        command("HSTRLEN", keys, fields),
        _increments(),
        _increments(),
        _picks(),
        st.sampled_from(WRONG_ARITIES),
        command("EXPIRE", keys, 5000),
        # Now and then a key has another type, until it is deleted.
        command("SET", keys, values),
        command("DEL", keys),
    )


_HASH_SAMPLES: tuple[Template, ...] = (
    ("HSET", Key(0), "name", "new"),
    ("HSET", Key(0), "name", "new", "other", "", "count", 5),
    ("HSET", Key(0), "other", "first", "other", "second"),
    ("HMSET", Key(0), "name", "new", "other", ""),
    *(("HSETNX", Key(0), field, "new") for field in ("name", "other")),
    *((name, Key(0), "name") for name in ("HGET", "HMGET", "HDEL", "HEXISTS", "HSTRLEN")),
    *((name, Key(0), "other") for name in ("HGET", "HMGET", "HDEL", "HEXISTS", "HSTRLEN")),
    *((name, Key(0), "") for name in ("HGET", "HSTRLEN")),
    ("HMGET", Key(0), "name", "other", "name", "", "NAME"),
    ("HDEL", Key(0), "name", "other", "name", ""),
    ("HDEL", Key(0), "name", "Name", ""),
    *((name, Key(0)) for name in ("HGETALL", "HKEYS", "HVALS", "HLEN", "HRANDFIELD")),
    *(("HINCRBY", Key(0), "count", amount) for amount in INTEGER_AMOUNTS),
    *(("HINCRBY", Key(0), field, 1) for field in ("most", "least", "total", "name")),
    ("HINCRBY", Key(0), "least", -1),
    *(("HINCRBYFLOAT", Key(0), "total", amount) for amount in (*FLOAT_AMOUNTS, *REFUSED_FLOATS)),
    *(("HINCRBYFLOAT", Key(0), field, "0.5") for field in ("count", "name")),
    ("HINCRBYFLOAT", Key(0), "total", "0.1"),
    *(("HRANDFIELD", Key(0), count) for count in PICKS),
    *(("HRANDFIELD", Key(0), count, "WITHVALUES") for count in (0, 1, 2, 10, -1, -10, "abc")),
    *(("HRANDFIELD", Key(0), *words) for words in REFUSED_PICKS),
    *WRONG_ARITIES,
)

HASH = Family(
    name="hash",
    commands=(
        *("HSET", "HMSET", "HSETNX", "HGET", "HMGET", "HGETALL", "HDEL", "HEXISTS", "HINCRBY"),
        *("HINCRBYFLOAT", "HKEYS", "HVALS", "HLEN", "HSTRLEN", "HRANDFIELD"),
    ),
    options=("WITHVALUES",),
    templates=_hash_templates,
    samples=_HASH_SAMPLES,
    states=("no key", "a hash", "a hash of numbers", "a hash that ends", "a text", "a list"),
)
