"""A case: one law being tried on one deployment, and what it has sent and compared so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from edgeproof.consistency import Overlap
from edgeproof.laws.exchange import Exchange
from edgeproof.laws.outcome import Broken, NotJudged


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """An example that broke the law, with the exchanges that show it."""

    error: Broken
    exchanges: tuple[Exchange, ...]


def broken_in(error: BaseException) -> Broken | None:
    """The failed expectation behind an error: itself, or one in the group of a task group."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(broken_in, error.exceptions)), None)
    return error if isinstance(error, Broken) else None


def root_cause(error: BaseException) -> BaseException:
    """The one error to go by: itself, or of the group of a task group the gravest one.

    A failed expectation weighs most, then an error of the law's own, then what does not judge.
    """
    if not isinstance(error, BaseExceptionGroup):
        return error
    leaves = [root_cause(part) for part in error.exceptions]
    mistake = next((leaf for leaf in leaves if not isinstance(leaf, NotJudged)), leaves[0])
    return broken_in(error) or mistake


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
    first_failure: FailedExample | None = None
    last_failure: FailedExample | None = None
    left_out: set[str] = field(default_factory=set)
    """What of the law could not be tried, and why, in a few words each: commands nobody has."""
    settle_ns: int = 0
    """The longest that a read had to be repeated before it showed a write, in nanoseconds."""
    overlap: Overlap = field(default_factory=Overlap)
    """How much of what overlapping clients did really happened at once."""

    def record(self, exchange: Exchange) -> None:
        """Keep an exchange of the running example."""
        self.requests += 1
        self.exchanges.append(exchange)

    def close(self, opened: Exchange, closed: Exchange) -> None:
        """Put what is known at the end of a stream in the place of what was at its opening."""
        place = next(place for place, kept in enumerate(self.exchanges) if kept is opened)
        self.exchanges[place] = replace(closed, open_for=len(self.exchanges) - place - 1)

    @contextmanager
    def example(self) -> Iterator[None]:
        """Run one example: start its evidence afresh, and keep that evidence if it breaks the law.

        Of a group its root cause comes out bare: a failed expectation in a group with a timeout is
        for Hypothesis no failure that can be made smaller, and a group of timeouts would end the
        task in which anyio runs this test and all later ones (see `NotJudged`).
        """
        self.examples += 1
        self.exchanges.clear()
        try:
            yield
        except BaseException as error:
            cause = root_cause(error)
            if isinstance(cause, Broken):
                # Hypothesis ends by replaying the smallest failing example, so the last one is the
                # shortest; the first is kept for failures that do not come back.
                self.last_failure = FailedExample(error=cause, exchanges=tuple(self.exchanges))
                self.first_failure = self.first_failure or self.last_failure
            if cause is error:
                raise
            raise cause from None
