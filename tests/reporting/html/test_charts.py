import math
import sys
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.reporting import LoadResult
from edgeproof.reporting.html.charts import Chart
from edgeproof.reporting.html.figures import duration, log_ticks, per_second
from edgeproof.reporting.html.load import load_views
from edgeproof.reporting.html.load_charts import (
    capacity_chart,
    latency_chart,
    percentile_chart,
    rate_chart,
)
from tests.reporting.html.documents import a_load, capacity
from tests.reporting.results import load_result

LOAD = a_load()
SVG = "{http://www.w3.org/2000/svg}"


def charts_of(load: LoadResult) -> list[Chart]:
    (view,) = load_views([load])
    return view.charts


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314  (drawn here)


def lines_of(chart: Chart) -> dict[str, int]:
    """The points of each series, by its class."""
    counts: dict[str, int] = {}
    for group in parsed(chart).iter(f"{SVG}g"):
        kind = group.get("class", "")
        if kind.startswith("series"):
            dots = len(list(group.iter(f"{SVG}circle")))
            counts[kind.split()[-1]] = counts.get(kind.split()[-1], 0) + dots
    return counts


@pytest.mark.parametrize("chart", charts_of(LOAD), ids=lambda chart: str(chart.title))
def test_a_chart_is_named_described_and_has_its_figures_in_a_table(chart: Chart) -> None:
    root = parsed(chart)
    assert [root[0].text, root[1].text] == [chart.title, chart.description]
    assert root.get("aria-labelledby") == root[0].get("id")
    assert root.get("aria-describedby") == root[1].get("id")
    assert chart.rows
    assert all(len(row) == len(chart.head) for row in chart.rows)


@pytest.mark.parametrize("chart", charts_of(LOAD), ids=lambda chart: str(chart.title))
def test_a_chart_has_neither_style_nor_script_of_its_own(chart: Chart) -> None:
    for element in parsed(chart).iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "defs"}
        assert "style" not in element.attrib


def test_each_step_has_a_line_of_its_percentiles() -> None:
    chart = percentile_chart(LOAD, "c")
    assert chart is not None
    points = len(LOAD.steps[0].distribution)
    assert lines_of(chart) == {"c-0": points, "c-1": points}
    assert chart.head == ["percentile", "list", "create"]
    assert chart.rows[0] == ["50%", "1.5 ms", "1.5 ms"]
    assert chart.rows[-1][0] == "max"


def test_the_rate_asked_for_is_drawn_in_the_open_model_only() -> None:
    seconds = len(LOAD.measured_seconds())
    asked = rate_chart(LOAD, "c")
    users = rate_chart(load_result(target_rate=None), "c")
    assert asked is not None
    assert users is not None
    assert lines_of(asked) == {"c-asked": seconds, "c-achieved": seconds, "c-errors": seconds}
    assert lines_of(users) == {"c-achieved": seconds, "c-errors": seconds}
    assert users.head[1] == "users"


def test_the_rates_tried_are_marked_as_met_and_missed() -> None:
    chart = capacity_chart(capacity(), "c")
    assert chart is not None
    assert lines_of(chart) == {"c-line": 4, "c-met": 2, "c-missed": 2}
    assert [row[-1] for row in chart.rows] == ["met", "met", "missed", "missed"]


def test_where_the_generator_was_saturated_nothing_is_said_of_the_deployment() -> None:
    chart = capacity_chart(capacity(is_saturated=True), "c")
    assert chart is not None
    assert lines_of(chart) == {"c-line": 4, "c-met": 2, "c-missed": 1, "c-saturated": 1}
    assert chart.rows[-1][-1] == "generator saturated"


def test_a_run_without_samples_has_no_charts() -> None:
    steps = [msgspec.structs.replace(step, distribution=[]) for step in LOAD.steps]
    nothing = msgspec.structs.replace(capacity(), tried=[])
    assert charts_of(a_load(steps=steps, timeline=[], capacity=nothing)) == []


def test_times_of_nothing_at_all_can_be_drawn() -> None:
    timeline = [msgspec.structs.replace(one, p50_ms=0.0, p99_ms=0.0) for one in LOAD.timeline]
    chart = latency_chart(a_load(timeline=timeline), "c")
    assert chart is not None
    assert chart.rows[0] == ["2 s", "0 ms", "0 ms"]


def test_warm_up_and_aftermath_are_not_drawn_and_one_second_makes_no_line() -> None:
    last = msgspec.structs.replace(LOAD.timeline[-1], at_s=20.0)
    chart = latency_chart(a_load(timeline=[*LOAD.timeline, last]), "c")
    assert chart is not None
    assert [row[0] for row in chart.rows] == [f"{at_s} s" for at_s in range(2, 12)]
    assert latency_chart(a_load(timeline=LOAD.timeline[:2]), "c") is None


def test_the_table_of_a_long_run_stays_short() -> None:
    timeline = [
        msgspec.structs.replace(LOAD.timeline[0], at_s=float(second)) for second in range(3_600)
    ]
    chart = latency_chart(a_load(timeline=timeline, duration_s=3_600.0), "c")
    assert chart is not None
    assert len(chart.rows) == 60


@pytest.mark.parametrize(
    ("ms", "words"),
    [(0, "0 ms"), (0.0123456, "0.0123 ms"), (9.5, "9.5 ms"), (250, "250 ms"), (1234, "1.23 s")],
)
def test_durations_have_three_digits_and_a_unit_that_reads_well(ms: float, words: str) -> None:
    assert duration(ms) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(0.25, "0.25/s"), (499.2, "499/s"), (12_500, "12,500/s")]
)
def test_rates_have_three_digits_and_no_fewer_than_they_need(rate: float, words: str) -> None:
    assert per_second(rate) == words


def test_charts_leave_no_finder_behind_that_is_none() -> None:
    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)


@given(values=st.lists(st.floats(0.001, 1e7), min_size=1))
@example(values=[9999999.999999998])
@example(values=[1.0000000000000002])
@example(values=[0.001])
def test_ticks_rise_and_hold_all_values_between_them(values: list[float]) -> None:
    ticks = log_ticks(values)
    assert ticks == sorted(set(ticks))
    assert ticks[0] <= min(values) <= max(values) <= ticks[-1]
    for tick in ticks:
        power = 10.0 ** math.floor(math.log10(tick) + 1e-9)
        assert round(tick / power) in {1, 2, 5}
