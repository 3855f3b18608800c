"""A sample of deployments: as many as it takes for every law to be seen to break on one of them."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zlib import crc32

import pytest

SAMPLED = pytest.mark.sampled

PARTS = int(os.environ.get("EDGEPROOF_FAULTY_PARTS", "1"))
"""Into how many parts the sample is cut, of which each day has the next."""

DAY = int(os.environ.setdefault("EDGEPROOF_FAULTY_DAY", str(datetime.now(UTC).date().toordinal())))
"""The seed of the part: the day when the tests began, also for the processes that share them."""


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


def is_due(name: str, day: int = DAY, parts: int = PARTS) -> bool:
    """Whether a deployment is in the part of that day; each is, once in as many days as parts."""
    return (crc32(name.encode()) + day) % parts == 0
