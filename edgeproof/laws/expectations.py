"""Expectations: how a law compares, in one fixed shape, and counts that it did."""

from collections.abc import Callable, Collection

from edgeproof.laws.case import Case
from edgeproof.laws.outcome import Broken
from edgeproof.laws.values import as_shown


def same(left: object, right: object) -> bool:
    """Equality of values decoded from JSON, where `1`, `1.0` and `true` are three things."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


class Expectations:
    """The fixture `expect`: each method compares once, and raises Broken if that fails."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def equal(self, what: str, received: object, expected: object) -> None:
        """`received` is the same value of the same JSON type as `expected` (see `same`)."""
        self.that(what, same(received, expected), received=received, expected=as_shown(expected))

    def one_of(self, what: str, received: object, expected: Collection[object]) -> None:
        """`received` is one of a few values, say of two statuses that the law allows."""
        choices = " or ".join(map(as_shown, expected))
        self.that(
            what,
            any(same(received, choice) for choice in expected),
            received=received,
            expected=choices,
        )

    def that(self, what: str, holds: bool, *, received: object, expected: str) -> None:  # noqa: FBT001  (what is judged)
        """`holds` is true; `expected` says in words what was to be, `received` what was."""
        self.case.comparisons += 1
        if not holds:
            raise Broken(what, as_shown(received), expected)

    def satisfies(
        self, what: str, received: object, test: Callable[[object], bool], expected: str
    ) -> None:
        """`test(received)` is true; the same as `that` for a predicate with a name."""
        self.that(what, test(received), received=received, expected=expected)
