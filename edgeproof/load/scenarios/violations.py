"""Violations that a load run shows beyond any single answer."""

from edgeproof.consistency import Span, Violation
from edgeproof.reporting import LoadViolation


def of_posts(violation: Violation, count: int) -> LoadViolation:
    """A violation of the set of posts."""
    begun_ns = min(one.called_ns for one in violation.operations)
    return LoadViolation(
        kind=str(violation.kind),
        subject=f"post:{violation.element}",
        seen=violation.seen,
        count=count,
        operations=[_sentence(one, begun_ns) for one in violation.operations],
    )


def _sentence(span: Span, begun_ns: int) -> str:
    called = f"{span.call} at {(span.called_ns - begun_ns) / 1e6:.3f} ms"
    if span.returned_ns is None:
        return f"{called}, never answered"
    return f"{called}, answered at {(span.returned_ns - begun_ns) / 1e6:.3f} ms"
