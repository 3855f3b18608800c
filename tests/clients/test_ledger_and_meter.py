"""What a run has made, and how much it has sent."""

import pytest

from edgeproof.budget import Budget, parse_budget
from edgeproof.clients import Ledger, Meter
from edgeproof.errors import ConfigurationError
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
    meter = Meter(Budget(commands=4))
    meter.spend()
    meter.spend(3)
    for commands in (1, 5):
        with pytest.raises(Untested, match="the budget of 4 commands is spent"):
            meter.spend(commands)
    assert (meter.requests, meter.commands) == (2, 4)


def test_a_batch_that_is_over_the_budget_is_not_sent_in_part() -> None:
    meter = Meter(Budget(commands=4))
    with pytest.raises(Untested):
        meter.spend(5)
    assert (meter.requests, meter.commands) == (0, 0)


def test_a_budget_of_bytes_ends_what_comes_after_it_is_spent() -> None:
    meter = Meter(Budget(bytes=1000))
    meter.spend()
    meter.carried(1000)
    with pytest.raises(Untested, match="1,000 bytes"):
        meter.spend()


def test_without_a_budget_there_is_no_end() -> None:
    meter = Meter()
    for _ in range(1000):
        meter.spend()
    meter.carried(10**12)
    meter.spend()
    assert meter.requests == 1001


def test_an_interruption_ends_it_before_the_budget_does() -> None:
    meter = Meter(Budget(commands=0))
    meter.is_interrupted = True
    with pytest.raises(Undecided, match="interrupted"):
        meter.spend()


def test_processes_share_what_is_left() -> None:
    meter = Meter(Budget(commands=110, bytes=1000))
    meter.spend(10)
    assert meter.rest(4) == Budget(commands=25, bytes=250)
    assert meter.rest(1000) == Budget(commands=1, bytes=1)
    assert Meter().rest(4) == Budget()


@pytest.mark.anyio
async def test_requests_are_spread_over_time() -> None:
    now_s, slept = 100.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now_s
        slept.append(seconds)
        now_s += seconds

    meter = Meter(rate_per_s=10, clock=lambda: now_s, sleep=sleep)
    await meter.turn()
    await meter.turn()
    now_s += 0.05
    await meter.turn()
    now_s += 7
    await meter.turn()
    assert slept == pytest.approx([0.1, 0.05])


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("", Budget()),
        ("5000", Budget(commands=5000)),
        ("20MB", Budget(bytes=20_000_000)),
        (" 5000 , 1 gb", Budget(commands=5000, bytes=10**9)),
        ("300kb,7", Budget(commands=7, bytes=300_000)),
    ],
)
def test_a_budget_is_commands_or_bytes_or_both(text: str, budget: Budget) -> None:
    assert parse_budget(text) == budget


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "5,6", "1MB,2MB", "MB", "0MB", "٣"])
def test_what_is_no_budget_is_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a valid budget: give commands"):
        parse_budget(text)
