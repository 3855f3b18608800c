"""Pages, and the parts of them that are generated.

A block stands between two comments, which no reader of the rendered page sees:

    <!-- generated: NAME -->
    …
    <!-- end -->

A figure is a number in running text. Nothing marks it: the words around it do (`figures`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.documents.figures import Figure

PROJECT: Final = Path(__file__).parent.parent.parent

PAGES: Final = (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
"""The pages that say what is so today. (Decisions say what was so on their day.)"""

_BLOCK: Final = re.compile(
    r"^<!-- generated: (?P<name>[\w-]+) -->\n(?P<content>.*?)^<!-- end -->$",
    re.DOTALL | re.MULTILINE,
)
_MARK: Final = re.compile(r"^<!-- (?:generated: .*|end) -->$", re.MULTILINE)
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)"


def blocks_in(text: str) -> dict[str, str]:
    """The content of each block of a page, by name. Raises ValueError for a mark without a pair."""
    blocks = {found["name"]: found["content"] for found in _BLOCK.finditer(text)}
    if len(_MARK.findall(text)) != 2 * len(blocks):
        raise ValueError("a block is not closed, is inside another, or is there twice")
    return blocks


def with_blocks(text: str, content_of: Callable[[str], str]) -> str:
    """The page with the content that each of its blocks is to have."""

    def renewed(found: re.Match[str]) -> str:
        return f"<!-- generated: {found['name']} -->\n{content_of(found['name'])}<!-- end -->"

    return _BLOCK.sub(renewed, text)


def with_figures(text: str, figures: Iterable[Figure]) -> str:
    """The page with the number that each figure is to have."""
    for figure in figures:
        text = _form(figure).sub(partial(_with_number, figure.number), text)
    return text


def numbers_of(figure: Figure, text: str) -> Iterator[str]:
    """What stands in a page for a figure, wherever it is."""
    return (found[1] for found in _form(figure).finditer(text))


def _form(figure: Figure) -> re.Pattern[str]:
    """Its words, with any white space between them: a line may end anywhere."""
    before, _, after = figure.words.partition("{}")
    escaped = [re.sub(r"(?:\\ )+", r"\\s+", re.escape(part)) for part in (before, after)]
    return re.compile(_NUMBER.join(escaped))


def _with_number(number: str, found: re.Match[str]) -> str:
    start, end = (place - found.start() for place in found.span(1))
    return f"{found[0][:start]}{number}{found[0][end:]}"
