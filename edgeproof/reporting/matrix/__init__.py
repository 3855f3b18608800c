"""Many deployments side by side, law by law."""

from edgeproof.reporting.matrix.markdown import matrix_as_markdown
from edgeproof.reporting.matrix.page import matrix_as_html
from edgeproof.reporting.matrix.table import (
    Cell,
    Column,
    LawFamily,
    Matrix,
    Row,
    matrix_of,
    matrix_schema,
)

__all__ = [
    "Cell",
    "Column",
    "LawFamily",
    "Matrix",
    "Row",
    "matrix_as_html",
    "matrix_as_markdown",
    "matrix_of",
    "matrix_schema",
]
