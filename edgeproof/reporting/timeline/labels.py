"""Labels: operations in words that cannot break a picture, and are short enough to read in it."""

import json
import re
import unicodedata
from typing import Any, Final

import msgspec
from rich.cells import cell_len

from edgeproof.reporting.document import OperationRecord


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """The characters of a picture, each one cell wide except for the arrow and the ellipsis."""

    start: str
    end: str
    line: str
    unanswered: str
    arrow: str
    ellipsis: str
    cross: str
    is_ascii: bool = False


UNICODE: Final = Signs(
    start="├", end="┤", line="─", unanswered="┄", arrow="→", ellipsis="…", cross="✗"
)

ASCII: Final = Signs(
    start="[",
    end="]",
    line="-",
    unanswered=".",
    arrow="->",
    ellipsis="...",
    cross="!",
    is_ascii=True,
)

_WORD_LIMITS = (24, 16, 12, 8)
"""The numbers of cells to which arguments and results are shortened in turn, until all fits."""

_BARE_ARGUMENT = re.compile(r'[^\s"]+')
# Text that reads as JSON (1, null, {}) must be distinguished from that JSON value.
_BARE_RESULT = re.compile(r"(?!(?:null|true|false)$)[^\W\d_][\w:./-]*")
# Drawn from right to left, they would reverse the line that they are in.
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
# Flags and skin tones, which terminals draw together with their neighbours.
_JOINING = {*range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)}


def label(operation: OperationRecord, signs: Signs, longest: int | None = None) -> str:
    """The operation as `SET a 1 → OK`, in at most `longest` cells; `?` if the result is unknown.

    A long label is shortened in the middle: arguments and the result first, so that each can still
    be distinguished from the next.
    """
    whole = _label(operation, signs, None)
    if longest is None or cell_len(whole) <= longest:
        return whole
    for limit in _WORD_LIMITS:
        shorter = _label(operation, signs, limit)
        if cell_len(shorter) <= longest:
            return shorter
    return shortened(shorter, longest, signs)


def _label(operation: OperationRecord, signs: Signs, limit: int | None) -> str:
    arguments = [_word(argument, _BARE_ARGUMENT, signs) for argument in operation.arguments]
    is_pending = operation.returned_ms is None
    result = "?" if is_pending else _word(operation.result, _BARE_RESULT, signs)
    if limit is not None:
        arguments = [shortened(argument, limit, signs) for argument in arguments]
        result = shortened(result, limit, signs)
    return " ".join([spelled(operation.call, signs), *arguments, signs.arrow, result])


def _word(value: Any, bare: re.Pattern[str], signs: Signs) -> str:  # noqa: ANN401  (a JSON value)
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    is_bare = isinstance(value, str) and written == f'"{value}"' and bare.fullmatch(value)
    return spelled(value if is_bare else written, signs)


def spelled(text: str, signs: Signs) -> str:
    r"""The text with `\u…` for each character not drawn left to right in one or two cells."""
    return "".join(char if _is_drawn(char, signs) else _escaped(char) for char in text)


def _is_drawn(char: str, signs: Signs) -> bool:
    if char.isascii() or signs.is_ascii:
        return char.isascii() and char.isprintable()
    return (
        char.isprintable()
        and cell_len(char) > 0
        and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
        and not unicodedata.category(char).startswith("M")
        and ord(char) not in _JOINING
    )


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def shortened(text: str, cells: int, signs: Signs) -> str:
    """The text in at most that many cells, with both its ends kept."""
    if cell_len(text) <= cells:
        return text
    kept = max(0, cells - cell_len(signs.ellipsis))
    tail = kept // 2
    return _head(text, kept - tail) + signs.ellipsis + _head(text[::-1], tail)[::-1]


def _head(text: str, cells: int) -> str:
    end = 0
    while end < len(text) and cell_len(text[: end + 1]) <= cells:
        end += 1
    return text[:end]


def letters(place: int) -> str:
    """The name of the operation at that place: A to Z, AA, AB and so on."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
