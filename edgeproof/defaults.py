"""Figures that the code and `--help` share: what is done by default, and what it costs.

They stand apart from the code that uses them, so that `--help` need not load it.
"""

from collections.abc import Mapping
from typing import Final

REQUESTS: Final[Mapping[str, int]] = {"quick": 6_500, "standard": 16_000}
"""About how many requests the whole of the suites sends, by profile; `thorough` sends many more."""

POLITE_RATE_PER_S: Final = 100.0
"""A tenth of what the smallest hosts carry: others' requests hardly notice a run beside them."""

FAR_S: Final = 0.02
JOBS_FAR_AWAY: Final = 8
"""From 20 ms on a run mostly waits; starting so many processes takes two cores some ten seconds."""

LOAD_RATE_PER_S: Final = 100.0
"""Arrivals per second: as many requests as `check` sends to others' deployments."""

LOAD_DURATION_S: Final = 30.0
LOAD_WARM_UP_S: Final = 2.0
LEAST_CONNECTIONS: Final = 1024

TRIAL_S: Final = 10.0
MOST_RATE_PER_S: Final = 100_000.0
CAPACITY_PRECISION: Final = 0.05
"""The search ends when the rate that was missed is so much above the one that was met."""
