"""Sets: members added, removed, moved and picked at random; intersections, unions, differences."""

from hypothesis import strategies as st

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

MEMBERS = ("one", "two", "three", "four", "One", "")

ALGEBRA = ("SINTER", "SUNION", "SDIFF")
STORES = ("SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE")

POPS: tuple[Word, ...] = (0, 1, 2, 10, -1, *WRONG_INTEGERS)
PICKS: tuple[Word, ...] = (0, 1, 2, 10, -1, -2, -10, *WRONG_INTEGERS)
"""How many members SRANDMEMBER picks; negative numbers allow repetition."""

WRONG_ARITIES: tuple[Template, ...] = (
    *((name, Key(0)) for name in ("SADD", "SREM", "SISMEMBER", "SMISMEMBER", *STORES)),
    *((name,) for name in (*ALGEBRA, "SMEMBERS", "SCARD", "SPOP", "SRANDMEMBER")),
    *(("SMEMBERS", Key(0), Key(1)), ("SCARD", Key(0), Key(1))),
    *(("SISMEMBER", Key(0), "one", "two"), ("SMOVE", Key(0), Key(1))),
    *(("SPOP", Key(0), 1, 2), ("SRANDMEMBER", Key(0), 1, 2)),
)

REFUSED_COUNTS: tuple[Template, ...] = (
    ("SINTERCARD", 0, Key(0)),
    ("SINTERCARD", "abc", Key(0)),
    ("SINTERCARD", 3, Key(0), Key(1)),
    ("SINTERCARD", 1, Key(0), "LIMIT", -1),
    ("SINTERCARD", 1, Key(0), "LIMIT"),
)


def _set_templates(values: Values) -> Templates:
    """No key has another type: which of two sources Redis looks at first is not documented."""
    few = st.sampled_from(MEMBERS)
    members = st.one_of(few, few, values)
    counted = several(keys).map(lambda drawn: ("SINTERCARD", len(drawn), *drawn))
    limit = optional("LIMIT", st.sampled_from((0, 1, 2)))
    return st.one_of(
        # Weighted towards commands that fill a set.
        *(with_rest(command("SADD", keys), several(members, most=5)) for _ in range(6)),
        with_rest(command(st.sampled_from(("SREM", "SMISMEMBER")), keys), several(few)),
        command("SISMEMBER", keys, few),
        command(st.sampled_from(("SMEMBERS", "SCARD")), keys),
        command("SPOP", keys),
        command("SPOP", keys, st.sampled_from(POPS)),
        command("SRANDMEMBER", keys),
        command("SRANDMEMBER", keys, st.sampled_from(PICKS)),
        command("SMOVE", keys, keys, few),
        with_rest(command(st.sampled_from(ALGEBRA)), several(keys)),
        with_rest(command(st.sampled_from(ALGEBRA)), several(keys)),
        with_rest(command(st.sampled_from(STORES), keys), several(keys)),
        with_rest(command(st.sampled_from(STORES), keys), several(keys)),
        with_rest(counted, limit),
        st.sampled_from(REFUSED_COUNTS),
        st.sampled_from(WRONG_ARITIES),
        command("EXPIRE", keys, 5000),
    )


_SET_SAMPLES: tuple[Template, ...] = (
    *(("SADD", Key(0), *members) for members in (("one",), ("new", "", "new"))),
    *(("SREM", Key(0), *members) for members in (("one",), ("one", "two", "three"), ("new",))),
    *((name, Key(0)) for name in ("SMEMBERS", "SCARD", "SPOP", "SRANDMEMBER")),
    *(("SISMEMBER", Key(0), member) for member in ("one", "One")),
    ("SMISMEMBER", Key(0), "one", "new", "one", ""),
    *(("SPOP", Key(0), count) for count in (0, 1, 2, 10, -1, "abc")),
    *(("SRANDMEMBER", Key(0), count) for count in (0, 2, 10, -1, -10, "abc")),
    *(("SMOVE", Key(0), Key(1), member) for member in ("one", "three", "new")),
    *(("SMOVE", Key(0), Key(0), "one"), ("SMOVE", Key(1), Key(0), "one")),
    *((name, *sources) for name in ALGEBRA for sources in ((Key(0),), (Key(0), Key(1)))),
    *(("SDIFF", Key(1), Key(0)), ("SINTER", Key(1), Key(1), Key(0))),
    *(
        (name, *sources)
        for name in STORES
        for sources in (
            *((Key(2), Key(0), Key(1)), (Key(0), Key(0), Key(1)), (Key(0), Key(1))),
            (Key(1), Key(0), Key(1)),
        )
    ),
    *(("SINTERCARD", 2, Key(0), Key(1)), ("SINTERCARD", 1, Key(0), "LIMIT", 1)),
    *REFUSED_COUNTS,
    *WRONG_ARITIES,
)

SET = Family(
    name="set",
    commands=(
        *("SADD", "SREM", "SMEMBERS", "SISMEMBER", "SMISMEMBER", "SCARD", "SPOP", "SRANDMEMBER"),
        *("SMOVE", *ALGEBRA, *STORES, "SINTERCARD"),
    ),
    options=("LIMIT",),
    templates=_set_templates,
    samples=_SET_SAMPLES,
    states=(
        *("two sets", "two sets alike", "no set beside a set", "a set that ends beside a set"),
        *("a list beside a set", "a set beside a list"),
    ),
)
