"""Text of a deployment on a page: it stays text, and what cannot be seen is made visible."""

import re

from markupsafe import Markup, escape

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of a line
    "\ud800-\udfff]"  # halves of a pair, which no UTF-8 can carry
)
_LINK = re.compile(r"https?://[^\s/]")


def visible(text: str) -> str:
    r"""The text with each control character as `\u202e`; tabs and line feeds stay."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def exact(text: str) -> Markup:
    """The text so that a browser gives it back as it is, carriage returns too, to be copied."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  (escaped first)


def sentence(text: str) -> Markup:
    """A law's sentence: what stands between backticks is code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return escape(visible(text))
    marked = (
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
    return Markup("").join(marked)


def href(link: str | None) -> str | None:
    """The address, if following it opens a web page and runs nothing."""
    return link if link and _LINK.match(link) else None
