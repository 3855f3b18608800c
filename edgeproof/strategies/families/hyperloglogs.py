"""HyperLogLogs: the number of different elements, exact while there are few."""

from hypothesis import strategies as st

from edgeproof.strategies.grammar import (
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

ELEMENTS: tuple[Word, ...] = (
    *("a", "b", "c", "d", "", " ", "1", "1.0", "naïve", "日本語", "A"),
    "long" * 50,
)
"""Few enough that each changes something, however it is hashed, and that every count is exact. (So
the stored values are these, not the ones that the caller passes.)"""

WRONG_ARITIES: tuple[Template, ...] = (("PFADD",), ("PFCOUNT",), ("PFMERGE",))


def _hyperloglog_templates(values: Values) -> Templates:
    elements = several(st.sampled_from(ELEMENTS), least=0, most=4)
    return weighted(
        (8, with_rest(command("PFADD", keys), elements)),
        (6, with_rest(command("PFCOUNT"), several(keys))),
        (4, with_rest(command("PFMERGE", keys), several(keys, least=0))),
        (1, st.sampled_from(WRONG_ARITIES)),
        # Keys that are not HyperLogLogs, of the same type and of another, and their end.
        (1, command(st.sampled_from(("SET", "RPUSH")), keys, values)),
        (2, command("DEL", keys)),
    )


_HYPERLOGLOG_SAMPLES: tuple[Template, ...] = (
    *(("PFADD", Key(0), *elements) for elements in ((), ("a",), ("a", "b"), ("c", "d", "e", "c"))),
    *(("PFADD", Key(0), element) for element in ELEMENTS if element != "a"),
    ("PFADD", Key(0), *ELEMENTS),
    ("PFADD", Key(1), "a"),
    *(
        (name, *named)
        for name in ("PFCOUNT", "PFMERGE")
        for named in (
            (Key(0),),
            (Key(1),),
            (Key(0), Key(0)),
            (Key(0), Key(1)),
            (Key(1), Key(0)),
            (Key(1), Key(0), Key(1)),
            (Key(2), Key(0), Key(1)),
            (Key(0), Key(2), Key(2)),
        )
    ),
    *WRONG_ARITIES,
)

HYPERLOGLOG = Family(
    name="hyperloglog",
    commands=("PFADD", "PFCOUNT", "PFMERGE"),
    templates=_hyperloglog_templates,
    samples=_HYPERLOGLOG_SAMPLES,
    states=(
        *("no key", "a hyperloglog", "a hyperloglog that ends", "two hyperloglogs"),
        *("a text that ends", "an empty text", "a list"),
    ),
)
