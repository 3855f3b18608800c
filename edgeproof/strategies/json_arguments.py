"""Values that JSON has and Redis does not: numbers, and structures where a text should be."""

from hypothesis import strategies as st

from edgeproof.strategies.counters import EXACT_MAX, INT64_MAX, big_integers, integers_between
from edgeproof.strategies.texts import texts


def safe_integers() -> st.SearchStrategy[int]:
    """Integers that no JSON parser rounds (RFC 7493, 2.2), from -(2^53 - 1) to 2^53 - 1."""
    return integers_between(-EXACT_MAX + 1, EXACT_MAX - 1)


def large_integers() -> st.SearchStrategy[int]:
    """Integers beyond them: within 64 bits, and of up to thirty digits."""
    return st.one_of(big_integers(), integers_between(INT64_MAX + 1, 10**30))


def doubles() -> st.SearchStrategy[float]:
    """Finite doubles, including whole, tiny and huge ones."""
    whole = st.integers(-(10**6), 10**6).map(float)
    short = st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
    return st.one_of(whole, short, st.floats(allow_nan=False, allow_infinity=False))


def structures() -> st.SearchStrategy[object]:
    """Values other than texts and numbers: null, objects and arrays, empty and nested."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(-1000, 1000), texts(max_size=10))
    values = st.recursive(leaves, _containers, max_leaves=4)
    return st.one_of(st.none(), _containers(values))


def _containers(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    fields = st.dictionaries(texts(max_size=10), values, max_size=3)
    return st.one_of(st.lists(values, max_size=3), fields)
