"""Histories to draw."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from edgeproof.reporting import HistoryRecord, OperationRecord


def operation(
    client: int, words: str, result: Any, called_ms: float, returned_ms: float | None
) -> OperationRecord:
    """`words` are the call and its arguments."""
    call, *arguments = words.split()
    return OperationRecord(
        client=client,
        call=call,
        arguments=arguments,
        result=result,
        called_ms=called_ms,
        returned_ms=returned_ms,
    )


def history_of(
    *operations: OperationRecord, impossible: Sequence[int] = (), order: Sequence[int] = ()
) -> HistoryRecord:
    return HistoryRecord(
        operations=list(operations), impossible=list(impossible), order=list(order)
    )


LOST_WRITE = HistoryRecord(
    operations=[
        operation(0, "SET a 1", "OK", 0, 1.2),
        operation(1, "GET a", None, 1.5, 3.4),
        operation(2, "SET a 2", None, 2.1, None),
    ],
    impossible=[1],
    order=[0, 2],
    state="a absent",
    failed=4,
    runs=5,
)


@st.composite
def histories(draw: st.DrawFn, most: int = 12) -> HistoryRecord:
    """Of one to four clients, who need not wait for their answers; each argument occurs once."""
    count = draw(st.integers(1, most))
    operations = []
    for number in range(count):
        called_ms = draw(st.integers(0, 20)) / 8
        lasted = draw(st.none() | st.integers(0, 8))
        returned_ms = None if lasted is None else called_ms + lasted / 8
        client = draw(st.integers(0, 3))
        operations.append(operation(client, f"SET key v{number}v", "OK", called_ms, returned_ms))
    places = st.lists(st.integers(0, count - 1), unique=True)
    return history_of(*operations, impossible=draw(places), order=draw(places))
