"""Commands: a typed grammar for each family of Redis commands, and programs drawn from one.

Words: a *template* is a command that says which of a program's keys it names, not what they are
called (the names are made when the program runs, and differ each time); a *program* is a list of
templates, drawn as one value; a *family* is the grammar that its commands come from.

A new family is one more `Family`: a function from the strategy of its values to that of its
templates, with every option of every command, edges and mistakes among them; and samples, which
are each of these once, to be tried on a key in each of its STATES.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.counters import INT64_MAX, INT64_MIN
from edgeproof.strategies.texts import texts

KEYS = 3
"""So few keys that the commands of a program meet."""


@dataclass(frozen=True, slots=True)
class Key:
    """Stands in a template for the key of that number, from 0 to KEYS - 1."""

    number: int


Word = str | bytes | int
Template = tuple[Word | Key, ...]
Program = tuple[Template, ...]
Templates = st.SearchStrategy[Template]
Values = st.SearchStrategy[str | bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of commands: templates given the strategy of stored values, and samples of them.

    Samples name `Key(0)`, and `Key(1)` where there is a second one.
    """

    name: str
    templates: Callable[[Values], Templates]
    samples: tuple[Template, ...]


STATES: dict[str, Program] = {
    "no key": (),
    "a text": (("SET", Key(0), "naïve"),),
    "a number": (("SET", Key(0), "-12"),),
    "an empty text": (("SET", Key(0), ""),),
    "a text that ends": (("SET", Key(0), "some text", "EX", 5000),),
    "a list": (("RPUSH", Key(0), "one", "two"),),
    "a set that ends": (("SADD", Key(0), "one", "two"), ("EXPIRE", Key(0), 5000)),
}
"""What `Key(0)` may hold when a command comes to it; `Key(1)` holds nothing."""


def scene(state: Program, template: Template, names: Sequence[str]) -> list[list[str | bytes]]:
    """The commands that bring a key into a state, try a command on it, and look at what is left."""
    named = [name for number, name in enumerate(names) if Key(number) in (Key(0), *template)]
    return [*commands_of((*state, template), names), *reading(named)]


def programs(family: Family, values: Values | None = None) -> st.SearchStrategy[Program]:
    """Programs of some twenty commands, shorter when they shrink.

    `values` are what is stored; short texts unless told. Bytes among them need a form of request
    that can carry them.
    """
    template = family.templates(texts(max_size=20) if values is None else values)
    # Lists of lists, because Hypothesis's own lists are five long on average.
    parts = st.lists(st.lists(template, min_size=1, max_size=8), min_size=1, max_size=12)
    return parts.map(lambda lists: tuple(template for part in lists for template in part))


def commands_of(program: Program, names: Sequence[str]) -> list[list[str | bytes]]:
    """The program's commands, its keys called by these names."""
    return [_named(template, names) for template in program]


def reading(names: Sequence[str]) -> list[list[str | bytes]]:
    """Commands whose replies are the whole state of these keys: type, time to live, value.

    Of the commands that read a value all but one answer WRONGTYPE, which says something too.
    """
    per_key: Program = (
        ("TYPE", Key(0)),
        ("PTTL", Key(0)),
        ("GET", Key(0)),
        ("LRANGE", Key(0), 0, -1),
        ("SMEMBERS", Key(0)),
    )
    return [_named(template, [name]) for name in names for template in per_key]


def _named(template: Template, names: Sequence[str]) -> list[str | bytes]:
    """The template with names for its keys, and integers as text: as Redis gets them anyway."""
    return [
        names[word.number]
        if isinstance(word, Key)
        else str(word)
        if isinstance(word, int)
        else word
        for word in template
    ]


def _command(*parts: Word | st.SearchStrategy[Word] | st.SearchStrategy[Key]) -> Templates:
    """A template of these words, each as it is or drawn."""
    words = (part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts)
    return st.tuples(*words)


keys = st.integers(0, KEYS - 1).map(Key)


# The string family.

SECONDS = (1000, 1_000_000)
MILLISECONDS = (1_000_000, 1_000_000_000)
SECONDS_AT = (1, 4_102_444_800)
"""A time long past, which takes the key away at once, and the year 2100."""
MILLISECONDS_AT = (1000, 4_102_444_800_000)

LIFETIMES: dict[str, tuple[int, ...]] = {
    "EX": SECONDS,
    "PX": MILLISECONDS,
    "EXAT": SECONDS_AT,
    "PXAT": MILLISECONDS_AT,
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
"""Options that SET refuses. NX with GET is not among them: it is an error before Redis 7.0 only."""

WRONG_INTEGERS = ("abc", "1.5", "", str(INT64_MAX + 1))

RANGE_INDEXES: tuple[Word, ...] = (
    *(0, 1, 2, 3, 10, 1000, -1, -2, -3, -10, -1000, 2**32, INT64_MAX, INT64_MIN),
    *WRONG_INTEGERS,
)

SETRANGE_OFFSETS: tuple[Word, ...] = (*(0, 1, 2, 3, 10, 40, -1, INT64_MIN), *WRONG_INTEGERS)
"""No large ones: where they are no error they allocate as much, and old servers crash on some."""

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
    """Options of SET that go together, in any order."""
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
    """MSET or MSETNX of up to three pairs, in which a key may come twice."""
    pair: Templates = _command(keys, values)
    pairs = st.lists(pair, min_size=1, max_size=3)
    return pairs.map(lambda drawn: (name, *(word for pair in drawn for word in pair)))


def _string_templates(values: Values) -> Templates:
    return st.one_of(
        # Several times SET, which has the most to get wrong.
        _command("SET", keys, values),
        _set(values, _set_options()),
        _set(values, _set_options()),
        _set(values, _set_options()),
        _set(values, _refused_set_options()),
        _command("GET", keys),
        _command("GETSET", keys, values),
        _command("GETDEL", keys),
        _command("APPEND", keys, values),
        _command("STRLEN", keys),
        _command("GETRANGE", keys, st.sampled_from(RANGE_INDEXES), st.sampled_from(RANGE_INDEXES)),
        _command("SETRANGE", keys, st.sampled_from(SETRANGE_OFFSETS), values),
        _command("SETNX", keys, values),
        _pairs("MSET", values),
        _pairs("MSETNX", values),
        st.sampled_from(WRONG_ARITIES),
        # Now and then a key is of another type, until a SET, GETSET or MSET takes its place.
        _command(st.sampled_from(("RPUSH", "SADD")), keys, values),
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

STRING = Family(name="string", templates=_string_templates, samples=_STRING_SAMPLES)
"""SET with its options, GET, GETSET, GETDEL, APPEND, STRLEN, GETRANGE, SETRANGE, SETNX, MSET and
MSETNX; RPUSH and SADD for keys of the wrong type."""
