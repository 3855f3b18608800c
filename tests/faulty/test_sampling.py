"""The sample: few deployments, on which every law breaks all the same."""

from tests.daily import is_due
from tests.faulty.sampling import sample
from tests.faulty.test_endpoints import FAULTS
from tests.faulty.test_workers import WORKERS, laws_broken_by


def test_every_law_that_breaks_on_any_breaks_on_one_of_the_sample() -> None:
    breaks = {
        **{fault.name: fault.breaks for fault in FAULTS},
        **{worker.stem: tuple(laws_broken_by(worker)) for worker in WORKERS},
    }
    chosen = sample(breaks)
    assert len(chosen) < len(breaks) / 2
    laws = {law for name in chosen for law in breaks[name]}
    assert laws == {law for broken in breaks.values() for law in broken}


def test_what_adds_no_law_is_left_out() -> None:
    assert sample({"a": ["x"], "b": ["x", "y"], "c": ["z"], "d": ["z"]}) == {"b", "c"}


def test_each_day_has_a_part_and_all_days_have_all() -> None:
    days = [[fault.name for fault in FAULTS if is_due(fault.name, day, 3)] for day in range(3)]
    assert sorted(name for part in days for name in part) == [fault.name for fault in FAULTS]
    assert all(len(part) > len(FAULTS) / 5 for part in days)
