"""Sets: additions and removals, algebra and moves, and their results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.texts import texts


@dataclass(frozen=True, slots=True)
class Change:
    """SADD or SREM of the `named` members, some perhaps twice; the set `before` and `after` it."""

    command: str
    named: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]


@st.composite
def changes_of_a_set(draw: st.DrawFn) -> list[Change]:
    """Changes of a set that is empty at first, with few enough members that they overlap."""
    members = draw(st.lists(texts(), min_size=1, max_size=6, unique=True))
    steps = st.tuples(
        st.sampled_from(("SADD", "SREM")),
        st.lists(st.sampled_from(members), min_size=1, max_size=5),
    )
    changes: list[Change] = []
    for command, named in draw(st.lists(steps, min_size=1, max_size=10)):
        before = changes[-1].after if changes else frozenset()
        after = before.union(named) if command == "SADD" else before.difference(named)
        changes.append(Change(command, tuple(named), before, after))
    return changes


Sets = tuple[frozenset[str], ...]

ALGEBRA: dict[str, Callable[[list[frozenset[str]]], frozenset[str]]] = {
    "SINTER": lambda sets: sets[0].intersection(*sets[1:]),
    "SUNION": lambda sets: sets[0].union(*sets[1:]),
    "SDIFF": lambda sets: sets[0].difference(*sets[1:]),
}
"""The result of each command for the sets that it names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """SINTER, SUNION or SDIFF of the sets with these numbers, perhaps some twice; its result."""

    command: str
    sources: tuple[int, ...]
    result: frozenset[str]

    def words(self, names: Sequence[str]) -> tuple[str, ...]:
        """The command, with these names for the sets."""
        return (self.command, *(names[number] for number in self.sources))


@dataclass(frozen=True, slots=True)
class Storing:
    """SINTERSTORE and its kind, or SMOVE: its answer, and all sets `after` it.

    `keys` are the numbers of the sets that it names, with the destination of a STORE first and that
    of SMOVE second; `member` is the one that SMOVE moves.
    """

    command: str
    keys: tuple[int, ...]
    member: str | None
    answer: int
    after: Sets

    def words(self, names: Sequence[str]) -> tuple[str, ...]:
        """The command, with these names for the sets."""
        member = () if self.member is None else (self.member,)
        return (self.command, *(names[number] for number in self.keys), *member)


SETS = 4
"""Few enough that a destination is often a source."""


@st.composite
def sets_of_texts(draw: st.DrawFn) -> Sets:
    """Four sets with few enough members that they overlap; an empty set is a missing key."""
    members = draw(st.lists(texts(), min_size=1, max_size=6, unique=True))
    subset = st.frozensets(st.sampled_from(members))
    return tuple(draw(subset) for _ in range(SETS))


@st.composite
def readings_of_sets(draw: st.DrawFn) -> tuple[Sets, list[Reading]]:
    """Four sets, and commands that read them."""
    sets = draw(sets_of_texts())
    readings = st.tuples(st.sampled_from(sorted(ALGEBRA)), _numbers_of_sets())
    drawn = draw(st.lists(readings, min_size=1, max_size=10))
    return sets, [
        Reading(command, sources, ALGEBRA[command]([sets[number] for number in sources]))
        for command, sources in drawn
    ]


@st.composite
def storings_of_sets(draw: st.DrawFn) -> tuple[Sets, list[Storing]]:
    """Four sets, and commands that change them one after the other."""
    before = draw(sets_of_texts())
    # A member that is moved though no set has it.
    members = sorted({"no member", *(member for one in before for member in one)})
    storings: list[Storing] = []
    for _ in range(draw(st.integers(1, 10))):
        sets = storings[-1].after if storings else before
        storing = draw(st.one_of(_moving(sets, members), _storing(sets), _storing(sets)))
        storings.append(storing)
    return before, storings


def _numbers_of_sets() -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(0, SETS - 1), min_size=1, max_size=4).map(tuple)


@st.composite
def _storing(draw: st.DrawFn, sets: Sets) -> Storing:
    destination = draw(st.integers(0, SETS - 1))
    sources = draw(_numbers_of_sets())
    command = draw(st.sampled_from(sorted(ALGEBRA)))
    result = ALGEBRA[command]([sets[number] for number in sources])
    after = (*sets[:destination], result, *sets[destination + 1 :])
    return Storing(f"{command}STORE", (destination, *sources), None, len(result), after)


@st.composite
def _moving(draw: st.DrawFn, sets: Sets, members: list[str]) -> Storing:
    source, destination = draw(st.tuples(*[st.integers(0, SETS - 1)] * 2))
    member = draw(st.sampled_from(members))
    changed = list(sets)
    if member in sets[source]:
        changed[source] = changed[source] - {member}
        changed[destination] = changed[destination] | {member}
    answer = int(member in sets[source])
    return Storing("SMOVE", (source, destination), member, answer, tuple(changed))
