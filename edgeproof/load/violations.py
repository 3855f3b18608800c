"""What a load run shows to be wrong beyond any single answer."""

import msgspec

from edgeproof.consistency import Span, Violation


class LoadViolation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that cannot happen to a deployment that behaves: of which kind, to what, how seen.

    `count` is how many were seen of this kind in all, `operations` are sentences on what shows it;
    their times are milliseconds since the first of them.
    """

    kind: str
    subject: str
    seen: str
    count: int = 1
    operations: list[str] = []


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
