"""Strings: SET with its options, and every command that reads or changes a text."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import INT64_MAX, INT64_MIN
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
)

SECONDS = (1000, 1_000_000)
MILLISECONDS = (1_000_000, 1_000_000_000)
_SECONDS_AT = (1, 4_102_444_800)
"""A time long past, which deletes the key at once, and the year 2100."""
_MILLISECONDS_AT = (1000, 4_102_444_800_000)

LIFETIMES: dict[str, tuple[int, ...]] = {
    "EX": SECONDS,
    "PX": MILLISECONDS,
    "EXAT": _SECONDS_AT,
    "PXAT": _MILLISECONDS_AT,
}
"""Options of SET that take a time. None ends while a program runs: two clocks would disagree."""

REFUSED_LIFETIMES: tuple[Word, ...] = (0, -1, INT64_MIN, INT64_MAX, "abc", "1.5", "")

CONFLICTS: tuple[tuple[Word, ...], ...] = (
    ("NX", "XX"),
    ("EX", 1000, "PX", 1_000_000),
    ("EXAT", 4_102_444_800, "KEEPTTL"),
    ("EX",),
    ("EX", "NX"),
    ("1000",),
    ("NOOPTION",),
)
"""Options that SET refuses. NX with GET is not among them: it is an error only before Redis 7.0."""

RANGE_INDEXES: tuple[Word, ...] = (
    *(0, 1, 2, 3, 10, 1000, -1, -2, -3, -10, -1000, 2**32, INT64_MAX, INT64_MIN),
    *WRONG_INTEGERS,
)

SETRANGE_OFFSETS: tuple[Word, ...] = (*(0, 1, 2, 3, 10, 40, -1, INT64_MIN), *WRONG_INTEGERS)
"""No large offsets: where they are not an error they allocate as much, and crash some old
servers."""

WRONG_ARITIES: tuple[Template, ...] = (
    ("SET", Key(0)),
    ("GET",),
    ("GET", Key(0), Key(1)),
    ("GETSET", Key(0)),
    ("GETDEL", Key(0), Key(1)),
    ("APPEND", Key(0)),
    ("STRLEN",),
    ("GETRANGE", Key(0), 0),
    ("SETRANGE", Key(0), 0),
    ("SETNX", Key(0)),
    ("MSET", Key(0)),
    ("MSET", Key(0), "x", Key(1)),
    ("MSETNX",),
    ("MSETNX", Key(0), "x", Key(1)),
)


_SET_SAMPLES: tuple[tuple[Word, ...], ...] = (
    *((), ("NX",), ("XX",), ("GET",), ("KEEPTTL",), ("XX", "GET"), ("KEEPTTL", "GET")),
    *((option, time) for option, times in LIFETIMES.items() for time in times),
    *(("NX", "EX", 1000), ("PX", 1_000_000, "XX"), ("GET", "EX", 1000), ("XX", "KEEPTTL")),
    *(("EX", time) for time in REFUSED_LIFETIMES),
    *((option, 0) for option in LIFETIMES if option != "EX"),
    *CONFLICTS,
)

_RANGE_SAMPLES: tuple[tuple[Word, Word], ...] = (
    *((0, -1), (0, 0), (1, 2), (2, 1), (-3, -2), (-2, -3), (1, 1000), (1000, 1001), (-1000, 1)),
    *((0, INT64_MAX), (INT64_MIN, -1), (2, -1)),
    *((index, -1) for index in WRONG_INTEGERS),
    *((0, index) for index in WRONG_INTEGERS),
)


@st.composite
def _set_options(draw: st.DrawFn) -> tuple[Word, ...]:
    """Options of SET that can be combined, in any order."""
    choices: list[tuple[Word, ...]] = []
    lifetime = draw(st.sampled_from((None, "KEEPTTL", *LIFETIMES)))
    if lifetime == "KEEPTTL":
        choices.append((lifetime,))
    elif lifetime is not None:
        choices.append((lifetime, draw(st.sampled_from(LIFETIMES[lifetime]))))
    condition = draw(st.sampled_from((None, "NX", "XX")))
    if condition is not None:
        choices.append((condition,))
    if condition != "NX" and draw(st.booleans()):
        choices.append(("GET",))
    return tuple(word for choice in draw(st.permutations(choices)) for word in choice)


def _refused_set_options() -> st.SearchStrategy[tuple[Word, ...]]:
    lifetimes = st.tuples(st.sampled_from(tuple(LIFETIMES)), st.sampled_from(REFUSED_LIFETIMES))
    return st.one_of(lifetimes, st.sampled_from(CONFLICTS))


def _set(values: Values, options: st.SearchStrategy[tuple[Word, ...]]) -> Templates:
    drawn = st.tuples(keys, values, options)
    return drawn.map(lambda parts: ("SET", parts[0], parts[1], *parts[2]))


def _pairs(name: str, values: Values) -> Templates:
    """MSET or MSETNX of up to three pairs, in which a key may occur twice."""
    pair: Templates = command(keys, values)
    pairs = st.lists(pair, min_size=1, max_size=3)
    return pairs.map(lambda drawn: (name, *(word for pair in drawn for word in pair)))


def _string_templates(values: Values) -> Templates:
    return st.one_of(
        # Weighted towards SET, which is the easiest to get wrong.
        command("SET", keys, values),
        _set(values, _set_options()),
        _set(values, _set_options()),
        _set(values, _set_options()),
        _set(values, _refused_set_options()),
        command("GET", keys),
        command("GETSET", keys, values),
        command("GETDEL", keys),
        command("APPEND", keys, values),
        command("STRLEN", keys),
        command("GETRANGE", keys, st.sampled_from(RANGE_INDEXES), st.sampled_from(RANGE_INDEXES)),
        command("SETRANGE", keys, st.sampled_from(SETRANGE_OFFSETS), values),
        command("SETNX", keys, values),
        _pairs("MSET", values),
        _pairs("MSETNX", values),
        st.sampled_from(WRONG_ARITIES),
        # Now and then a key has another type, until a SET, GETSET or MSET replaces it.
        command(st.sampled_from(("RPUSH", "SADD")), keys, values),
    )


_STRING_SAMPLES: tuple[Template, ...] = (
    *(("SET", Key(0), "new", *options) for options in _SET_SAMPLES),
    *((name, Key(0)) for name in ("GET", "GETDEL", "STRLEN")),
    *((name, Key(0), value) for name in ("GETSET", "APPEND", "SETNX") for value in ("new", "")),
    *(("GETRANGE", Key(0), start, end) for start, end in _RANGE_SAMPLES),
    *(("SETRANGE", Key(0), offset, "new") for offset in SETRANGE_OFFSETS),
    ("SETRANGE", Key(0), 5, ""),
    *(
        (name, *pairs)
        for name in ("MSET", "MSETNX")
        for pairs in (
            (Key(0), "new"),
            (Key(0), "new", Key(1), "other"),
            (Key(1), "other", Key(0), "new"),
            (Key(1), "other", Key(1), "another"),
        )
    ),
    *WRONG_ARITIES,
)

STRING = Family(
    name="string",
    commands=(
        *("SET", "GET", "GETSET", "GETDEL", "APPEND", "STRLEN", "GETRANGE", "SETRANGE", "SETNX"),
        *("MSET", "MSETNX"),
    ),
    options=("NX", "XX", "GET", "KEEPTTL", *LIFETIMES),
    templates=_string_templates,
    samples=_STRING_SAMPLES,
    states=(
        *("no key", "a text", "a number", "an empty text", "a text that ends", "a list"),
        "a set that ends",
    ),
)
