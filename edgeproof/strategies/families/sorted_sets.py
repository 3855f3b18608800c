"""Sorted sets, one at a time: ZADD with its options, ranges by index and by score, pops, picks."""

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

MEMBERS = ("one", "two", "Two", "naïve", "", "four")

SCORES: tuple[Word, ...] = (
    *(0, 1, 2, 2, 3, -1, "2.5", "0.1", "1e3", "1e308", "-1e308", "inf", "+inf", "-inf"),
    *(INT64_MAX, INT64_MIN),
)
REFUSED_SCORES = ("abc", "nan", "", "1,5", " 1")

CONDITIONS: tuple[tuple[Word, ...], ...] = (
    *((), ("NX",), ("XX",), ("GT",), ("LT",), ("XX", "GT"), ("LT", "XX")),
)
"""Options of ZADD that can be combined; CH and INCR can be combined with each of them."""

CONFLICTS: tuple[tuple[Word, ...], ...] = (
    *(("NX", "XX"), ("GT", "LT"), ("NX", "GT"), ("LT", "NX"), ("NOOPTION",)),
    ("XX", "NX", "CH"),
)

LIMITS: tuple[tuple[Word, ...], ...] = (
    *((), ("LIMIT", 0, 2), ("LIMIT", 1, 1), ("LIMIT", 1, -1), ("LIMIT", 0, 0), ("LIMIT", 9, 2)),
)
"""No offset below 0, whose meaning is not documented."""
REFUSED_LIMITS: tuple[tuple[Word, ...], ...] = (
    *(("LIMIT", "abc", 1), ("LIMIT", 0, "1.5"), ("LIMIT", 0), ("LIMIT",), ("NOOPTION",)),
)

BOUNDS: tuple[Word, ...] = (
    *("-inf", "+inf", "inf", "(-inf", "(+inf", 0, "(0", 1, "(1", 2, "(2", "2.5", "(2.5", "0.1"),
    *(-1, "(-1", 10, "1e308", "(1e308"),
)
REFUSED_BOUNDS = ("abc", "(abc", "nan", "[1", "((1")

POPS: tuple[Word, ...] = (1, 2, 10)
"""How many members ZPOPMIN pops. Not zero or fewer: Redis 6.2 answers what 7.0 refuses."""

PICKS: tuple[Word, ...] = (0, 1, 2, 10, -1, -2, -10, *WRONG_INTEGERS)
"""How many members ZRANDMEMBER picks; negative numbers allow repetition."""

WRONG_ARITIES: tuple[Template, ...] = (
    *((name, Key(0)) for name in ("ZADD", "ZREM", "ZSCORE", "ZMSCORE", "ZRANK", "ZREVRANK")),
    *((name, Key(0), 1) for name in ("ZADD", "ZINCRBY", "ZRANGE", "ZREVRANGE", "ZCOUNT")),
    *(
        (name, Key(0), 0)
        for name in ("ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE")
    ),
    *(("ZADD", Key(0), 1, "one", 2), ("ZADD", Key(0), "CH", "NX"), ("ZINCRBY", Key(0), 1, "a", 2)),
    *(("ZCARD",), ("ZPOPMIN",), ("ZPOPMAX",), ("ZPOPMAX", Key(0), 1, 2), ("ZRANDMEMBER",)),
    ("ZRANGESTORE", Key(1), Key(0), 0),
)

REFUSED_PICKS: tuple[tuple[Word, ...], ...] = (
    (1, "NOOPTION"),
    ("WITHSCORES",),
    (1, "WITHSCORES", "WITHSCORES"),
)

REFUSED_POPS: tuple[Template, ...] = (
    ("ZPOPMIN", Key(0), "abc"),
    ("ZMPOP", 0, Key(0), "MIN"),
    ("ZMPOP", "abc", Key(0), "MIN"),
    ("ZMPOP", 2, Key(0), "MIN"),
    ("ZMPOP", 1, Key(0), "LEFT"),
    ("ZMPOP", 1, Key(0), "MAX", "COUNT", 0),
    ("ZMPOP", 1, Key(0), "MAX", "COUNT"),
)

_Options = st.SearchStrategy[tuple[Word | Key, ...]]


def _scored(scores: st.SearchStrategy[Word], members: Values, *, most: int) -> _Options:
    """Pairs of score and member, in which a member may occur twice."""
    pairs = st.lists(command(scores, members), min_size=1, max_size=most)
    return pairs.map(lambda drawn: tuple(word for pair in drawn for word in pair))


