"""Keys: what can be done to a key whatever it holds, and its time to live."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import EXACT_MAX, INT64_MAX, INT64_MIN
from edgeproof.strategies.families.strings import MILLISECONDS, SECONDS
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
    several,
    weighted,
    with_rest,
)

COUNTING = ("EXISTS", "TOUCH", "DEL", "UNLINK")
"""Commands for any number of keys. (UNLINK without keys is not judged: hosts disagree on it.)"""

MOVING = ("RENAME", "RENAMENX", "COPY")

_READING = ("TYPE", "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME", "PERSIST")
"""Commands for one key and nothing else."""

_SECONDS_AT = (4_000_000_000, 4_102_444_800)
"""The years 2096 and 2100."""
_MILLISECONDS_AT = (4_000_000_000_000, 4_102_444_800_000, EXACT_MAX - 1)
"""The same, and a time that is not a valid JavaScript date, though a double holds it."""

LIFETIMES: dict[str, tuple[int, ...]] = {
    "EXPIRE": SECONDS,
    "PEXPIRE": MILLISECONDS,
    "EXPIREAT": _SECONDS_AT,
    "PEXPIREAT": _MILLISECONDS_AT,
}
"""Commands that set a time. None ends while a program runs: two clocks would disagree."""

PAST: dict[str, tuple[int, ...]] = {
    "EXPIRE": (0, -1),
    "PEXPIRE": (0, -1, INT64_MIN),
    "EXPIREAT": (1, 0, -1),
    "PEXPIREAT": (1000, 0, INT64_MIN),
}
"""Times that delete the key at once."""

TOO_LARGE: dict[str, tuple[int, ...]] = {
    "EXPIRE": (10**16, -(10**16)),
    "PEXPIRE": (INT64_MAX,),
    "EXPIREAT": (INT64_MAX, 10**16, -(10**16)),
    "PEXPIREAT": (),
}
"""Times that exceed 64 bits once they are milliseconds since 1970. (EXPIRE does not get the limits
of 64 bits: multiplied by a thousand they overflow to 0 or less, which early 6.2 did not notice.)"""

UNORDERED = ("NX", "XX")
ORDERED = ("GT", "LT", "XX GT")
"""Conditions that ask which of two times is later. In programs they only come with times since
1970: whether a thousand seconds from now is later than a thousand seconds from a moment ago depends
on the clock's next tick."""

CONFLICTS = ("NX XX", "NX GT", "LT NX", "GT LT")
"""Conditions that are refused together."""

WRONG_ARITIES: tuple[Template, ...] = (
    ("DEL",),
    ("EXISTS",),
    ("TOUCH",),
    ("TYPE",),
    ("TYPE", Key(0), Key(1)),
    ("RENAME", Key(0)),
    ("RENAMENX", Key(0)),
    ("COPY", Key(0)),
    ("COPY", Key(0), Key(1), "NOOPTION"),
    ("TTL",),
    ("PTTL", Key(0), Key(1)),
    ("PERSIST",),
    *((name, Key(0)) for name in LIFETIMES),
)


def _conditions(*texts: str) -> list[tuple[Word, ...]]:
    """Each text as the words that it consists of."""
    return [tuple(text.split()) for text in texts]


def strange_times(name: str) -> tuple[Word, ...]:
    """The times of such a command that are past, too large or not valid."""
    return (*PAST[name], *TOO_LARGE[name], *WRONG_INTEGERS)


def _timed(name: str) -> Templates:
    """A command that sets a time: usually a future one, now and then a past or refused one."""
    usual: st.SearchStrategy[Word] = st.sampled_from(LIFETIMES[name])
    strange = st.sampled_from(strange_times(name))
    conditions = [*UNORDERED, *CONFLICTS, *(ORDERED if name.endswith("AT") else ())]
    return st.one_of(
        command(name, keys, usual),
        command(name, keys, strange),
        with_rest(
            command(name, keys, st.one_of(usual, usual, strange)),
            st.sampled_from(_conditions(*conditions)),
        ),
    )


def _making(values: Values) -> Templates:
    """Commands that make a key of each type, or change an existing one."""
    return st.one_of(
        command("SET", keys, values),
        command("SET", keys, values, "EX", st.sampled_from(SECONDS)),
        command("RPUSH", keys, values),
        command("SADD", keys, values),
        command("HSET", keys, "field", values),
        command("ZADD", keys, st.integers(1, 3), values),
        command("XADD", keys, st.sampled_from(("1-1", "2-1", "3-1")), "field", values),
    )


def _key_templates(values: Values) -> Templates:
    timed = st.sampled_from(tuple(LIFETIMES)).flatmap(_timed)
    return weighted(
        (6, _making(values)),
        (3, with_rest(command(st.sampled_from(COUNTING)), several(keys))),
        (4, command(st.sampled_from(MOVING), keys, keys)),
        (1, command("COPY", keys, keys, "REPLACE")),
        (3, command(st.sampled_from(_READING), keys)),
        (7, timed),
        (1, st.sampled_from(WRONG_ARITIES)),
    )


_TIMED_SAMPLES: tuple[Template, ...] = (
    *(
        (name, Key(0), time)
        for name in LIFETIMES
        for time in (*LIFETIMES[name], *strange_times(name))
    ),
    *(
        (name, Key(0), time, *condition)
        for name in LIFETIMES
        for time in LIFETIMES[name][:2]
        for condition in _conditions("NX", "XX", "GT", "LT")
    ),
    *(
        ("EXPIRE", Key(0), 1000, *condition)
        for condition in _conditions("XX GT", "LT XX", *CONFLICTS)
    ),
    *(("PEXPIRE", Key(0), -1, *condition) for condition in _conditions("NX", "XX", "GT", "LT")),
)

_KEY_SAMPLES: tuple[Template, ...] = (
    *((name, Key(0)) for name in (*COUNTING, *_READING)),
    *(
        (name, *named)
        for name in COUNTING
        for named in ((Key(0), Key(0)), (Key(1), Key(0), Key(1), Key(0)))
    ),
    *(
        (name, *named)
        for name in MOVING
        for named in ((Key(0), Key(1)), (Key(1), Key(0)), (Key(0), Key(0)))
    ),
    ("COPY", Key(0), Key(1), "REPLACE"),
    ("COPY", Key(1), Key(0), "REPLACE"),
    ("COPY", Key(0), Key(0), "REPLACE"),
    *_TIMED_SAMPLES,
    *WRONG_ARITIES,
)

KEYS_OF_ANY_TYPE = Family(
    name="keys",
    commands=(*COUNTING, *MOVING, *_READING, *LIFETIMES),
    options=("REPLACE", "NX", "XX", "GT", "LT"),
    templates=_key_templates,
    samples=_KEY_SAMPLES,
    states=(
        *("no key", "a text", "a text that ends", "a list", "a hash", "a sorted set"),
        *("a set that ends", "a stream", "two keys"),
    ),
)
"""(KEYS is how many keys a program has.)"""
