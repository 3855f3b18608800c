"""Markdown as a forge renders it."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER = MarkdownIt("commonmark").enable("table")

LAID_OUT = frozenset({"text", "code_inline", "softbreak", "strong_open", "strong_close"})
"""What lines of a report may consist of, beside the comment that parts a sign from a name."""

COMMENT = "<!-- -->"


def tokens_of(markdown: str) -> list[Token]:
    """The blocks, with their lines' tokens behind each."""
    blocks = RENDERER.parse(markdown)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def html_in(markdown: str) -> set[str]:
    """The HTML that a forge would let through."""
    tokens = tokens_of(markdown)
    found = {token.content.strip() for token in tokens if token.type.startswith("html")}
    return found - {COMMENT}


def text_of(markdown: str) -> str:
    """The words of a line, without markup."""
    return "".join(
        token.content for token in tokens_of(markdown) if token.type in {"text", "code_inline"}
    )