def _additions(members: Values) -> Templates:
    """ZADD with its options in any order, and with something that it refuses."""
    scores = st.sampled_from(SCORES)
    wrong_scores = st.sampled_from((*REFUSED_SCORES, *SCORES))
    conditions = st.sampled_from(CONDITIONS)
    start = command("ZADD", keys)
    changed = with_rest(start, in_any_order(conditions, optional("CH")))
    incremented = with_rest(start, in_any_order(conditions, optional("CH"), st.just(("INCR",))))
    return st.one_of(
        *(with_rest(start, _scored(scores, members, most=4)) for _ in range(3)),
        with_rest(changed, _scored(scores, members, most=3)),
        with_rest(changed, _scored(scores, members, most=3)),
        # INCR is refused with more than one pair.
        with_rest(incremented, _scored(scores, members, most=1)),
        with_rest(incremented, _scored(scores, members, most=2)),
        with_rest(start, _scored(wrong_scores, members, most=3)),
        with_rest(with_rest(start, st.sampled_from(CONFLICTS)), _scored(scores, members, most=1)),
    )


def _ranges() -> Templates:
    """ZRANGE by index and by score, its older forms, and what it refuses.

    LIMIT only comes with BYSCORE: without it, Redis refuses LIMIT, but other servers do not.
    """
    indexes = st.sampled_from((*INDEXES, INT64_MAX, INT64_MIN))
    bounds = st.sampled_from(BOUNDS)
    wrong_bounds = st.sampled_from((*BOUNDS, *REFUSED_BOUNDS))
    limits = st.sampled_from((*LIMITS * 5, *REFUSED_LIMITS))
    scores = optional("WITHSCORES")
    backwards = optional("REV")
    by_score = in_any_order(st.just(("BYSCORE",)), backwards, limits)
    older = st.sampled_from(("ZRANGEBYSCORE", "ZREVRANGEBYSCORE"))
    return st.one_of(
        with_rest(command("ZRANGE", keys, indexes, indexes), in_any_order(backwards, scores)),
        with_rest(command("ZREVRANGE", keys, indexes, indexes), scores),
        with_rest(command("ZRANGE", keys, bounds, bounds), in_any_order(by_score, scores)),
        with_rest(command("ZRANGE", keys, wrong_bounds, bounds), by_score),
        with_rest(command(older, keys, bounds, bounds), in_any_order(limits, scores)),
        with_rest(command(older, keys, bounds, wrong_bounds), scores),
        with_rest(command("ZRANGESTORE", keys, keys, indexes, indexes), backwards),
        with_rest(command("ZRANGESTORE", keys, keys, bounds, wrong_bounds), by_score),
    )


def _pops() -> Templates:
    sources = several(keys).map(lambda drawn: ("ZMPOP", len(drawn), *drawn))
    side = command(st.sampled_from(("MIN", "MAX")))
    pops = st.sampled_from(POPS)
    return st.one_of(
        with_rest(command(st.sampled_from(("ZPOPMIN", "ZPOPMAX")), keys), optional(pops)),
        with_rest(with_rest(sources, side), optional("COUNT", pops)),
        st.sampled_from(REFUSED_POPS),
    )


def _picks() -> Templates:
    start = command("ZRANDMEMBER", keys)
    counted = command("ZRANDMEMBER", keys, st.sampled_from(PICKS))
    return st.one_of(
        start,
        with_rest(counted, optional("WITHSCORES")),
        with_rest(start, st.sampled_from(REFUSED_PICKS)),
    )


def _sorted_set_templates(values: Values) -> Templates:
    few = st.sampled_from(MEMBERS)
    members = st.one_of(few, few, few, values)
    indexes = st.sampled_from(INDEXES)
    bounds = st.sampled_from((*BOUNDS * 3, *REFUSED_BOUNDS))
    scores = st.sampled_from((*SCORES * 3, *REFUSED_SCORES))
    return st.one_of(
        # Weighted towards ZADD, which is the easiest to get wrong, and fills a sorted set.
        *(_additions(members) for _ in range(2)),
        _ranges(),
        command("ZINCRBY", keys, scores, few),
        *(with_rest(command(name, keys), several(few)) for name in ("ZREM", "ZMSCORE")),
        *(command(name, keys, few) for name in ("ZSCORE", "ZRANK", "ZREVRANK")),
        command("ZCARD", keys),
        command("ZCOUNT", keys, bounds, bounds),
        command("ZREMRANGEBYRANK", keys, indexes, indexes),
        command("ZREMRANGEBYSCORE", keys, bounds, bounds),
        _pops(),
        _picks(),
        st.sampled_from(WRONG_ARITIES),
        command("EXPIRE", keys, 5000),
        # Now and then a key has another type, until it is deleted.
        command(st.sampled_from(("RPUSH", "SADD")), keys, values),
        command("DEL", keys),
    )


_ADDITION_SAMPLES: tuple[tuple[Word, ...], ...] = (
    *((*options, 1, "one") for options in CONDITIONS),
    *((*options, "CH", "2.5", "one", 5, "new", 1, "one") for options in CONDITIONS),
    *((*options, "INCR", 1, "one") for options in CONDITIONS),
    *((*options, 1, "one") for options in CONFLICTS),
    *(("INCR", 1, "new"), ("INCR", 1, "one", 2, "two"), ("XX", "CH", 5, "new")),
    *((score, "new") for score in ("inf", "-inf", "0.1", "1e308", INT64_MAX, *REFUSED_SCORES)),
    *((1, "new", "abc", "one"), ("INCR", "nan", "one"), ("INCR", "inf", "one")),
)

