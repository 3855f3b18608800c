"""A case: one law being tried on one deployment, and what it has sent and compared so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from edgeproof.laws.exchange import Exchange
from edgeproof.laws.outcome import Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that broke the law, with the exchanges that show it."""

    error: Broken
    exchanges: tuple[Exchange, ...]


def broken_in(error: BaseException) -> Broken | None:
    """The failed expectation behind an error: itself, or one in the group of a task group."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(broken_in, error.exceptions)), None)
    return error if isinstance(error, Broken) else None


@dataclass(slots=True)
class Case:
    """What one law has done in this run.

    An *example* is one call of the law's body with one set of drawn values; `exchanges` are those
    of the running example, the counters are over all of them.
    """

    examples: int = 0
    requests: int = 0
    comparisons: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    first_failure: Failure | None = None
    last_failure: Failure | None = None
    settle_ns: int = 0
    """The longest that a read had to be repeated before it showed a write, in nanoseconds."""

    def record(self, exchange: Exchange) -> None:
        """Keep an exchange of the running example."""
        self.requests += 1
        self.exchanges.append(exchange)

    @contextmanager
    def example(self) -> Iterator[None]:
        """Run one example: start its evidence afresh, and keep that evidence if it breaks the law.

        A failed expectation comes out bare: in a group together with a timeout, Hypothesis would
        not take it for a failure that can be made smaller.
        """
        self.examples += 1
        self.exchanges.clear()
        try:
            yield
        except BaseException as error:
            broken = broken_in(error)
            if broken is None:
                raise
            # Hypothesis ends by replaying the smallest failing example, so the last one is the
            # shortest; the first is kept for failures that do not come back.
            self.last_failure = Failure(error=broken, exchanges=tuple(self.exchanges))
            self.first_failure = self.first_failure or self.last_failure
            if broken is error:
                raise
            raise broken from None
