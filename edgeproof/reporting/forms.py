"""The forms of a result that a run leaves in its folder."""

from collections.abc import Iterator
from typing import Final

from edgeproof.reporting.badge import as_badge, as_badge_json
from edgeproof.reporting.document import Result
from edgeproof.reporting.junit import as_junit
from edgeproof.reporting.markdown import as_markdown
from edgeproof.reporting.publishing import as_json
from edgeproof.reporting.reading import RESULT_FILE

PAGE_FILE: Final = "index.html"


def as_page(result: Result) -> str:
    """The result as one self-contained HTML page."""
    # Charts make it by far the heaviest form; other forms need not wait for them.
    from edgeproof.reporting.html import as_html  # noqa: PLC0415  (as said above)

    return as_html(result)


def all_forms(result: Result) -> Iterator[tuple[str, str | bytes]]:
    """Every form of the result with the name of its file; first the document, which all come from.

    They are made one after the other: whoever writes them has the document, even if a later form
    fails.
    """
    yield RESULT_FILE, as_json(result)
    yield PAGE_FILE, as_page(result)
    yield "summary.md", as_markdown(result)
    yield "junit.xml", as_junit(result)
    yield "badge.svg", as_badge(result)
    yield "badge.json", as_badge_json(result)
