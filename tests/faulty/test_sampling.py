"""The sample: few deployments, on which every law breaks all the same."""

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
