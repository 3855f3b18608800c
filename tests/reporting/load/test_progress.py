"""What a load shows while it goes on."""

import io

import msgspec
from rich.console import Console

from edgeproof.reporting import LoadModel, Second
from edgeproof.reporting.load.progress import LoadProgress
from edgeproof.reporting.load.words import LoadPlan
from tests.reporting.results import load_result

SECOND = load_result().timeline[0]


def shown(
    seconds: list[Second], *, is_terminal: bool = False, model: LoadModel = "open", width: int = 100
) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=is_terminal, width=width)
    with LoadProgress(console) as progress:
        progress.load_started(
            LoadPlan(
                deployment="blog.example.com",
                scenario="writers",
                model=model,
                target=500,
                warm_up_s=2,
                duration_s=10,
            )
        )
        for second in seconds:
            progress.second_passed(second)
        progress._progress.refresh()
    return file.getvalue()


def at(second_s: float, **others: float) -> Second:
    return msgspec.structs.replace(SECOND, at_s=second_s, **others)


def test_off_a_terminal_there_is_a_line_every_few_seconds() -> None:
    lines = shown([at(float(second)) for second in range(1, 13)]).splitlines()
    assert lines[0] == (
        "Loading blog.example.com with writers: 500/s for 10 s after 2 s of warm-up"
    )
    assert [line.strip().split("  ")[0] for line in lines[1:]] == ["5 s", "10 s"]


def test_a_line_has_rates_response_times_lag_and_all_errors_so_far() -> None:
    seconds = [at(4.0, errors=3, rate=498.7), at(5.0, errors=4, rate=498.7)]
    line = shown(seconds).splitlines()[1]
    assert line.strip() == ("5 s  498.7/s of 500/s · p50 1.50 p99 9.60 ms · lag 0.30 ms · 7 errors")
    assert "498.7/s from 50 users" in shown([at(5.0, rate=498.7, target=50)], model="closed")


def test_the_warm_up_and_the_end_are_named_on_a_terminal() -> None:
    assert "warming up" in shown([at(1.0)], is_terminal=True)
    assert "4/12 s" in shown([at(4.0)], is_terminal=True)
    assert "cleaning up" in shown([at(12.5)], is_terminal=True)


def test_the_line_fits_into_eighty_columns() -> None:
    text = shown([at(4.0, rate=123.4, p99_ms=123.4)], is_terminal=True, width=80)
    assert "123.4/s of 500/s · p50 1.50 p99 123.4 ms · lag 0.30 ms · 1 error" in text
