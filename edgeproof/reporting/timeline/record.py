"""Records of histories, as the result document has them."""

from collections.abc import Collection, Sequence

import msgspec

from edgeproof.consistency import Operation
from edgeproof.reporting.document import HistoryRecord, OperationRecord
from edgeproof.reporting.timeline.svg import as_svg


def history_record(
    operations: Sequence[Operation],
    *,
    impossible: Collection[int],
    order: Sequence[int] = (),
    state: str = "",
    failed: int = 0,
    runs: int = 0,
) -> HistoryRecord:
    """The record of a window of a history, with its picture; otherwise as in `HistoryRecord`.

    `impossible` and `order` are places in `operations`, which are masked.
    """
    milliseconds = _milliseconds(operations)
    record = HistoryRecord(
        operations=[_operation_record(operation, milliseconds) for operation in operations],
        impossible=sorted(impossible),
        order=list(order),
        state=state,
        failed=failed,
        runs=runs,
    )
    return msgspec.structs.replace(record, svg=as_svg(record))


def _operation_record(operation: Operation, milliseconds: dict[int, float]) -> OperationRecord:
    returned_ns = operation.returned_ns
    return OperationRecord(
        client=operation.client,
        call=operation.call,
        arguments=list(operation.arguments),
        result=operation.result,
        called_ms=milliseconds[operation.called_ns],
        returned_ms=None if returned_ns is None else milliseconds[returned_ns],
    )


def _milliseconds(operations: Sequence[Operation]) -> dict[int, float]:
    """Milliseconds since the first call, for each time in nanoseconds that occurs.

    An answer 300 ns before a call would have the same microsecond, and would seem to overlap it:
    the later of the two gets the next one.
    """
    times_ns = sorted(
        {operation.called_ns for operation in operations}
        | {operation.returned_ns for operation in operations if operation.returned_ns is not None}
    )
    milliseconds = {}
    microseconds = -1
    for time_ns in times_ns:
        microseconds = max(microseconds + 1, round((time_ns - times_ns[0]) / 1_000))
        milliseconds[time_ns] = microseconds / 1_000
    return milliseconds
