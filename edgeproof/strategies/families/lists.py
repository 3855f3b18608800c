"""Lists: pushed, popped, trimmed, searched, and moved from one to another."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import INT64_MAX, INT64_MIN
from edgeproof.strategies.grammar import (
    INDEXES,
    WRONG_INTEGERS,
    Family,
    Key,
    Template,
    Templates,
    Values,
    Word,
    command,
    in_any_order,
    keys,
    optional,
    several,
    with_rest,
)

ELEMENTS = ("one", "two", "One", "")

FAR_INDEXES: tuple[Word, ...] = (*INDEXES, INT64_MAX, INT64_MIN)
"""Not for LSET: Redis 8.2 cuts its index to 32 bits, so that 2^63 - 1 is the last place."""

POPS: tuple[Word, ...] = (1, 2, 10, -1, *WRONG_INTEGERS)
"""How many elements are popped. Not zero, for which answers changed within Redis 6.2."""

REMOVALS: tuple[Word, ...] = (0, 1, 2, 10, -1, -2, -10, *WRONG_INTEGERS)
"""Counts of LREM. Not -2^63: its negation does not exist, and its meaning is not documented."""

RANKS: tuple[Word, ...] = (1, 2, 3, 10, -1, -2, -10)
FOUND_COUNTS: tuple[Word, ...] = (0, 1, 2, 10)
LENGTHS: tuple[Word, ...] = (0, 1, 2, 3, 10)

REFUSED_SEARCHES: tuple[tuple[Word, ...], ...] = (
    ("RANK", 0),
    ("RANK", "abc"),
    ("COUNT", -1),
    ("COUNT", "1.5"),
    ("MAXLEN", -1),
    ("RANK",),
    ("RANK", 1, "NOOPTION"),
    ("RANK", 1, "COUNT"),
)

SIDES = ("LEFT", "RIGHT")
PLACES = ("BEFORE", "AFTER")

WRONG_ARITIES: tuple[Template, ...] = (
    *((name, Key(0)) for name in ("LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "LINDEX", "LPOS")),
    *((name, Key(0), 1) for name in ("LRANGE", "LSET", "LREM", "LTRIM")),
    *(("LPOP",), ("RPOP", Key(0), 1, 2), ("LRANGE", Key(0), 0, 1, 2), ("LLEN", Key(0), Key(1))),
    ("LINSERT", Key(0), "BEFORE", "one"),
    ("LMOVE", Key(0), Key(1), "LEFT"),
    ("RPOPLPUSH", Key(0)),
)

REFUSED_POPS: tuple[Template, ...] = (
    ("LMPOP", 0, Key(0), "LEFT"),
    ("LMPOP", 2, Key(0), "LEFT"),
    ("LMPOP", 1, Key(0), "UP"),
    ("LMPOP", 1, Key(0), "LEFT", "COUNT", 0),
    ("LMPOP", 1, Key(0)),
)


def _positions(elements: Values) -> Templates:
    """LPOS with its options in any order, or with something that it refuses."""
    options = in_any_order(
        optional("RANK", st.sampled_from(RANKS)),
        optional("COUNT", st.sampled_from(FOUND_COUNTS)),
        optional("MAXLEN", st.sampled_from(LENGTHS)),
    )
    start = command("LPOS", keys, elements)
    return st.one_of(
        with_rest(start, options),
        with_rest(start, options),
        with_rest(start, st.sampled_from(REFUSED_SEARCHES)),
    )


def _pops_of_several() -> Templates:
    sources = several(keys).map(lambda drawn: ("LMPOP", len(drawn), *drawn))
    side = command(st.sampled_from(SIDES))
    count = optional("COUNT", st.sampled_from((1, 2, 10)))
    return st.one_of(with_rest(with_rest(sources, side), count), st.sampled_from(REFUSED_POPS))


def _list_templates(values: Values) -> Templates:
    few = st.sampled_from(ELEMENTS)
    elements = st.one_of(few, few, values)
    indexes = st.sampled_from(FAR_INDEXES)
    pushes = st.sampled_from(("LPUSH", "RPUSH"))
    sides = st.sampled_from(SIDES)
    return st.one_of(
        # Weighted towards commands that fill a list.
        *(with_rest(command(pushes, keys), several(elements)) for _ in range(9)),
        with_rest(command(st.sampled_from(("LPUSHX", "RPUSHX")), keys), several(elements)),
        with_rest(
            command(st.sampled_from(("LPOP", "RPOP")), keys), optional(st.sampled_from(POPS))
        ),
        command("LLEN", keys),
        command("LRANGE", keys, indexes, indexes),
        command("LRANGE", keys, 0, -1),
        command("LTRIM", keys, indexes, indexes),
        command("LINDEX", keys, indexes),
        command("LSET", keys, st.sampled_from(INDEXES), elements),
        command("LINSERT", keys, st.sampled_from((*PLACES, "BESIDE")), few, elements),
        command("LREM", keys, st.sampled_from(REMOVALS), few),
        _positions(few),
        command("LMOVE", keys, keys, sides, sides),
        command("LMOVE", keys, keys, sides, st.sampled_from((*SIDES, "UP"))),
        command("RPOPLPUSH", keys, keys),
        _pops_of_several(),
        st.sampled_from(WRONG_ARITIES),
        command("EXPIRE", keys, 5000),
        # Now and then a key has another type, until it is deleted.
        command("SET", keys, values),
        command("DEL", keys),
    )


_LIST_SAMPLES: tuple[Template, ...] = (
    *(
        (name, Key(0), *elements)
        for name in ("LPUSH", "RPUSH", "LPUSHX", "RPUSHX")
        for elements in (("new",), ("new", "", "newer"))
    ),
    *((name, Key(0), *count) for name in ("LPOP", "RPOP") for count in ((), (1,), (2,))),
    *(("LPOP", Key(0), count) for count in (-1, "abc")),
    ("LLEN", Key(0)),
    *(
        ("LRANGE", Key(0), start, end)
        for start, end in ((0, -1), (1, 2), (-2, -1), (2, 1), (-10, 0), (INT64_MIN, INT64_MAX))
    ),
    ("LRANGE", Key(0), 0, "abc"),
    *(("LTRIM", Key(0), *ends) for ends in ((1, 1), (-2, -1), (2, 1), (0, ""))),
    *(("LINDEX", Key(0), index) for index in (0, 1, -1, 10, "abc")),
    *(("LSET", Key(0), index, "new") for index in (0, -1, 10, "abc")),
    *(("LINSERT", Key(0), place, "one", "new") for place in (*PLACES, "BESIDE")),
    ("LINSERT", Key(0), "AFTER", "another", "new"),
    *(("LREM", Key(0), count, "one") for count in (0, 1, -1, -2, "abc")),
    ("LREM", Key(0), 0, "another"),
    *(
        ("LPOS", Key(0), "one", *options)
        for options in (
            *((), ("RANK", 2), ("RANK", -1), ("COUNT", 0), ("COUNT", 2, "RANK", -1)),
            *(("MAXLEN", 1, "COUNT", 0), ("RANK", -1, "MAXLEN", 1)),
            *REFUSED_SEARCHES,
        )
    ),
    *(("LPOS", Key(0), "another", *options) for options in ((), ("COUNT", 1))),
    *(("LMOVE", Key(0), Key(1), one, other) for one in SIDES for other in SIDES),
    *(("LMOVE", Key(0), Key(0), *sides) for sides in (("LEFT", "RIGHT"), ("LEFT", "LEFT"))),
    *(("LMOVE", Key(1), Key(0), "RIGHT", "LEFT"), ("LMOVE", Key(0), Key(1), "UP", "LEFT")),
    *(("RPOPLPUSH", *pair) for pair in ((Key(0), Key(1)), (Key(0), Key(0)), (Key(1), Key(0)))),
    *(("LMPOP", 1, Key(0), "LEFT"), ("LMPOP", 2, Key(1), Key(0), "RIGHT", "COUNT", 2)),
    *REFUSED_POPS,
    *WRONG_ARITIES,
)

LIST = Family(
    name="list",
    commands=(
        *("LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "LPOP", "RPOP", "LRANGE", "LINDEX", "LSET"),
        *("LLEN", "LINSERT", "LREM", "LTRIM", "LPOS", "LMOVE", "RPOPLPUSH", "LMPOP"),
    ),
    options=("RANK", "COUNT", "MAXLEN", *PLACES, *SIDES),
    templates=_list_templates,
    samples=_LIST_SAMPLES,
    states=(
        *("no key", "a list with repeats", "a list that ends", "two lists"),
        *("a list beside a set", "a text"),
    ),
)
