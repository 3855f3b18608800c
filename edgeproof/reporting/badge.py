"""A badge for a README: the result of a run in two words, as SVG or as JSON for shields.io."""

from typing import Final, Literal

import msgspec

from edgeproof.reporting.document import Result, Verdict
from edgeproof.reporting.pages import render
from edgeproof.reporting.publishing import as_json
from edgeproof.reporting.summary import in_two_words

LABEL: Final = "edgeproof"
"""The left half of the badge."""

COLOURS: Final[dict[Verdict, str]] = {
    "pass": "#1a7f37",
    "fail": "#cf222e",
    "inconclusive": "#8a5a00",
}
"""White letters on them have a contrast of at least 4.5 to 1."""

LETTER: Final = 6.3
"""Approximate width of a letter in the badge's font, in pixels; `textLength` enforces it."""


class EndpointBadge(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The data from which shields.io draws a badge (https://shields.io/badges/endpoint-badge)."""

    schema_version: Literal[1] = 1
    label: str = LABEL
    message: str
    color: str


def as_badge(result: Result) -> str:
    """The badge as an SVG document of less than a kilobyte, with a title that says the same."""
    words = in_two_words(result)
    return render(
        "badge.svg",
        subject=LABEL,
        words=words,
        colour=COLOURS[result.verdict],
        left=_width(LABEL),
        right=_width(words),
    )


def as_badge_json(result: Result) -> bytes:
    """The badge as JSON for shields.io, which fetches it from a URL and draws it."""
    return as_json(EndpointBadge(message=in_two_words(result), color=COLOURS[result.verdict]))


def _width(words: str) -> int:
    """The width of one half of the badge in pixels, including the space at its sides."""
    return round(len(words) * LETTER) + 12
