"""Equalities: the ways in which two results of a command can be the same to a user."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Final

from edgeproof.laws import same

Equality = Callable[[object, object], bool]
"""Whether a received result is as good as the expected one."""

_CLOCK_TOLERANCE_S: Final = 60
"""Two servers are asked one after the other, and may have different clocks."""

FLOAT_TOLERANCE: Final = 1e-9
"""Relative; Redis adds in long doubles, others in doubles, and both are right."""

REPLACEMENTS: Final = re.compile("\ufffd+")
"""Bytes that are not UTF-8 become U+FFFD; one per byte or one per sequence is the decoder's
choice."""


def spells(text: object, number: float) -> bool:
    """Whether it is a string that reads back as exactly that double."""
    try:
        return isinstance(text, str) and float(text) == number
    except ValueError:
        return False


def spell(texts: object, numbers: Sequence[float]) -> bool:
    """Whether it is an array of strings that read back as these doubles."""
    is_array = isinstance(texts, list) and len(texts) == len(numbers)
    return is_array and all(map(spells, texts, numbers))  # type: ignore[call-overload]  # `is_array` has seen that


def readable(result: object) -> object:
    """The result with each run of U+FFFD as a single one, at every depth."""
    if isinstance(result, str):
        return REPLACEMENTS.sub("\ufffd", result)
    if isinstance(result, list):
        return [readable(item) for item in result]
    return result


def same_text(received: object, expected: object) -> bool:
    """The same value of the same types, in the same order."""
    return same(readable(received), readable(expected))


def equal_in_any_order(received: object, expected: object) -> bool:
    """The same texts, the same number of times, in any order."""
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    return same(_sorted(received), _sorted(expected))


def as_different_members(received: object, expected: object) -> bool:
    """The same members, in any order; numbers within them (distances) by value."""
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    pairs = zip(_sorted(received), _sorted(expected), strict=False)
    return len(received) == len(expected) and all(by_value(*pair) for pair in pairs)


def as_pairs(received: object, expected: object) -> bool:
    """The same fields with the same values, in any order."""
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    is_as_long = len(received) == len(expected)
    return is_as_long and _sorted(_in_pairs(received)) == _sorted(_in_pairs(expected))


def as_scored(received: object, expected: object) -> bool:
    """The same members in the same order, each followed by the same score, by value."""
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    return same_text(received[::2], expected[::2]) and by_value(received[1::2], expected[1::2])


def as_scored_of_a_key(received: object, expected: object) -> bool:
    """A key and pairs of member and score: the same key, members and order, scores by value."""
    match received, expected:
        case [key, list(pairs)], [expected_key, list(expected_pairs)]:
            is_alike = same(key, expected_key) and len(pairs) == len(expected_pairs)
            return is_alike and all(map(as_scored, pairs, expected_pairs))
    return same_text(received, expected)


def by_value(received: object, expected: object) -> bool:
    """The same, except that two strings that spell the same number are equal, at every depth."""
    match received, expected:
        case list(), list():
            return len(received) == len(expected) and all(map(by_value, received, expected))
        case str(), str():
            return same_text(received, expected) or _is_close(received, expected)
    return same(received, expected)


def within_a_minute(units_per_second: int) -> Equality:
    """Times as close as two clocks are; negative ones say that there is no key, or no end."""

    def equal(received: object, expected: object) -> bool:
        # Not `isinstance`: a boolean is an integer to Python, and to no client.
        if type(received) is int and type(expected) is int and min(received, expected) >= 0:
            return abs(received - expected) <= _CLOCK_TOLERANCE_S * units_per_second
        return same(received, expected)

    return equal


def as_pending(received: object, expected: object) -> bool:
    """The same pending entries `[id, consumer, idle, deliveries]`, with idle times within a minute.

    Anything with another shape (the summary of entries) must be the same.
    """
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    pairs = zip(received, expected, strict=False)
    return len(received) == len(expected) and all(_is_as_pending(*pair) for pair in pairs)


def _is_as_pending(received: object, expected: object) -> bool:
    match received, expected:
        case [*of, int(idle), int(deliveries)], [*of_, int(idle_), int(deliveries_)]:
            is_as_idle = within_a_minute(1_000)(idle, idle_)
            return is_as_idle and same_text([*of, deliveries], [*of_, deliveries_])
    return same_text(received, expected)


def as_claimed(received: object, expected: object) -> bool:
    """The same next id, and the same claimed entries after it.

    Since 7.0 the ids of deleted entries follow: there are none where nothing is deleted.
    """
    if not isinstance(received, list) or not isinstance(expected, list):
        return same_text(received, expected)
    return received[2:] in ([], [[]]) and same_text(received[:2], expected[:2])


def _is_close(received: str, expected: str) -> bool:
    try:
        return math.isclose(float(received), float(expected), rel_tol=FLOAT_TOLERANCE)
    except ValueError:
        return False


def _sorted(members: Sequence[object]) -> list[object]:
    return sorted(map(readable, members), key=repr)


def _in_pairs(flat: list[object]) -> list[object]:
    return [list(pair) for pair in zip(flat[::2], flat[1::2], strict=True)]
