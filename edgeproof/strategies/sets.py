"""Sets: sequences of additions and removals, and what they come to."""

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
    """Changes of a set that is empty at first, of so few members that they meet."""
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