_INDEX_RANGES: tuple[tuple[Word, ...], ...] = (
    *((0, -1), (1, 2), (-2, -1), (2, 1), (10, 20), (-10, 0), (0, -1, "REV"), (0, 0, "REV")),
    ("abc", 1),
)
_SCORE_RANGES: tuple[tuple[Word, ...], ...] = (
    *(("-inf", "+inf"), ("(1", 3), (-1, "(2"), ("(-inf", "(inf"), (3, 1), ("abc", 1), (1, "(abc")),
    *(("-inf", "inf", *limit) for limit in (*LIMITS[1:], *REFUSED_LIMITS)),
)

_SORTED_SET_SAMPLES: tuple[Template, ...] = (
    *(("ZADD", Key(0), *words) for words in _ADDITION_SAMPLES),
    *(("ZINCRBY", Key(0), score, "one") for score in (1, "-0.1", "inf", "-inf", "nan", "abc")),
    ("ZINCRBY", Key(0), "1e308", "new"),
    *(("ZREM", Key(0), *members) for members in (("one",), ("one", "new", "two"), ("new",))),
    *((name, Key(0), "one") for name in ("ZSCORE", "ZRANK", "ZREVRANK")),
    *((name, Key(0), "new") for name in ("ZSCORE", "ZRANK")),
    *(("ZMSCORE", Key(0), "one", "new", "", "one"), ("ZCARD", Key(0))),
    *(("ZRANGE", Key(0), *words) for words in _INDEX_RANGES),
    *(("ZRANGE", Key(0), 0, -1, *words) for words in (("WITHSCORES",), ("WITHSCORES", "REV"))),
    *(("ZRANGE", Key(0), *words[:2], "BYSCORE", *words[2:]) for words in _SCORE_RANGES),
    ("ZRANGE", Key(0), "+inf", "(1", "REV", "BYSCORE", "WITHSCORES", "LIMIT", 0, 3),
    *(("ZREVRANGE", Key(0), *words) for words in ((0, 1), (0, -1, "WITHSCORES"))),
    *(("ZRANGEBYSCORE", Key(0), *words, "WITHSCORES") for words in (("(1", "inf"), (3, 1))),
    ("ZREVRANGEBYSCORE", Key(0), "inf", 1, "LIMIT", 1, 2),
    *(("ZRANGESTORE", Key(1), Key(0), *words) for words in ((0, 1), (5, 9), (0, 0, "REV"))),
    ("ZRANGESTORE", Key(0), Key(0), "(1", "inf", "BYSCORE"),
    ("ZRANGESTORE", Key(0), Key(1), 0, -1),
    ("ZRANGESTORE", Key(1), Key(0), 0, -1, "WITHSCORES"),
    *(("ZCOUNT", Key(0), *ends) for ends in (("-inf", "inf"), ("(1", 3), (3, 1), ("abc", 1))),
    *((name, Key(0)) for name in ("ZPOPMIN", "ZPOPMAX", "ZRANDMEMBER")),
    *((name, Key(0), count) for name in ("ZPOPMIN", "ZPOPMAX") for count in (2, 10)),
    *(("ZMPOP", 1, Key(0), "MIN"), ("ZMPOP", 2, Key(1), Key(0), "MAX", "COUNT", 2)),
    *REFUSED_POPS,
    *(("ZREMRANGEBYRANK", Key(0), *ends) for ends in ((0, 0), (-2, -1), (2, 1), (0, -1), (0, ""))),
    *(("ZREMRANGEBYSCORE", Key(0), *ends) for ends in (("(1", 3), ("-inf", "inf"), ("abc", 1))),
    *(("ZRANDMEMBER", Key(0), count) for count in (0, 2, -10, "abc")),
    *(("ZRANDMEMBER", Key(0), count, "WITHSCORES") for count in (1, 10, -2)),
    *(("ZRANDMEMBER", Key(0), *words) for words in REFUSED_PICKS),
    *WRONG_ARITIES,
)

SORTED_SET = Family(
    name="sorted set",
    commands=(
        *("ZADD", "ZINCRBY", "ZREM", "ZSCORE", "ZMSCORE", "ZRANK", "ZREVRANK", "ZCARD", "ZCOUNT"),
        *("ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZRANGESTORE", "ZPOPMIN"),
        *("ZPOPMAX", "ZMPOP", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE", "ZRANDMEMBER"),
    ),
    options=(
        *("NX", "XX", "GT", "LT", "CH", "INCR", "BYSCORE", "REV", "LIMIT", "WITHSCORES", "MIN"),
        *("MAX", "COUNT"),
    ),
    templates=_sorted_set_templates,
    samples=_SORTED_SET_SAMPLES,
    states=(
        *("no key", "a sorted set", "a sorted set of extremes", "a sorted set that ends"),
        "a list",
    ),
)
