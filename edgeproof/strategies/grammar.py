"""Commands: a typed grammar for each family of Redis commands, and programs drawn from one.

Words: a *template* is a command that says which of a program's keys it names, but not what they are
called (the names are made when the program runs, and differ each time); a *program* is a list of
templates, drawn as one value; a *family* is the grammar of its commands.

A new family is a new module in `families/`. It has a function from the strategy of its values to
the strategy of its templates, which include every option of every command, edge cases and mistakes.
And it has samples, one for each of these, to be tried on a key in each of the family's states.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.counters import INT64_MAX
from edgeproof.strategies.texts import texts

KEYS = 3
"""Few enough that the commands of a program share keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """Stands in a template for the key with that number, from 0 to KEYS - 1."""

    number: int


Word = str | bytes | int
Template = tuple[Word | Key, ...]
Program = tuple[Template, ...]
Templates = st.SearchStrategy[Template]
Values = st.SearchStrategy[str | bytes]


def as_drawn(program: Program) -> Program:
    """The program, as it was drawn."""
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of commands: templates, given the strategy of stored values, and samples of them.

    `commands` are the names that it promises, `options` the other words that occur among their
    arguments: both occur in drawn programs and in samples. Samples name `Key(0)`, and `Key(1)` if
    there is a second key; they are tried in each of `states`, which are names in STATES: the
    program of a state says what `Key(0)` holds when a command comes to it (`Key(1)` holds nothing,
    unless the state says otherwise). `arranged` puts what was drawn into an order in which most of
    it works; `completed` adds to any program what its commands need.
    """

    name: str
    commands: tuple[str, ...]
    options: tuple[str, ...] = ()
    templates: Callable[[Values], Templates]
    samples: tuple[Template, ...]
    states: tuple[str, ...]
    arranged: Callable[[Program], Program] = as_drawn
    completed: Callable[[Program], Program] = as_drawn


def programs(family: Family, values: Values | None = None) -> st.SearchStrategy[Program]:
    """Programs of some twenty commands, shorter when they shrink.

    `values` are what is stored, by default short texts. Bytes among them need a request form that
    can carry them.
    """
    template = family.templates(texts(max_size=20) if values is None else values)
    # Lists of lists, because Hypothesis's own lists are five elements long on average.
    parts = st.lists(st.lists(template, min_size=1, max_size=8), min_size=1, max_size=12)
    drawn = parts.map(lambda lists: tuple(template for part in lists for template in part))
    return drawn.map(family.arranged).map(family.completed)


def commands_of(program: Program, names: Sequence[str]) -> list[list[str | bytes]]:
    """The program's commands, with these names for its keys."""
    return [_named(template, names) for template in program]


def keys_named(program: Program) -> list[Key]:
    """The keys that a program names, each once."""
    return sorted(
        {word for template in program for word in template if isinstance(word, Key)},
        key=lambda key: key.number,
    )


def _named(template: Template, names: Sequence[str]) -> list[str | bytes]:
    """The template with names for its keys, and integers as text, as Redis receives them anyway."""
    return [
        names[word.number]
        if isinstance(word, Key)
        else str(word)
        if isinstance(word, int)
        else word
        for word in template
    ]


_Part = Word | Key | st.SearchStrategy[Word] | st.SearchStrategy[Key]

keys = st.integers(0, KEYS - 1).map(Key)


def command(*parts: _Part) -> Templates:
    """A template of these words, each as it is or drawn."""
    words = (part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts)
    return st.tuples(*words)


def with_rest(start: Templates, rest: st.SearchStrategy[tuple[Word | Key, ...]]) -> Templates:
    """A template that begins like `start` and continues with the words of `rest`."""
    return st.tuples(start, rest).map(lambda parts: (*parts[0], *parts[1]))


def weighted(*choices: tuple[int, Templates]) -> Templates:
    """One of these templates, each as often as its weight says.

    (`one_of` would draw a strategy that it has twice no more often than once, and each choice of a
    nested one as often as its own.)
    """
    places = [place for place, (weight, _) in enumerate(choices) for _ in range(weight)]
    return st.sampled_from(places).flatmap(lambda place: choices[place][1])


def several(
    part: st.SearchStrategy[Word] | st.SearchStrategy[Key], *, least: int = 1, most: int = 3
) -> st.SearchStrategy[tuple[Word | Key, ...]]:
    """A few words in a row, each drawn by itself."""
    return st.lists(part, min_size=least, max_size=most).map(tuple)


def optional(*parts: _Part) -> st.SearchStrategy[tuple[Word | Key, ...]]:
    """These words, each as it is or drawn; or none."""
    return st.one_of(st.just(()), command(*parts))


def in_any_order(
    *choices: st.SearchStrategy[tuple[Word | Key, ...]],
) -> st.SearchStrategy[tuple[Word | Key, ...]]:
    """The words of each choice, the choices in any order."""
    orders = st.tuples(*choices).flatmap(st.permutations)
    return orders.map(lambda parts: tuple(word for part in parts for word in part))


WRONG_INTEGERS = ("abc", "1.5", "", str(INT64_MAX + 1))
"""Texts that Redis refuses where it wants an integer."""

INDEXES: tuple[Word, ...] = (0, 1, 2, 3, 10, -1, -2, -3, -10, *WRONG_INTEGERS)
"""Places in a short list, from both ends and beyond them, and texts that are not places."""
