"""Bitmaps: single bits, ranges of them, and integers of any width within a text."""

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
    several,
    weighted,
    with_rest,
)

OFFSETS = (0, 1, 6, 7, 8, 9, 20, 63, 64, 100)
"""Both ends of bytes. No large offsets: setting a bit allocates everything before it."""

OFFSETS_TO_READ = (*OFFSETS, 2**32 - 1)

REFUSED_OFFSETS: tuple[Word, ...] = (-1, *WRONG_INTEGERS)

BITS = (0, 1)
REFUSED_BITS: tuple[Word, ...] = (2, -1, *WRONG_INTEGERS)

RANGE_ENDS = (0, 1, 2, 3, 10, 1000, -1, -2, -3, -10, -1000)
"""In bytes. Non-integers are not included: for a missing key they are refused only since 7.2. Nor
are `BYTE` and `BIT`, which came with 7.0."""

OPERATIONS = ("AND", "OR", "XOR", "NOT")

WIDTHS = ("u1", "u4", "u8", "u16", "u31", "u53", "i5", "i8", "i32", "i53")
"""Types of integers. None is wider than what a double holds exactly, as clients read JSON."""

REFUSED_WIDTHS = ("u0", "u64", "i65", "x8", "8", "")

FIELD_OFFSETS: tuple[Word, ...] = (0, 1, 7, 100, "#0", "#1", "#2")
REFUSED_FIELD_OFFSETS: tuple[Word, ...] = (-1, "#-1", "#", "abc", "")

FIELD_VALUES = (0, 1, 3, 127, 128, 255, 300, 2**31, -1, -3, -128, -129, -500)

OVERFLOWS = ("WRAP", "SAT", "FAIL")

_Words = tuple[Word, ...]

REFUSED_FIELDS: tuple[_Words, ...] = (
    ("GET", "u8"),
    ("SET", "u8", 0),
    ("INCRBY", "u8", 0),
    ("OVERFLOW",),
    ("OVERFLOW", "NOPE", "INCRBY", "u8", 0, 1),
    ("NOPE", "u8", 0),
    ("SET", "u8", 0, "abc"),
    ("INCRBY", "u8", 0, "1.5"),
    ("SET", "u8", 0, 1, "GET", "u64", 0),
    *(("GET", width, 0) for width in REFUSED_WIDTHS),
    *(("SET", "u8", offset, 1) for offset in REFUSED_FIELD_OFFSETS),
)
"""What BITFIELD refuses, without doing any part of it."""

WRONG_ARITIES: tuple[Template, ...] = (
    ("SETBIT", Key(0), 0),
    ("GETBIT", Key(0)),
    ("GETBIT", Key(0), 0, 1),
    ("BITCOUNT",),
    ("BITPOS", Key(0)),
    ("BITOP", "AND", Key(0)),
    ("BITOP", "NOT", Key(0), Key(0), Key(1)),
    ("BITOP", "NAND", Key(0), Key(0)),
    ("BITFIELD",),
)


def _field() -> st.SearchStrategy[_Words]:
    """One operation of BITFIELD."""
    width = st.sampled_from(WIDTHS)
    offset = st.sampled_from(FIELD_OFFSETS)
    value = st.sampled_from(FIELD_VALUES)
    return st.one_of(
        st.tuples(st.just("GET"), width, offset),
        st.tuples(st.just("SET"), width, offset, value),
        st.tuples(st.just("INCRBY"), width, offset, value),
        st.tuples(st.just("OVERFLOW"), st.sampled_from(OVERFLOWS)),
        # The same few bits, so that they overflow.
        st.tuples(st.just("INCRBY"), st.sampled_from(("u4", "i5")), st.just(0), value),
    )


def _fields() -> st.SearchStrategy[_Words]:
    fields = st.lists(_field(), min_size=1, max_size=4)
    return fields.map(lambda drawn: tuple(word for field in drawn for word in field))


def _range() -> st.SearchStrategy[_Words]:
    end = st.sampled_from(RANGE_ENDS)
    return st.one_of(st.just(()), st.tuples(end, end))


def _range_or_start() -> st.SearchStrategy[_Words]:
    """A range of BITPOS, which may lack its end."""
    return st.one_of(_range(), st.tuples(st.sampled_from(RANGE_ENDS)))


