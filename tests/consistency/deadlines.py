"""Clocks that a test moves, and a history that takes long."""

from collections.abc import Iterator
from itertools import chain, count, repeat

from edgeproof.consistency import Operation, in_order
from edgeproof.consistency.search import Deadline

NEVER = Deadline(at=1, clock=lambda: 0)


def jumping(looks: int) -> Iterator[float]:
    """Times that stand still for so many looks, and then are much later at each."""
    return chain(repeat(0.0, looks), count(1_000.0, 1_000.0))


HARD = in_order(
    [
        *(
            Operation(
                client=client,
                call="SET",
                arguments=("k", str(client)),
                result="OK",
                called_ns=0,
                returned_ns=9,
            )
            for client in range(9)
        ),
        Operation(client=0, call="GET", arguments=("k",), called_ns=10, returned_ns=11),
    ]
)
"""After nine writes at once nothing was written: each order of them has to be looked at."""
