"""Results compared with earlier ones: what is better, what is worse, and what cannot be told."""

from edgeproof.reporting.comparison.bootstrap import ConfidenceInterval, difference_interval
from edgeproof.reporting.comparison.compare import (
    Comparison,
    ConsistencyChange,
    LawChange,
    compare,
    comparison_schema,
)
from edgeproof.reporting.comparison.effect import Effect
from edgeproof.reporting.comparison.forms import (
    comparison_as_html,
    comparison_as_markdown,
    print_comparison,
)
from edgeproof.reporting.comparison.load import LoadComparison, Measure

__all__ = [
    "Comparison",
    "ConfidenceInterval",
    "ConsistencyChange",
    "Effect",
    "LawChange",
    "LoadComparison",
    "Measure",
    "compare",
    "comparison_as_html",
    "comparison_as_markdown",
    "comparison_schema",
    "difference_interval",
    "print_comparison",
]
