"""Figures and names that the code, `--help` and documents share: the defaults, and what they cost.

They are kept apart from the code that uses them, so that `--help` need not load that code.
"""

from collections.abc import Mapping
from typing import Final, Literal

ProfileName = Literal["quick", "standard", "thorough"]

REQUESTS: Final[Mapping[str, int]] = {"quick": 8_500, "standard": 12_000}
"""About how many requests all suites together send, by profile; `thorough` sends many more."""

WRONG_ANSWER: Final = "wrong answer"
"""The kind of failures, and of violations, that are single answers."""

POLITE_RATE_PER_S: Final = 100.0
"""A tenth of what the smallest hosts carry, so that others hardly notice a run."""

FAR_S: Final = 0.02
HANGING_S: Final = 1.0
"""No answer takes that long because of its way, not even by satellite."""
JOBS_ON_OWN_STACK: Final = 2
JOBS_FAR_AWAY: Final = 8
"""From 20 ms on, a run mostly waits. Starting these processes takes two cores some ten seconds."""

LOAD_RATE_PER_S: Final = 100.0
"""Arrivals per second: the rate of `check` on other people's deployments."""

LOAD_DURATION_S: Final = 30.0
LOAD_WARM_UP_S: Final = 2.0
LEAST_CONNECTIONS: Final = 1024

TRIAL_S: Final = 10.0
MOST_RATE_PER_S: Final = 100_000.0
CAPACITY_PRECISION: Final = 0.05
"""The search ends when the missed rate is above the met rate by no more than this share."""
