"""Lexical ranges: sorted sets whose members all have one score, in the order of their bytes.

This is a family of its own, because a range by bytes means nothing where scores differ.
"""

from hypothesis import strategies as st

from edgeproof.strategies.families.sorted_sets import LIMITS, REFUSED_LIMITS
from edgeproof.strategies.grammar import (
    Family,
    Key,
    Template,
    Templates,
    Values,
    command,
    in_any_order,
    keys,
    optional,
    several,
    with_rest,
)

MEMBERS = ("", "a", "aa", "b", "B", "naïve", "\uff5e", "\U0001f600")
"""The last two have a different order in UTF-16, by which many languages compare."""

BOUNDS = (
    "-",
    "+",
    "[",
    "(",
    "[a",
    "(a",
    "[aa",
    "(b",
    "[b",
    "[B",
    "(naïve",
    "[\uff5e",
    "(\U0001f600",
)
REFUSED_BOUNDS = ("a", "", "-inf", "1", "{a")

WRONG_ARITIES: tuple[Template, ...] = tuple(
    (name, Key(0), "-")
    for name in ("ZRANGEBYLEX", "ZREVRANGEBYLEX", "ZLEXCOUNT", "ZREMRANGEBYLEX", "ZRANGE")
)

OLDER = ("ZRANGEBYLEX", "ZREVRANGEBYLEX")


def _lexical_templates(values: Values) -> Templates:
    members = st.one_of(st.sampled_from(MEMBERS), values)
    pairs = several(members).map(lambda drawn: tuple(word for one in drawn for word in (0, one)))
    bounds = st.sampled_from((*BOUNDS * 4, *REFUSED_BOUNDS))
    limits = st.sampled_from((*LIMITS * 5, *REFUSED_LIMITS))
    options = in_any_order(st.just(("BYLEX",)), optional("REV"), limits)
    return st.one_of(
        # Weighted towards commands that fill a sorted set.
        *(with_rest(command("ZADD", keys), pairs) for _ in range(9)),
        with_rest(command("ZREM", keys), several(members)),
        with_rest(command("ZRANGE", keys, bounds, bounds), options),
        with_rest(command("ZRANGE", keys, bounds, bounds), options),
        command("ZRANGE", keys, "-", "+", "BYLEX", "WITHSCORES"),
        with_rest(command("ZRANGESTORE", keys, keys, bounds, bounds), options),
        with_rest(command(st.sampled_from(OLDER), keys, bounds, bounds), limits),
        with_rest(command(st.sampled_from(OLDER), keys, bounds, bounds), limits),
        command(st.sampled_from(("ZLEXCOUNT", "ZREMRANGEBYLEX")), keys, bounds, bounds),
        command("ZLEXCOUNT", keys, bounds, bounds),
        st.sampled_from(WRONG_ARITIES),
        # Now and then a key has another type, until it is deleted.
        command("SET", keys, values),
        command("DEL", keys),
    )


_RANGES: tuple[tuple[str, str], ...] = (
    *(("-", "+"), ("[a", "[b"), ("(a", "(b"), ("[B", "(aa"), ("(b", "+"), ("+", "-"), ("[b", "[a")),
    *(("[\uff5e", "+"), ("-", "(\U0001f600"), ("(", "[a"), ("a", "+"), ("-", "-inf")),
)

_LEXICAL_SAMPLES: tuple[Template, ...] = (
    *(
        (name, Key(0), *ends)
        for name in (*OLDER, "ZLEXCOUNT", "ZREMRANGEBYLEX")
        for ends in _RANGES
    ),
    *(("ZRANGE", Key(0), "-", "+", "BYLEX", *limit) for limit in (*LIMITS, *REFUSED_LIMITS)),
    *(("ZRANGE", Key(0), "[b", "(a", *words) for words in (("REV", "BYLEX"), ("BYLEX", "REV"))),
    *(("ZRANGE", Key(0), *ends, "BYLEX") for ends in (("(a", "[b"), ("[\uff5e", "+"), ("a", "b"))),
    ("ZRANGE", Key(0), "-", "+", "BYLEX", "WITHSCORES"),
    *(("ZRANGEBYLEX", Key(0), "-", "+", *limit) for limit in LIMITS[1:]),
    ("ZREVRANGEBYLEX", Key(0), "+", "[aa", "LIMIT", 1, 2),
    *(("ZRANGESTORE", Key(1), Key(0), *ends, "BYLEX") for ends in (("(a", "+"), ("[x", "[x"))),
    ("ZRANGESTORE", Key(0), Key(0), "[b", "-", "BYLEX", "REV", "LIMIT", 0, 2),
    *WRONG_ARITIES,
)

LEXICAL_RANGE = Family(
    name="lexical range",
    commands=(*OLDER, "ZLEXCOUNT", "ZREMRANGEBYLEX", "ZRANGE", "ZRANGESTORE"),
    options=("BYLEX", "REV", "LIMIT"),
    templates=_lexical_templates,
    samples=_LEXICAL_SAMPLES,
    states=("no key", "members of one score", "a list"),
)