def _bitmap_templates(values: Values) -> Templates:
    bit = st.sampled_from(BITS)
    offset = st.sampled_from(OFFSETS)
    operation = st.sampled_from(OPERATIONS[:-1])
    fields = command("BITFIELD", keys)
    return weighted(
        (6, command("SETBIT", keys, offset, st.sampled_from((1, 1, 0)))),
        (1, command("SETBIT", keys, st.sampled_from(REFUSED_OFFSETS), bit)),
        (1, command("SETBIT", keys, offset, st.sampled_from(REFUSED_BITS))),
        (3, command("GETBIT", keys, st.sampled_from(OFFSETS_TO_READ))),
        (1, command("GETBIT", keys, st.sampled_from((*REFUSED_OFFSETS, 2**32)))),
        (3, with_rest(command("BITCOUNT", keys), _range())),
        (3, with_rest(command("BITPOS", keys, bit), _range_or_start())),
        (1, command("BITPOS", keys, st.sampled_from(REFUSED_BITS))),
        (3, with_rest(command("BITOP", operation, keys), several(keys))),
        (2, command("BITOP", "NOT", keys, keys)),
        (6, with_rest(fields, _fields())),
        (2, with_rest(fields, st.sampled_from(REFUSED_FIELDS))),
        (1, st.sampled_from(WRONG_ARITIES)),
        # A text is a bitmap too; a list is not one, until a SET or BITOP replaces it.
        (3, command("SET", keys, values)),
        (1, command("RPUSH", keys, values)),
    )


_RANGE_SAMPLES: tuple[_Words, ...] = (
    *((0, -1), (0, 0), (1, 2), (2, 1), (-2, -1), (1, 1000), (1000, 1001), (-1000, 0), (0, -10)),
)

_FIELD_SAMPLES: tuple[_Words, ...] = (
    (),
    *(("GET", width, 0) for width in ("u1", "i5", "u53")),
    ("GET", "u8", "#1", "GET", "u8", 100),
    ("SET", "u8", 0, 255, "GET", "i8", 0),
    ("SET", "u4", 100, 1),
    ("SET", "u4", "#1", 300),
    ("INCRBY", "i8", 4, -1),
    *(
        ("OVERFLOW", overflow, "SET", "u4", 0, 9, "INCRBY", "u4", 0, value)
        for overflow in OVERFLOWS
        for value in (9, -500)
    ),
    *(("OVERFLOW", overflow, "INCRBY", "i5", 9, 300) for overflow in OVERFLOWS),
    ("OVERFLOW", "FAIL", "INCRBY", "u1", 0, 300, "OVERFLOW", "WRAP", "INCRBY", "u1", 0, 300),
)

_BITMAP_SAMPLES: tuple[Template, ...] = (
    *(("SETBIT", Key(0), offset, bit) for offset in (0, 7, 8, 100) for bit in BITS),
    *(("SETBIT", Key(0), offset, 1) for offset in (-1, "abc")),
    *(("SETBIT", Key(0), 1, bit) for bit in (2, "")),
    *(("GETBIT", Key(0), offset) for offset in (0, 1, 7, 9, 100, 2**32 - 1, 2**32, -1, "1.5")),
    *(("BITCOUNT", Key(0), *ends) for ends in ((), *_RANGE_SAMPLES)),
    *(("BITPOS", Key(0), 1, *ends) for ends in ((), (1,), *_RANGE_SAMPLES)),
    *(("BITPOS", Key(0), 0, *ends) for ends in ((), (1,), (0, 0), (-2, -1), (1000, 1001))),
    *(("BITPOS", Key(0), bit) for bit in (2, -1)),
    *(
        ("BITOP", operation, Key(1), *sources)
        for operation in OPERATIONS[:-1]
        for sources in ((Key(0),), (Key(0), Key(1)))
    ),
    ("BITOP", "XOR", Key(2), Key(0), Key(0), Key(1)),
    *(("BITOP", "NOT", Key(to), Key(source)) for to, source in ((1, 0), (0, 0), (0, 1))),
    *(("BITFIELD", Key(0), *fields) for fields in (*_FIELD_SAMPLES, *REFUSED_FIELDS)),
    *WRONG_ARITIES,
)

BITMAP = Family(
    name="bitmap",
    commands=("SETBIT", "GETBIT", "BITCOUNT", "BITPOS", "BITOP", "BITFIELD"),
    options=(*OPERATIONS, "GET", "SET", "INCRBY", "OVERFLOW", *OVERFLOWS),
    templates=_bitmap_templates,
    samples=_BITMAP_SAMPLES,
    states=(
        *("no key", "a text", "an empty text", "some bits", "bits that end", "two bitmaps"),
        "a list",
    ),
)
