"""What a load shows when it has ended."""

import io

import msgspec
import pytest
from rich.console import Console

from edgeproof.reporting import Capacity, LoadResult, LoadViolation, RateTried, SloResult
from edgeproof.reporting.load.terminal import print_load
from edgeproof.reporting.load.words import capacity_words
from tests.reporting.results import load_result, result_of


def printed(load: LoadResult, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_load(result_of([], load=[load]), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(text: str, name: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if line.startswith(name))


def test_each_step_has_a_row_and_its_errors_have_their_names() -> None:
    text = printed(load_result())
    assert row(text, "create") == [
        "create",
        "490",
        "2",
        "0.40",
        "1.50",
        "4.00",
        "9.50",
        "17.5",
        "29.5",
        "9.50",
    ]
    assert row(text, "list")[1:3] == ["4,500", "·"]
    assert "2 create: timeout: no answer within 10 s" in text


def test_a_step_without_a_sample_has_dots_and_no_zeros() -> None:
    load = load_result()
    step = msgspec.structs.replace(
        load.steps[0], count=3, errors=3, percentiles_ms={}, service_percentiles_ms={}, min_ms=0.0
    )
    text = printed(msgspec.structs.replace(load, steps=[step]))
    assert row(text, "list") == ["list", "3", "3", *"·······"]


@pytest.mark.parametrize(
    ("slo", "line"),
    [
        (SloResult(slo="p99<250ms", seen=9.5, is_met=True), "met     p99<250ms  seen 9.5ms"),
        (
            SloResult(slo="errors<0.01%", seen=0.0412, is_met=False),
            "missed  errors<0.01%  seen 0.0",
        ),
        (SloResult(slo="rate>=5000/s", seen=4210.4, is_met=False), "rate>=5000/s  seen 4,210/s"),
        (
            SloResult(slo="p99<1s", seen=None, is_met=False, reason="nothing was measured"),
            "missed  p99<1s  nothing was seen: nothing was measured",
        ),
    ],
)
def test_an_objective_is_shown_with_what_was_seen_in_its_unit(slo: SloResult, line: str) -> None:
    assert line in printed(load_result(slo=[slo]))


def test_violations_come_by_kind_the_first_few_with_their_operations() -> None:
    lost = [
        LoadViolation(
            kind="lost",
            subject=f"post:{number}",
            seen="in no list since",
            count=37,
            operations=["create at 0.000 ms, answered at 2.000 ms"],
        )
        for number in range(5)
    ]
    text = printed(load_result(violations=lost))
    assert text.count("violated  lost") == 1
    assert text.count("create at 0.000 ms, answered at 2.000 ms") == 3
    assert "violated  lost  37 in all" in text
    assert "post:0: in no list since\n" in text
    assert "and 2 more like it" in text


def test_wrong_answers_are_counted_each_by_itself() -> None:
    wrong = [
        LoadViolation(kind="wrong answer", subject=step, seen="no list", count=count)
        for step, count in (("list", 30), ("create", 7))
    ]
    text = printed(load_result(violations=wrong))
    assert "violated  wrong answer  37 in all" in text
    assert "create: no list (7 times)" in text


def test_a_word_in_brackets_is_no_markup() -> None:
    odd = LoadViolation(kind="[red]", subject="[bold]", seen="[/]", operations=["[x]"])
    text = printed(load_result(violations=[odd], slo=[], scenario="[own]"))
    for word in ("[red]", "[bold]: [/]", "[x]", "[own]"):
        assert word in text


def test_a_saturated_generator_is_told_loudly() -> None:
    text = printed(load_result(is_saturated=True))
    assert "SATURATED" in text
    assert "SATURATED" not in printed(load_result())


def test_users_are_not_taken_for_a_rate() -> None:
    assert "499.2/s of 500/s requested" in printed(load_result(), 200)
    assert "499.2/s from 50 users" in printed(load_result(target_rate=None), 200)


def tried(rate: float, *, is_met: bool = True, saturated: bool = False) -> RateTried:
    return RateTried(
        target_rate=rate,
        achieved_rate=rate,
        percentiles_ms={"50": 1.0, "99": 2.0},
        errors=0,
        count=100,
        saturated=saturated,
        is_met=is_met,
    )


def test_the_rates_that_a_search_tried_are_a_table() -> None:
    rates = [tried(100), tried(200, is_met=False), tried(400, is_met=False, saturated=True)]
    capacity = Capacity(rate=100, limited_by="p99<1ms", tried=rates)
    text = printed(msgspec.structs.replace(load_result(), capacity=capacity))
    assert "capacity  100/s; beyond that p99<1ms was missed" in text
    lines = [line.split() for line in text.splitlines()]
    assert ["100/s", "100/s", "1.00", "2.00", "·", "met"] in lines
    assert ["200/s", "200/s", "1.00", "2.00", "·", "missed"] in lines
    assert ["400/s", "400/s", "1.00", "2.00", "·", "generator", "saturated"] in lines


@pytest.mark.parametrize(
    ("rate", "limit", "words"),
    [
        (100, "generator", "100/s; beyond that the generator was saturated"),
        (100, "max-rate", "100/s; no higher rate was to be tried (--max-rate)"),
        (100, "violations", "100/s; beyond that something was violated"),
        (0, "p99<1ms", "no rate that was tried met the objectives"),
    ],
)
def test_the_capacity_is_told_with_what_limits_it(rate: float, limit: str, words: str) -> None:
    assert words in capacity_words(Capacity(rate=rate, limited_by=limit, tried=[]))
