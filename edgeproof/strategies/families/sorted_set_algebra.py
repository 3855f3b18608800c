"""Algebra of sorted sets: unions, intersections and differences, weighted and aggregated."""

from hypothesis import strategies as st

from edgeproof.strategies.grammar import (
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

_MEMBERS = ("one", "two", "three", "four", "")

SCORES: tuple[Word, ...] = (0, 1, 2, -1, "1.5", "0.1")
WEIGHTS: tuple[Word, ...] = (1, 2, -1, "0.5", 0, "1e3")
"""All finite: Redis turns the difference of infinities and their product with 0 into 0, which is
not documented."""

AGGREGATES = ("SUM", "MIN", "MAX")
COMMUTING_AGGREGATES = ("MIN", "MAX")
"""For three sources: the order of summation is not documented, and rounding depends on it."""
MOST_SUMMED = 2

CARDINALITY_LIMITS: tuple[Word, ...] = (0, 1, 2, -1, "abc")

WEIGHTED = ("ZUNION", "ZINTER")
WEIGHTED_STORES = ("ZUNIONSTORE", "ZINTERSTORE")

WRONG_ARITIES: tuple[Template, ...] = (
    *((name, 1) for name in (*WEIGHTED, "ZDIFF", "ZINTERCARD")),
    *((name, Key(0), 1) for name in (*WEIGHTED_STORES, "ZDIFFSTORE")),
)

REFUSED_SOURCES: tuple[Template, ...] = (
    (0, Key(0)),
    (-1, Key(0)),
    ("abc", Key(0)),
    (3, Key(0), Key(1)),
    (1, Key(0), Key(1)),
)
"""A number of sources, and a different number of keys."""

REFUSED_OPTIONS: tuple[tuple[Word, ...], ...] = (
    ("WEIGHTS", 1),
    ("WEIGHTS", 1, 2, 3),
    ("WEIGHTS", 1, "abc"),
    ("WEIGHTS", "nan", 1),
    ("AGGREGATE", "AVG"),
    ("AGGREGATE",),
    ("NOOPTION",),
)
"""What is refused after two sources."""


def _sources(*, most: int = 3) -> Templates:
    """A number of sources and that many keys, one of which may occur twice."""
    return several(keys, most=most).map(lambda drawn: (len(drawn), *drawn))


@st.composite
def _weighted_sources(draw: st.DrawFn) -> Template:
    """Sources, with their weights and an aggregate in any order."""
    sources = draw(_sources())
    count = len(sources) - 1
    weights = draw(several(st.sampled_from(WEIGHTS), least=count, most=count))
    choices: list[tuple[Word | Key, ...]] = [draw(st.sampled_from(((), ("WEIGHTS", *weights))))]
    if count > MOST_SUMMED:
        choices.append(("AGGREGATE", draw(st.sampled_from(COMMUTING_AGGREGATES))))
    else:
        choices.append(draw(optional("AGGREGATE", st.sampled_from(AGGREGATES))))
    return (*sources, *draw(in_any_order(*map(st.just, choices))))


def _refused() -> Templates:
    """What each of the commands refuses, for one key or two."""
    names = st.sampled_from((*WEIGHTED, "ZDIFF", "ZINTERCARD"))
    stores = st.sampled_from((*WEIGHTED_STORES, "ZDIFFSTORE"))
    rest = st.one_of(
        st.sampled_from(REFUSED_SOURCES),
        with_rest(command(2, keys, keys), st.sampled_from(REFUSED_OPTIONS)),
    )
    return st.one_of(
        with_rest(command(names), rest),
        with_rest(command(stores, keys), rest),
        st.sampled_from(WRONG_ARITIES),
    )


def _algebra_templates(values: Values) -> Templates:
    few = st.sampled_from(_MEMBERS)
    members = st.one_of(few, few, few, values)
    scored = command(st.sampled_from(SCORES), members)
    scores = optional("WITHSCORES")
    weighted = command(st.sampled_from(WEIGHTED))
    stored = command(st.sampled_from(WEIGHTED_STORES), keys)
    return st.one_of(
        # Weighted towards commands that fill a sorted set.
        *(with_rest(command("ZADD", keys), scored) for _ in range(6)),
        with_rest(command("SADD", keys), several(members)),
        with_rest(with_rest(weighted, _weighted_sources()), scores),
        with_rest(with_rest(weighted, _weighted_sources()), scores),
        with_rest(stored, _weighted_sources()),
        with_rest(stored, _weighted_sources()),
        with_rest(with_rest(command("ZDIFF"), _sources()), scores),
        with_rest(command("ZDIFFSTORE", keys), _sources()),
        with_rest(
            with_rest(command("ZINTERCARD"), _sources()),
            optional("LIMIT", st.sampled_from(CARDINALITY_LIMITS)),
        ),
        _refused(),
        command("EXPIRE", keys, 5000),
        # Now and then a key has another type, until it is deleted or stored to.
        command("SET", keys, values),
        command("DEL", keys),
    )


_OPTION_SAMPLES: tuple[tuple[Word, ...], ...] = (
    *((), ("WEIGHTS", 2, "-0.5"), ("WEIGHTS", "1e3", 1, "AGGREGATE", "MIN")),
    *(("AGGREGATE", aggregate) for aggregate in AGGREGATES),
)

_ALGEBRA_SAMPLES: tuple[Template, ...] = (
    *((name, 2, Key(0), Key(1), *words) for name in WEIGHTED for words in REFUSED_OPTIONS),
    *((name, 2, Key(0), Key(1), *w, "WITHSCORES") for name in WEIGHTED for w in _OPTION_SAMPLES),
    *((name, 2, Key(0), Key(1)) for name in (*WEIGHTED, "ZDIFF", "ZINTERCARD")),
    *(("ZDIFF", 2, *pair, "WITHSCORES") for pair in ((Key(0), Key(1)), (Key(1), Key(0)))),
    ("ZDIFF", 2, Key(0), Key(1), "WEIGHTS", 1, 1),
    ("ZUNION", 3, Key(0), Key(1), Key(0), "WITHSCORES"),
    ("ZDIFF", 3, Key(0), Key(2), Key(1)),
    ("ZUNION", "WITHSCORES", 1, Key(0)),
    *(
        (name, destination, 2, Key(0), Key(1))
        for name in (*WEIGHTED_STORES, "ZDIFFSTORE")
        for destination in (Key(0), Key(1), Key(2))
    ),
    *((name, Key(0), 1, Key(1)) for name in (*WEIGHTED_STORES, "ZDIFFSTORE")),
    *((name, Key(1), 2, Key(0), Key(0), "WEIGHTS", 2, -1) for name in WEIGHTED_STORES),
    ("ZUNIONSTORE", Key(1), 2, Key(0), Key(1), "AGGREGATE", "MAX"),
    ("ZINTERSTORE", Key(1), 2, Key(0), Key(1), "WITHSCORES"),
    *(("ZUNIONSTORE", Key(1), *words) for words in REFUSED_SOURCES),
    *(("ZINTERCARD", 2, Key(0), Key(1), "LIMIT", limit) for limit in (0, 1, -1)),
    *WRONG_ARITIES,
)

SORTED_SET_ALGEBRA = Family(
    name="algebra of sorted sets",
    commands=(*WEIGHTED, "ZDIFF", *WEIGHTED_STORES, "ZDIFFSTORE", "ZINTERCARD"),
    options=("WEIGHTS", "AGGREGATE", *AGGREGATES, "WITHSCORES", "LIMIT"),
    templates=_algebra_templates,
    samples=_ALGEBRA_SAMPLES,
    states=(
        *("two sorted sets", "a sorted set beside a set", "a sorted set beside none"),
        "a sorted set beside a list",
    ),
)
