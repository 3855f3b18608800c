"""Programs of overlapping clients: how many there are, when each calls, and what."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from hypothesis import strategies as st

Call = TypeVar("Call")

FEWEST_CLIENTS, MOST_CLIENTS = 3, 8
FEWEST_TURNS, MOST_TURNS = 4, 9

PAUSES_MS = (0, 0, 0, 0, 1, 3, 10)
"""Usually none: races need bursts, but if all clients are always in step, some races are missed."""


@dataclass(frozen=True, slots=True)
class Turn(Generic[Call]):
    """What one client does next, and how long it thinks before that, in milliseconds."""

    pause_ms: int
    call: Call


ClientPrograms = list[list[Turn[Call]]]
"""The turns of each client. They all start at once."""


def client_programs(calls: st.SearchStrategy[Call]) -> st.SearchStrategy[ClientPrograms[Call]]:
    """Programs of a few clients that make a few of these calls each, some thirty in all."""
    turns = st.builds(Turn, st.sampled_from(PAUSES_MS), calls)
    client = st.lists(turns, min_size=FEWEST_TURNS, max_size=MOST_TURNS)
    return st.lists(client, min_size=FEWEST_CLIENTS, max_size=MOST_CLIENTS)


Words = tuple[str, ...]
"""A Redis command about a few keys, called `a`, `b`, …

`*` stands for a value not used before, `@` for a key that only this client uses. A batch is `MULTI`
or `PIPELINE` and its commands, the words of each separated by spaces.
"""

_KEYS = ("a", "b")


def register_calls() -> st.SearchStrategy[Words]:
    """Commands that read and write strings, each about one of two keys."""
    written = st.sampled_from(("SET", "GETSET", "SETNX", "APPEND"))
    key = st.sampled_from(_KEYS)
    reading = st.tuples(st.just("GET"), key)
    writing = st.tuples(written, key, st.just("*"))
    # Reads show what went wrong with writes.
    return st.one_of(reading, reading, writing, writing, st.tuples(st.just("DEL"), key))


def counter_calls() -> st.SearchStrategy[Words]:
    """INCR, and now and then GET, of one key."""
    return st.sampled_from((("INCR", "a"), ("INCR", "a"), ("INCR", "a"), ("GET", "a")))


def member_calls() -> st.SearchStrategy[Words]:
    """Commands that change a set and look at it, about a few members."""
    members = st.sampled_from(("one", "two", "three"))
    names = st.sampled_from(("SADD", "SADD", "SREM", "SISMEMBER"))
    return st.one_of(st.tuples(names, members), st.just(("SMEMBERS",)))


GROUP = ("a", "b", "c", "d")


def group_calls() -> st.SearchStrategy[Words]:
    """MSET and MGET of the same few keys; MSET gives all of them one value."""
    writing = ("MSET", *(word for key in GROUP for word in (key, "*")))
    return st.sampled_from((writing, ("MGET", *GROUP)))


def transaction_calls() -> st.SearchStrategy[Words]:
    """Transactions about two keys, and single commands beside them."""
    single = st.one_of(
        st.tuples(
            st.sampled_from(("SET", "GETSET", "APPEND")), st.sampled_from(_KEYS), st.just("*")
        ),
        st.tuples(st.just("GET"), st.sampled_from(_KEYS)),
        st.just(("MGET", *_KEYS)),
        st.just(("MSET", "a", "*", "b", "*")),
    )
    return st.one_of(_batches("MULTI", single), single)


def own_calls(*batches: str) -> st.SearchStrategy[Words]:
    """Single commands, and batches of these kinds, on keys that no other client touches."""
    single = st.sampled_from((("ECHO", "*"), ("SET", "@", "*"), ("APPEND", "@", "*"), ("GET", "@")))
    return st.one_of(single, *[_batches(name, single) for name in batches])


def _batches(name: str, single: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    several = st.lists(single.map(" ".join), min_size=2, max_size=8)
    return several.map(lambda commands: (name, *commands))


def beginning_with(
    first: Call, programs: st.SearchStrategy[ClientPrograms[Call]]
) -> st.SearchStrategy[ClientPrograms[Call]]:
    """The same programs, in which each client makes that call twice before all others."""
    begun = [Turn(0, first)] * 2
    return programs.map(lambda clients: [[*begun, *turns] for turns in clients])


def post_calls() -> st.SearchStrategy[str | int]:
    """POST and GET by name; a number is DELETE of one of the posts made so far."""
    # More come than go, so that lists get long and reading one in several steps takes some time.
    return st.sampled_from(("POST",) * 12 + ("GET",) * 10 + tuple(range(10)))


def replaced_posts() -> st.SearchStrategy[ClientPrograms[str | int]]:
    """Programs in which some clients replace posts, and others list them meanwhile.

    A client that makes one post and then deletes another never leaves the collection without both.
    A list that is read in several steps may show just that.
    """
    replacing = st.lists(st.integers(0, 29), min_size=4, max_size=7).map(_replacements)
    listing = st.builds(Turn, st.sampled_from(PAUSES_MS), st.just("GET"))
    clients = st.tuples(
        st.lists(replacing, min_size=2, max_size=3),
        st.lists(st.lists(listing, min_size=2, max_size=4), min_size=2, max_size=4),
    )
    return clients.map(lambda both: [*both[0], *both[1]])


def _replacements(deleted: list[int]) -> list[Turn[str | int]]:
    """A new post before each one that is deleted."""
    return [Turn(0, call) for number in deleted for call in ("POST", number)]


def list_programs() -> st.SearchStrategy[ClientPrograms[str | int]]:
    """Programs that show whether a list is of one instant: mostly of clients that replace posts."""
    replacing = replaced_posts()
    return st.one_of(replacing, replacing, replacing, client_programs(post_calls()))
