"""Agreement: which replies count as equal, where Redis itself leaves a choice or changed."""

import re
from collections.abc import Callable, Sequence

from edgeproof.clients import Command, Reply
from edgeproof.laws import same

CLOCK_TOLERANCE_MS = 60_000
"""Two servers are asked one after the other, and their clocks need not be one."""

REPLACEMENTS = re.compile("\ufffd+")
"""What is not UTF-8 becomes U+FFFD; whether one a byte or one a sequence is left to the decoder."""

LACKING = re.compile(
    r"unknown (sub)?command|not supported|unsupported|not available|not implemented|disabled",
    re.IGNORECASE,
)
"""How hosts say that they don't have a command; there is no code word for it."""


def says_it_is_lacking(reply: Reply) -> bool:
    """Whether the deployment says that it does not have the command at all."""
    return reply.error is not None and LACKING.search(reply.error) is not None


def agrees(command: Command, received: Reply, expected: Reply) -> bool:
    """Whether `received` is what Redis answers to `command`, given what one Redis did answer.

    Errors agree by their code word; unordered replies as sets; times within a minute.
    """
    if received.error is not None or expected.error is not None:
        return received.code == expected.code
    equal = COMPARISONS.get(str(command[0]).upper(), _same_text)
    return equal(received.result, expected.result) or (
        _may_end_before_the_start(command) and _is_first_or_none(received, expected)
    )


def spells(text: object, number: float) -> bool:
    """Whether it is a string that reads back as this very double."""
    try:
        return isinstance(text, str) and float(text) == number
    except ValueError:
        return False


def spell(texts: object, numbers: Sequence[float]) -> bool:
    """Whether it is an array of strings that read back as these doubles."""
    is_array = isinstance(texts, list) and len(texts) == len(numbers)
    return is_array and all(map(spells, texts, numbers))  # type: ignore[call-overload]


def readable(result: object) -> object:
    """The result with each run of U+FFFD as one, at every depth."""
    if isinstance(result, str):
        return REPLACEMENTS.sub("\ufffd", result)
    if isinstance(result, list):
        return [readable(item) for item in result]
    return result


def _same_text(received: object, expected: object) -> bool:
    return same(readable(received), readable(expected))


def _same_members(received: object, expected: object) -> bool:
    if isinstance(received, list) and isinstance(expected, list):
        return _sorted(received) == _sorted(expected)
    return same(received, expected)


def _sorted(members: list[object]) -> list[str]:
    return sorted(repr(readable(member)) for member in members)


def _same_time(received: object, expected: object) -> bool:
    """Milliseconds left; negative numbers say that there is no key, or no end."""
    match received, expected:
        case int(), int() if received >= 0 and expected >= 0:
            return abs(received - expected) <= CLOCK_TOLERANCE_MS
    return same(received, expected)


COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "PTTL": _same_time,
    "SMEMBERS": _same_members,
}
"""How the replies of a command are compared, if not as they are."""


def _may_end_before_the_start(command: Command) -> bool:
    """Whether it is a range whose end counts from behind, further than from the last byte."""
    name, end = str(command[0]), str(command[-1])
    return name.upper() == "GETRANGE" and end.startswith("-") and end != "-1"


def _is_first_or_none(received: Reply, expected: Reply) -> bool:
    """A range that ends before the text starts: its first byte until Redis 7, nothing since 8."""
    results = (received.result, expected.result)
    return "" in results and all(isinstance(one, str) and len(one) <= 1 for one in results)
