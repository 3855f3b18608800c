"""A case: one law being tried on one deployment, and what it has sent and compared so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from edgeproof.consistency import Overlap
from edgeproof.laws.exchange import Exchange
from edgeproof.laws.outcome import Broken, NotJudged
from edgeproof.laws.risk import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """An example that broke the law, with the exchanges that show it."""

    error: Broken
    exchanges: tuple[Exchange, ...]


def broken_in(error: BaseException) -> Broken | None:
    """The failed expectation behind an error: the error itself, or one in an exception group."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(broken_in, error.exceptions)), None)
    return error if isinstance(error, Broken) else None


def root_cause(error: BaseException) -> BaseException:
    """The one error that decides: the error itself, or the gravest one of an exception group.

    A failed expectation weighs most, then an error in the law itself, then anything that does not
    judge.
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
    commands: int = 0
    """How many commands were in them, as hosts bill them."""
    comparisons: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    first_failure: FailedExample | None = None
    last_failure: FailedExample | None = None
    left_out: set[str] = field(default_factory=set)
    """Parts of the law that could not be tried, each with a short reason: commands nobody has."""
    settle_ns: int = 0
    """The longest time until a repeated read showed a write, in nanoseconds."""
    overlap: Overlap = field(default_factory=Overlap)
    """How many operations of overlapping clients really happened at once."""

    may_risk: Risk = Risk.ORDINARY
    """The riskiest requests that it may send."""
    riskiest: Risk = Risk.ORDINARY
    """The riskiest request that it has sent."""
    has_asked_canary: bool = False
    """Whether the law asked by itself whether the deployment has survived."""
    suspect: Exchange | None = None
    """The exchange that may have harmed the deployment: the riskiest, or the first that failed."""
    before_suspect: Exchange | None = None
    """The one before it: where the suspect was not answered, that one may have done the harm."""
    last: Exchange | None = None
    """The last exchange so far, at first that of the test before."""

    def record(self, exchange: Exchange, risk: Risk = Risk.ORDINARY) -> None:
        """Keep an exchange of the running example."""
        self.requests += 1
        self.exchanges.append(exchange)
        is_riskier = risk > self.riskiest
        has_failed = exchange.failure is not None and not exchange.is_abandoned
        if is_riskier or (has_failed and self.suspect is None):
            self.suspect, self.before_suspect = exchange, self.last
        self.last = exchange
        self.riskiest = max(risk, self.riskiest)

    def close(self, opened: Exchange, closed: Exchange) -> None:
        """Replace what was known when a stream was opened by what is known at its end."""
        place = next(place for place, kept in enumerate(self.exchanges) if kept is opened)
        self.exchanges[place] = replace(closed, open_for=len(self.exchanges) - place - 1)

    @contextmanager
    def example(self) -> Iterator[None]:
        """Run one example: start its evidence afresh, and keep that evidence if it breaks the law.

        From an exception group, its root cause comes out alone. Hypothesis does not treat a failed
        expectation in a group with a timeout as a failure that it can shrink; and a group of
        timeouts would end the task in which anyio runs this test and all later ones (see
        `NotJudged`).
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
