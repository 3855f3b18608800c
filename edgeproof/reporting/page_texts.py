"""Text from a deployment on a page: it stays text, and what cannot be seen is made visible."""

import re

from markupsafe import Markup, escape

from edgeproof.reporting.escaping import visible

_LINK = re.compile(r"https?://[^\s/]")


def exact(text: str) -> Markup:
    """The text, written so that a browser copies it unchanged, carriage returns included."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  (escaped first)


def sentence(text: str) -> Markup:
    """A law's statement: text between backticks is code."""
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
