"""The HTML report of a result: one file that needs nothing beside it."""

from edgeproof.reporting.html.page import as_html

__all__ = ["as_html"]
