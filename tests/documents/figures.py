"""Numbers in running text, and what they come from.

Nothing in a page marks such a number. The words around it do: wherever they stand, the number
between them is this one, and they stand in one page at least.
"""

from typing import Final, NamedTuple

from edgeproof.cli.command_line import INTERRUPTED
from edgeproof.cli.delivery import EXIT_CODES
from edgeproof.conformance.at_once.guarantees import LONGEST_LAG_S
from edgeproof.conformance.at_once.levels import ENOUGH
from edgeproof.conformance.at_once.reduction import MOST_PLAYS
from edgeproof.conformance.at_once.replay import REPEATS
from edgeproof.conformance.profiles import EXAMPLES
from edgeproof.consistency.linearizability import LIMIT_S
from edgeproof.defaults import (
    CAPACITY_PRECISION,
    FAR_S,
    JOBS_FAR_AWAY,
    LOAD_RATE_PER_S,
    POLITE_RATE_PER_S,
    REQUESTS,
)
from edgeproof.errors import ConfigurationError
from edgeproof.laws import all_laws
from edgeproof.load.engine.__main__ import FAREWELL_S
from edgeproof.load.report import MOST_LAG_MS
from edgeproof.stack.redis_binary import OLDEST_REDIS_ON_PATH
from edgeproof.strategies.overlapping import FEWEST_CLIENTS, MOST_CLIENTS


class Figure(NamedTuple):
    """The words around a number, which is `{}` in them, and the number as a page has it."""

    words: str
    number: str


def _figure(words: str, value: float) -> Figure:
    return Figure(words, f"{value:,.10g}")


FIGURES: Final = (
    _figure("reports which of {} laws hold", len(all_laws())),
    _figure("`check` sends about {} requests", REQUESTS["standard"]),
    _figure("at most {} requests per second", POLITE_RATE_PER_S),
    _figure("away from this machine at most {} per second", POLITE_RATE_PER_S),
    _figure("exits with {} if every MUST law", EXIT_CODES["pass"]),
    _figure("held, {} if one is broken", EXIT_CODES["fail"]),
    _figure("is broken, {} if the command line", ConfigurationError.exit_code),
    _figure("is wrong, {} if it could not reach a verdict", EXIT_CODES["inconclusive"]),
    _figure("and {} if it was interrupted", INTERRUPTED),
    _figure("| `quick` | {} |", EXAMPLES["quick"]),
    _figure("| about {} | a first look", REQUESTS["quick"]),
    _figure("| `standard` | {} |", EXAMPLES["standard"]),
    _figure("| about {} | the default", REQUESTS["standard"]),
    _figure("| `thorough` | {} |", EXAMPLES["thorough"]),
    _figure("an answer takes over {} ms", FAR_S * 1000),
    _figure("laws run in {} processes by default", JOBS_FAR_AWAY),
    _figure("| {} | every MUST law", EXIT_CODES["pass"]),
    _figure("| {} | a MUST law is broken", EXIT_CODES["fail"]),
    _figure("| {} | the command line or the configuration is wrong", ConfigurationError.exit_code),
    _figure("| {} | no verdict", EXIT_CODES["inconclusive"]),
    _figure("| {} | interrupted", INTERRUPTED),
    _figure("{} steps per second by default", LOAD_RATE_PER_S),
    _figure("later than {} ms at the 99th percentile", MOST_LAG_MS),
    _figure("until the two rates are {}% apart", CAPACITY_PRECISION * 100),
    _figure("within {} seconds after its parent", FAREWELL_S),
    _figure("programs of {} to", FEWEST_CLIENTS),
    _figure("to {} clients, with", MOST_CLIENTS),
    _figure("played {} more times", REPEATS),
    _figure("at most {} further rounds", MOST_PLAYS),
    _figure("lag by at most {} s", LONGEST_LAG_S),
    _figure("fewer than {} operations that overlapped", ENOUGH),
    Figure("a Redis of {} or later", ".".join(map(str, OLDEST_REDIS_ON_PATH))),
    _figure("After {} s a law is *inconclusive*", LIMIT_S),
)
