"""Streams: entries under rising ids, ranges of them, and trimming.

Consumer groups are a family of their own (`stream_groups`), in which nothing is deleted: what
happens to a deleted entry that is pending changed with Redis 7.0.
"""

from collections.abc import Sequence

from hypothesis import strategies as st

from edgeproof.strategies.grammar import (
    Family,
    Key,
    Program,
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

_Words = tuple[Word, ...]

RISING_IDS = ("1-0", "1-1", "2-0", "3-5", "4-0", "4-1", "5-0", "7-0", "9-3", "*")
"""Ids of new entries. A program puts those of each key into this order: `*` is the last, since it
is the time of day."""

OTHER_IDS = ("1", "4")
"""Ids without a number after the time, where they happen to be drawn: early, or too late."""

REFUSED_IDS = ("0-0", "abc", "1-abc", "-1-0", "18446744073709551616-0", "")

LAST_ID = "18446744073709551615-18446744073709551615"

_FIELDS = ("a", "b", "naïve", "*")

ENDS = ("-", "+", "1-0", "1-1", "(1-1", "3-5", "(3-5", "(4-1", "4", "9-3", "0", "99")
"""Ends of a range; exclusive ones have both numbers, since the meaning of `(4` is not
documented."""

COUNTS = (1, 2, 10)
"""Not 0 and not negative: some commands take these for nothing, others for everything."""

READ_IDS = ("0", "0-0", "1-0", "1-1", "3-5", "4", "9-3", "$")

TRIMS: tuple[_Words, ...] = (
    *(("MAXLEN", length) for length in (0, 1, 2, 10)),
    ("MAXLEN", "=", 2),
    ("MAXLEN", "~", 1000),
    ("MAXLEN", "~", 1000, "LIMIT", 10),
    *(("MINID", id_) for id_ in ("0", "1-1", "4", "99")),
    ("MINID", "=", "3-5"),
    ("MINID", "~", "0-1"),
)
"""How XADD and XTRIM trim. An inexact limit (`~`) always keeps everything; otherwise chance would
decide."""

REFUSED_TRIMS: tuple[_Words, ...] = (
    *(("MAXLEN", length) for length in (-1, "abc", "1.5", "")),
    ("MAXLEN", 2, "LIMIT", 10),
    ("MAXLEN", "~", 1000, "LIMIT", -1),
    ("MAXLEN", 2, "MINID", "1-0"),
    ("MINID", "abc"),
)

WRONG_ARITIES: tuple[Template, ...] = (
    ("XADD", Key(0), "1-0"),
    ("XADD", Key(0), "99-0", "a"),
    ("XADD", Key(0), "99-0", "a", "x", "b"),
    ("XLEN",),
    ("XRANGE", Key(0), "-"),
    ("XREVRANGE", Key(0), "+"),
    ("XDEL", Key(0)),
    ("XTRIM", Key(0)),
    ("XTRIM", Key(0), "MAXLEN"),
    ("XREAD", "STREAMS", Key(0)),
    ("XREAD", "STREAMS", Key(0), Key(1), 0),
)

WORDS_OF_OPTIONS = {"NOMKSTREAM": 1, "MAXLEN": 2, "MINID": 2, "LIMIT": 2}
"""How many words an option of XADD has, not counting `=` or `~`."""


def place_of_id(command: Sequence[object]) -> int:
    """The place of the id in a well-formed XADD: after the options (a field may be `*` too)."""
    place = 2
    while place < len(command) - 1 and (option := str(command[place]).upper()) in WORDS_OF_OPTIONS:
        has_sign = str(command[place + 1]) in {"=", "~"}
        place += WORDS_OF_OPTIONS[option] + has_sign
    return min(place, len(command) - 1)


def with_rising_ids(program: Program) -> Program:
    """The program, with the entries that it adds to a key under RISING_IDS in their order.

    In any other order, all but the first few would be refused.
    """
    arranged = list(program)
    adds: dict[Word | Key, list[int]] = {}
    for place, template in enumerate(program):
        if template[0] == "XADD" and _id_of(template) in RISING_IDS:
            adds.setdefault(template[1], []).append(place)
    for places in adds.values():
        ids = sorted((_id_of(program[place]) for place in places), key=RISING_IDS.index)
        for place, id_ in zip(places, ids, strict=True):
            at = place_of_id(program[place])
            arranged[place] = (*program[place][:at], id_, *program[place][at + 1 :])
    return tuple(arranged)


def _id_of(template: Template) -> str:
    return str(template[place_of_id(template)])


def added(to: st.SearchStrategy[Key], values: Values) -> Templates:
    """XADD of one or two fields, under an id that a program puts into order."""
    return _added(to, st.just(()), st.sampled_from(RISING_IDS), values)


def _added(
    to: st.SearchStrategy[Key],
    options: st.SearchStrategy[_Words],
    ids: st.SearchStrategy[str],
    values: Values,
) -> Templates:
    pairs = st.lists(st.tuples(st.sampled_from(_FIELDS), values), min_size=1, max_size=2)
    drawn = st.tuples(command("XADD", to), options, ids, pairs)
    return drawn.map(
        lambda parts: (
            *parts[0],
            *parts[1],
            parts[2],
            *(word for pair in parts[3] for word in pair),
        )
    )


def _add_options() -> st.SearchStrategy[_Words]:
    making = st.sampled_from(((), ("NOMKSTREAM",)))
    trim = st.one_of(st.just(()), st.sampled_from(TRIMS))
    return st.tuples(making, trim).map(lambda parts: parts[0] + parts[1])


def _range(name: str, *ends: str) -> Templates:
    end = st.sampled_from((*ENDS, *ends))
    count = st.sampled_from(((), *(("COUNT", count) for count in COUNTS)))
    return with_rest(command(name, keys, end, end), count)


@st.composite
def _read(draw: st.DrawFn, ids: _Words = READ_IDS) -> Template:
    """XREAD of up to three keys, in which one may occur twice."""
    named = draw(several(keys))
    after = [draw(st.sampled_from(ids)) for _ in named]
    count = draw(st.sampled_from(((), *(("COUNT", count) for count in COUNTS))))
    return ("XREAD", *count, "STREAMS", *named, *after)


def _stream_templates(values: Values) -> Templates:
    any_id = st.sampled_from((*RISING_IDS[:-1], *OTHER_IDS))
    new_id = st.sampled_from((*RISING_IDS, *OTHER_IDS))
    trim = command("XTRIM", keys)
    return weighted(
        (7, added(keys, values)),
        (4, _added(keys, _add_options(), new_id, values)),
        (1, _added(keys, st.just(()), st.sampled_from(REFUSED_IDS), values)),
        (1, _added(keys, st.sampled_from(REFUSED_TRIMS), st.just("99-0"), values)),
        (1, command("XLEN", keys)),
        (3, _range("XRANGE")),
        (3, _range("XREVRANGE")),
        (1, _range("XRANGE", "abc", "(-")),
        (4, _read()),
        (1, _read(("abc", ">", "0"))),
        (3, with_rest(command("XDEL", keys), several(any_id))),
        (2, with_rest(trim, st.sampled_from(TRIMS))),
        (1, with_rest(trim, st.sampled_from(REFUSED_TRIMS))),
        (1, st.sampled_from(WRONG_ARITIES)),
        # Now and then a key has another type, or starts afresh.
        (1, command(st.sampled_from(("SET", "RPUSH")), keys, values)),
        (2, command("DEL", keys)),
    )


_RANGE_SAMPLES: tuple[tuple[Word, Word], ...] = (
    *(("-", "+"), ("2-0", "+"), ("-", "(3-5"), ("(1-1", "(4-0"), ("4", "4"), ("3-5", "2-0")),
    *(("0", "99"), ("+", "-"), ("(-", "+"), ("abc", "+"), ("-", "abc"), (f"({LAST_ID}", "+")),
)

_STREAM_SAMPLES: tuple[Template, ...] = (
    *(("XADD", Key(0), id_, "a", "new") for id_ in ("9-3", "4-2", "1-0", "1", "*", LAST_ID)),
    *(("XADD", Key(0), id_, "a", "new") for id_ in REFUSED_IDS),
    ("XADD", Key(0), "9-3", "*", "", "a", "1", "a", "2"),
    *(("XADD", Key(0), "NOMKSTREAM", *rest, "a", "new") for rest in (("9-3",), ("*",), ("abc",))),
    *(("XADD", Key(0), *trim, "9-3", "a", "new") for trim in (*TRIMS[1::2], *REFUSED_TRIMS[::2])),
    ("XADD", Key(0), "NOMKSTREAM", "MAXLEN", 2, "9-3", "a", "new"),
    ("XLEN", Key(0)),
    *(("XRANGE", Key(0), start, end) for start, end in _RANGE_SAMPLES),
    *(("XREVRANGE", Key(0), end, start) for start, end in _RANGE_SAMPLES),
    *(("XRANGE", Key(0), "-", "+", "COUNT", count) for count in (1, 10, "abc")),
    *(("XREVRANGE", Key(0), "+", "-", "COUNT", count) for count in (1, 10, "abc")),
    ("XRANGE", Key(0), "-", "+", "COUNT"),
    ("XRANGE", Key(0), "-", "+", "NOOPTION", 1),
    *(("XREAD", "STREAMS", Key(0), id_) for id_ in ("0", "1-1", "4", "99", "$", ">", "abc")),
    ("XREAD", "COUNT", 1, "STREAMS", Key(0), Key(1), "0", "0"),
    ("XREAD", "STREAMS", Key(1), Key(0), Key(0), "0", "2-0", "0"),
    ("XREAD", "COUNT", "abc", "STREAMS", Key(0), "0"),
    ("XREAD", "NOACK", "STREAMS", Key(0), "0"),
    *(("XDEL", Key(0), *ids) for ids in (("1-1",), ("4-0", "1-0", "4-0"), ("8-0",), ("2", "3-5"))),
    *(("XTRIM", Key(0), *trim) for trim in (*TRIMS, *REFUSED_TRIMS, ("NOOPTION", 1))),
    *WRONG_ARITIES,
)

STREAM = Family(
    name="stream",
    commands=("XADD", "XLEN", "XRANGE", "XREVRANGE", "XREAD", "XDEL", "XTRIM"),
    options=("NOMKSTREAM", "MAXLEN", "MINID", "LIMIT", "=", "~", "COUNT", "STREAMS", "$", "*"),
    templates=_stream_templates,
    samples=_STREAM_SAMPLES,
    states=("no key", "some entries", "entries that end", "an emptied stream", "a list"),
    arranged=with_rising_ids,
)
