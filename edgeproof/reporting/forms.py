"""The forms of a result that a run leaves in its folder."""

from typing import Final

from edgeproof.reporting.badge import as_badge
from edgeproof.reporting.document import Result, as_json
from edgeproof.reporting.junit import as_junit
from edgeproof.reporting.markdown import as_markdown
from edgeproof.reporting.reading import RESULT_FILE

PAGE_FILE: Final = "index.html"


def as_page(result: Result) -> str:
    """The result as one HTML page that needs nothing else."""
    # Charts make it by far the heaviest form; who asks for none of it need not wait for them.
    from edgeproof.reporting.html import as_html  # type: ignore[import-not-found]  # noqa: PLC0415

    return str(as_html(result))


def all_forms(result: Result) -> dict[str, str | bytes]:
    """Every form of the result, by the name of its file."""
    return {
        RESULT_FILE: as_json(result),
        PAGE_FILE: as_page(result),
        "summary.md": as_markdown(result),
        "junit.xml": as_junit(result),
        "badge.svg": as_badge(result),
    }
