"""The HTML report of a result: one self-contained file."""

from edgeproof.reporting.html.page import as_html

__all__ = ["as_html"]
