"""Text from a deployment: it stays text, and what cannot be seen is made visible."""

import re
from collections.abc import Iterable, Sequence

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls except tab and line feed
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that change the direction of a line
    "\ud800-\udfff\ufffe\uffff]"  # not allowed in XML, nor in UTF-8
)
_MARKUP = re.compile(r"[\\`*_\[\]#~]")
_WRITTEN = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "@": "@<!-- -->",  # separates the sign from a name that a forge would notify
}


def visible(text: str) -> str:
    r"""The text with each control character as `\u001b`, so that any document can carry it.

    Tabs and line feeds stay. A backslash in the text stays as it is: this is for people.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def in_line(text: str) -> str:
    """The text as plain words within a line of Markdown.

    Markup and HTML in it have no effect, and it mentions nobody.
    """
    one_line = _MARKUP.sub(r"\\\g<0>", " ".join(visible(text).split()))
    for character, written in _WRITTEN.items():
        one_line = one_line.replace(character, written)
    return one_line


def code(text: str) -> str:
    """The text as code within a line of Markdown."""
    one_line = visible(text).replace("\n", "\\n")
    fence = "`" * (_longest_run(one_line) + 1)
    # One space on each side is stripped again; without it, a backtick at an end would join.
    gap = " " if one_line[:1] in {"`", " ", ""} or one_line[-1:] in {"`", " "} else ""
    return f"{fence}{gap}{one_line}{gap}{fence}"


def as_sentence(text: str) -> str:
    """A law's statement within a line of Markdown: text between backticks is code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return in_line(text)
    written = (code(part) if place % 2 else _words(part) for place, part in enumerate(parts))
    return "".join(written).strip()


def _words(part: str) -> str:
    """Plain words beside a piece of code, with a space where there was one."""
    before = " " if part[:1].isspace() else ""
    after = " " if part[-1:].isspace() else ""
    return f"{before}{in_line(part)}{after}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table in Markdown: first a column of names, then of figures.

    Each cell is one line of Markdown; a bar in it, even in code, does not end the cell.
    """
    aligned = "|".join(["---", *["---:"] * (len(head) - 1)])
    return [_row(head), f"|{aligned}|", *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def fenced(lines: Iterable[str], language: str = "") -> str:
    """The lines as a block of code, which none of them can end."""
    body = visible("\n".join(lines))
    fence = "`" * max(3, _longest_run(body) + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
