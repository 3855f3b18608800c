"""The meter: how many requests a run may send and has sent."""

from edgeproof.laws import Undecided, Untested


class Meter:
    """Counts the requests of a run, and stops it when its budget is spent or a user interrupts."""

    def __init__(self, budget: int | None = None) -> None:
        """`budget` is the most requests the run may send; None is without bound."""
        self.budget = budget
        self.requests = 0
        self.is_interrupted = False

    def spend(self) -> None:
        """Count one request.

        Raises Untested once the budget is spent, Undecided after an interruption: either ends the
        running law's body, so that it cleans up and the run can close in good order.
        """
        if self.is_interrupted:
            raise Undecided("interrupted")
        if self.budget is not None and self.requests >= self.budget:
            raise Untested(f"the budget of {self.budget} requests is spent")
        self.requests += 1
