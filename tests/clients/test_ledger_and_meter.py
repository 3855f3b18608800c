"""What a run has made, and how much it has sent."""

import pytest

from edgeproof.clients import Ledger, Meter
from edgeproof.laws import Undecided, Untested


def test_what_was_made_is_outstanding_until_it_is_removed() -> None:
    ledger = Ledger()
    for name in ("b", "a", "b", "c"):
        ledger.made(name)
    assert (ledger.outstanding, ledger.made_count) == (("b", "a", "c"), 3)
    ledger.removed("a")
    ledger.removed("never made")
    assert (ledger.outstanding, ledger.made_count) == (("b", "c"), 3)


def test_a_ledger_takes_over_another() -> None:
    ledger, other = Ledger(), Ledger()
    ledger.made("a")
    for name in ("b", "c"):
        other.made(name)
    other.removed("b")
    ledger.take_over(*other.export())
    assert (ledger.outstanding, ledger.made_count) == (("a", "c"), 3)


def test_a_budget_is_the_most_that_is_sent() -> None:
    meter = Meter(2)
    meter.spend()
    meter.spend()
    for _ in range(2):
        with pytest.raises(Untested, match="budget of 2 requests"):
            meter.spend()
    assert meter.requests == 2


def test_without_a_budget_there_is_no_end() -> None:
    meter = Meter()
    for _ in range(1000):
        meter.spend()
    assert meter.requests == 1000


def test_an_interruption_ends_it_before_the_budget_does() -> None:
    meter = Meter(0)
    meter.is_interrupted = True
    with pytest.raises(Undecided, match="interrupted"):
        meter.spend()
