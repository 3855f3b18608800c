"""An engine's figures, as Locust keeps them: merged, so that a request costs Locust nothing.

The scenario is in the column that Locust calls type, the step in the one it calls name.
"""

import time
from collections.abc import Iterable

from locust.stats import RequestStats, StatsEntry, StatsError

from edgeproof.load.engine.messages import Interval
from edgeproof.load.measuring.histogram import Histogram
from edgeproof.load.measuring.recorder import StepDelta
from edgeproof.reporting import LoadViolation


def add_interval(stats: RequestStats, scenario: str, interval: Interval) -> None:
    """Add what was measured in an interval of about half a second."""
    now_s = time.time()
    for delta in interval.steps:
        if not delta.count:
            continue
        entry = entry_of(stats, scenario, delta, now_s)
        stats.entries[delta.name, scenario].extend(entry)
        stats.total.extend(entry)
        for error, count in delta.errors.items():
            add_failure(stats, scenario, delta.name, error, count)


def entry_of(stats: RequestStats, scenario: str, delta: StepDelta, now_s: float) -> StatsEntry:
    """What was measured of a step, as one of Locust's entries; durations are response times."""
    response = Histogram.decoded(delta.response)
    errors, second = sum(delta.errors.values()), int(now_s)
    entry = StatsEntry(stats, delta.name, scenario, use_response_times_cache=False)
    entry.num_requests = delta.count
    entry.num_failures = errors
    # Failures that came at once have no response time; Locust's averages are over all the others.
    entry.num_none_requests = delta.count - len(response)
    entry.start_time = entry.last_request_timestamp = now_s
    entry.num_reqs_per_sec = {second: delta.count}
    entry.num_fail_per_sec = {second: errors} if errors else {}
    if len(response):
        entry.response_times = dict(response.by_ms())
        entry.total_response_time = sum(ms * count for ms, count in entry.response_times.items())
        # Locust's own clients give it fractions as well.
        entry.min_response_time = response.least_ns / 1e6  # type: ignore[assignment]  # see above
        entry.max_response_time = response.most_ns / 1e6  # type: ignore[assignment]  # see above
    return entry


def add_failure(stats: RequestStats, scenario: str, name: str, error: str, count: int = 1) -> None:
    """Add failures to those that Locust lists; it counts them by step and error."""
    key = StatsError.create_key(scenario, name, error)
    found = stats.errors.get(key)
    if found is None:
        found = stats.errors[key] = StatsError(scenario, name, error)
    found.occurrences += count


def add_violations(stats: RequestStats, scenario: str, violations: Iterable[LoadViolation]) -> None:
    """Add the violations of the run's history, once it is judged."""
    for violation in violations:
        shown = "; ".join(violation.operations)
        error = f"{violation.kind}: {violation.subject}: {violation.seen}"
        add_failure(
            stats, scenario, "history", f"{error} ({shown})" if shown else error, violation.count
        )
