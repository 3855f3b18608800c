"""A sample of deployments: as many as it takes for every law to be seen to break on one of them."""

from collections.abc import Mapping, Sequence

import pytest

from tests.daily import is_due

SAMPLED = pytest.mark.sampled


def sample(breaks: Mapping[str, Sequence[str]]) -> set[str]:
    """The names of deployments on which, together, every law breaks that breaks on any of them.

    `breaks` has the laws by name. Those that break most laws come first.
    """
    covered: set[str] = set()
    chosen = set()
    for name in sorted(breaks, key=lambda name: (-len(breaks[name]), name)):
        if not covered.issuperset(breaks[name]):
            covered.update(breaks[name])
            chosen.add(name)
    return chosen


def marks_of(name: str, sampled: set[str]) -> tuple[pytest.MarkDecorator, ...]:
    """The marks of the test of a deployment."""
    return (SAMPLED,) if name in sampled and is_due(name) else ()
