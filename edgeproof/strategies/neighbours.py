"""Neighbours: names of keys that resemble each other, and programs of any family of commands."""

from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.families import FAMILIES
from edgeproof.strategies.grammar import KEYS, Program, programs

LONG = "long" * 75
"""Longer than what a column of 255 characters can hold."""

RESEMBLING: tuple[tuple[str, ...], ...] = (
    ("Name", "name", "NAME"),
    ("item", "ite", "item1", "item:", "items"),
    ("ta*", "tab", "ta", "ta**"),
    ("r?[nm]g\\e", "ring", "rang", "r?ng"),
    ("nul\0one", "nul\0two", "nul"),
    ("word one", "word two", "word"),
    ("line\none", "line\ntwo", "line\r\none"),
    ("{tag}one", "{tag}two", "{tag}", "tag", "{other}one"),
    (f"{LONG}1", f"{LONG}2", LONG),
    ("white", " white", "white ", "\twhite"),
    ("caf\u00e9", "cafe\u0301", "cafe"),
    ("01", "1", "1.0", "+1"),
    ("per%20cent", "per cent", "per+cent", "per%2520cent"),
    ("sla/sh", "sla", "sh", "sla//sh", "sla%2Fsh"),
    ("quo'te", 'quo"te', "quote", "quo''te"),
)
"""Endings of names that software takes for one another: commands name the first of each row, but
not the others."""

BELOW = ":1"
"""Added to a name, these make the name of a neighbour that would be below it, if names were a
tree."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Endings of names: those that a program's commands name, and those of keys beside them."""

    named: tuple[str, ...]
    beside: tuple[str, ...]

    @classmethod
    def of(cls, rows: tuple[tuple[str, ...], ...]) -> "Neighbourhood":
        """The neighbourhood of these rows of `RESEMBLING`."""
        others = tuple(name for first, *rest in rows for name in (*rest, first + BELOW))
        return cls(tuple(first for first, *_ in rows), others)


EVERY_NEIGHBOUR = Neighbourhood.of(RESEMBLING)


def neighbourhoods() -> st.SearchStrategy[Neighbourhood]:
    """As many names as a program has keys, each from another row, with all that resembles them."""
    rows = st.lists(st.sampled_from(RESEMBLING), min_size=KEYS, max_size=KEYS, unique=True)
    return rows.map(tuple).map(Neighbourhood.of)


def programs_of_any_family() -> st.SearchStrategy[Program]:
    """Programs, each with the commands of one family."""
    return st.sampled_from(tuple(FAMILIES.values())).flatmap(programs)
