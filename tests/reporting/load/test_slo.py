"""Objectives: how they are written, and when a run has met them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.errors import ConfigurationError
from edgeproof.reporting import LoadResult, StepResult, judge_slo, parse_slo
from edgeproof.reporting.load_document import DISTRIBUTION
from tests.reporting.results import load_result

percentiles = st.sampled_from(DISTRIBUTION).map("p{:g}".format) | st.just("max")
spaces = st.sampled_from(["", " ", "  "])
limits = st.decimals(0, 100_000, places=2).map("{:f}".format)
units = st.sampled_from(["us", "µs", "ms", "s"])
steps = st.none() | st.text("abc-_/ ", min_size=1).map(str.strip).filter(bool)


def run_with(
    count: int = 1000, errors: int = 0, ms: float = 20.0, *, saturated: bool = False
) -> LoadResult:
    """A run of one step, `list`, each of whose durations was the same; the lag was 0.3 ms."""
    step = StepResult(
        name="list",
        count=count,
        errors=errors,
        percentiles_ms={"50": ms, "90": ms, "99": ms, "99.9": ms, "100": ms} if count else {},
        service_percentiles_ms={},
        min_ms=ms,
        errors_by_name={},
        distribution=[(percentile, ms) for percentile in DISTRIBUTION] if count else [],
    )
    total = msgspec.structs.replace(step, name="total")
    load = load_result(is_saturated=saturated)
    return msgspec.structs.replace(load, steps=[step], total=total)


@given(steps, percentiles, spaces, st.sampled_from(["<", "<="]), limits, units)
def test_an_objective_is_read_as_it_was_written(
    step: str | None, measure: str, space: str, comparison: str, limit: str, unit: str
) -> None:
    text = f"{measure}{space}{comparison}{space}{limit}{unit}"
    slo = parse_slo(text if step is None else f" {step} {text} ")
    assert slo.step == step
    assert slo.measure == measure.replace("max", "p100")
    assert (slo.comparison, slo.limit, slo.unit) == (comparison, float(limit), unit)
    assert parse_slo(slo.text) == slo


@given(st.text("p9max<=>0.5 %/smserrorsrate"))
def test_any_other_text_is_refused_in_one_line_with_a_right_one(text: str) -> None:
    try:
        slo = parse_slo(text)
    except ConfigurationError as error:
        assert error.hint.startswith("give one like 'p99<250ms'")  # noqa: PT017 - or none is raised
    else:
        assert slo.text == text.strip()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a valid objective"),
        ("p99<fast", "not a valid objective"),
        ("p99", "not a valid objective"),
        ("p99<250", "not a valid objective"),
        ("p99<-1ms", "not a valid objective"),
        ("p99<250%", "% is not a unit of it"),
        ("errors<1ms", "ms is not a unit of it"),
        ("rate>=5s", "s is not a unit of it"),
        ("p99>250ms", "the worst deployments would meet >"),
        ("errors>=1%", "the worst deployments would meet >="),
        ("rate<5/s", "the worst deployments would meet <"),
        ("p97.3<1ms", "multiples of 5"),
        ("p101<1ms", "multiples of 5"),
    ],
)
def test_what_cannot_be_an_objective_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        parse_slo(text)


@pytest.mark.parametrize(
    ("text", "seen", "is_met"),
    [
        ("p99<250ms", 20.0, True),
        ("p99<20ms", 20.0, False),
        ("p99<=20ms", 20.0, True),
        ("p95<0.1s", 0.02, True),
        ("max<=20000us", 20_000.0, True),
        ("errors<0.7%", 0.7, False),
        ("errors<=0.7%", 0.7, True),
        ("rate>=499/s", 499.2, True),
        ("rate>=500/s", 499.2, False),
        ("list p50<25ms", 20.0, True),
        ("list errors<0.1%", 0.7, False),
        ("list rate>=99/s", 99.3, True),
    ],
)
def test_an_objective_is_met_by_what_was_measured(text: str, seen: float, is_met: bool) -> None:  # noqa: FBT001  (parametrised)
    judged = judge_slo(parse_slo(text), run_with(errors=7))
    assert judged.seen == pytest.approx(seen)
    assert (judged.is_met, judged.reason) == (is_met, "")


@given(st.floats(0.01, 10_000), st.floats(0.01, 10_000))
def test_a_lower_limit_is_never_easier_to_meet(ms: float, limit_ms: float) -> None:
    low, high = sorted([ms, limit_ms])
    met = [
        judge_slo(parse_slo(f"p99<={limit:.6f}ms"), run_with(ms=ms)).is_met for limit in (low, high)
    ]
    assert met == sorted(met)


def test_without_a_sample_an_objective_is_missed() -> None:
    for text in ("p99<250ms", "errors<1%", "list p99<250ms"):
        judged = judge_slo(parse_slo(text), run_with(count=0))
        assert (judged.seen, judged.is_met) == (None, False)
        assert judged.reason == "nothing was measured"


def test_an_objective_of_a_step_that_is_none_names_those_that_are() -> None:
    judged = judge_slo(parse_slo("crate p99<250ms"), run_with())
    assert (judged.seen, judged.is_met) == (None, False)
    assert judged.reason == "no step crate was measured; there are list"


@pytest.mark.parametrize("text", ["p99<250ms", "errors<1%", "rate>=1/s"])
def test_when_the_generator_was_saturated_nothing_is_met(text: str) -> None:
    judged = judge_slo(parse_slo(text), run_with(saturated=True))
    assert judged.seen is not None
    assert not judged.is_met
    assert "saturated" in judged.reason


def test_the_generator_is_no_excuse_for_more_than_its_own_lateness() -> None:
    late = run_with(ms=20.0, saturated=True)  # of these 0.3 ms are the generator's
    assert "saturated" in judge_slo(parse_slo("p99<19.8ms"), late).reason
    assert judge_slo(parse_slo("p99<19ms"), late).reason == ""
    assert "saturated" in judge_slo(parse_slo("max<19ms"), late).reason
