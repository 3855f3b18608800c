"""Recording a history while it happens."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from edgeproof.consistency.history import Operation, in_order

Clock = Callable[[], int]
"""Monotonic nanoseconds."""


class Recorder:
    """Writes down what clients call and what they are answered."""

    def __init__(self, clock: Clock = time.monotonic_ns) -> None:
        self._clock = clock
        self._operations: list[Operation] = []

    @contextmanager
    def operation(self, client: int, call: str, *arguments: str) -> Iterator["Call"]:
        """One operation, from its call to the end of the block.

        It is pending for ever unless the block says what it was answered (`Call.answered`), also
        when the block is left by an exception.
        """
        under_way = Call(self._clock)
        called_ns = self._clock()
        try:
            yield under_way
        finally:
            self._operations.append(
                Operation(
                    client=client,
                    call=call,
                    arguments=arguments,
                    result=under_way.result,
                    called_ns=called_ns,
                    returned_ns=under_way.returned_ns,
                )
            )

    @property
    def history(self) -> tuple[Operation, ...]:
        """What has been recorded so far."""
        return in_order(self._operations)


class Call:
    """An operation that is under way."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.result: Any = None
        self.returned_ns: int | None = None

    def answered(self, result: Any) -> None:  # noqa: ANN401  (a JSON value)
        """The answer has come, and says this."""
        self.returned_ns = self._clock()
        self.result = result
