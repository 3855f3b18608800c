"""A comparison as people read it: the same words on a terminal, in Markdown and on a page."""

import io
import json
import random
from importlib.resources import files

import jsonschema
import msgspec
import pytest
from rich.console import Console

from benchmarks.comparison import simulated_run
from edgeproof.laws import Outcome
from edgeproof.reporting import Result, as_json
from edgeproof.reporting.comparison import (
    Comparison,
    compare,
    comparison_as_html,
    comparison_as_markdown,
    comparison_schema,
    print_comparison,
)
from tests.reporting.html.documents import elements_of, hostile_result
from tests.reporting.rendered import html_in
from tests.reporting.results import law_result, result_of

HOSTILE = "</td></table><script>x</script>|`|**b**@me"


def a_side(outcome: Outcome, slower: float) -> Result:
    chance = random.Random(slower)  # noqa: S311  (no secret)
    load = simulated_run(chance, model="closed", seconds=60, between=0.0, slower=slower)
    laws = [
        law_result(outcome=outcome),
        *(law_result(f"rest.auth.{one}", outcome=outcome) for one in ("missing", "wrong")),
        law_result("posts.list.shape", outcome=Outcome.UNTESTED if slower > 1 else Outcome.HELD),
    ]
    return result_of(laws, load=[load])


WORSE = compare([a_side(Outcome.HELD, 1.0)], [a_side(Outcome.BROKEN, 3.0)])
SAME = compare([a_side(Outcome.HELD, 1.0)], [a_side(Outcome.HELD, 1.0)])


def printed(comparison: Comparison) -> str:
    shown = io.StringIO()
    print_comparison(comparison, Console(file=shown, width=160))
    return shown.getvalue()


def test_a_terminal_shows_what_changed_and_the_verdict_last() -> None:
    lines = printed(WORSE).splitlines()
    assert lines[-1] == "WORSE  blog.example.com: 4 laws and 1 load compared"
    [law] = [line for line in lines if line.startswith("posts.create.answers-id")]
    assert law.split() == [
        "posts.create.answers-id",
        "MUST",
        "held",
        "broken",
        "newly",
        "broken",
    ]
    assert "newly untested: 1 law (posts.list.shape)" in lines
    [p50] = [line for line in lines if line.startswith("all steps  p50")]
    assert p50.split()[-1] == "worse"
    assert "(+200.0%)" in p50 or "(+19" in p50 or "(+20" in p50


def test_what_did_not_change_is_a_line() -> None:
    lines = printed(SAME).splitlines()
    assert lines[-1] == "NO DIFFERENCE SEEN  blog.example.com: 4 laws and 1 load compared"
    assert "Laws" not in lines


def test_markdown_has_the_verdict_first() -> None:
    text = comparison_as_markdown(WORSE)
    assert text.startswith("## edgeproof: ❌ WORSE\n\nblog.example.com: 4 laws and 1 load compared")
    assert ("| `posts.create.answers-id` | MUST | held | broken | ❌ newly broken |\n") in text
    assert "### Load: simulated, 50 users, on blog.example.com\n" in text
    assert "Give 5 or more runs per side" in text


def test_a_page_has_the_same() -> None:
    page = comparison_as_html(WORSE)
    [verdict] = [one for one in elements_of(page, "span") if "verdict" in one.attributes["class"]]
    assert verdict.text.strip() == "worse"
    names = [one.text for one in elements_of(page, "code")]
    assert "posts.create.answers-id" in names
    assert not elements_of(page, "script")


def test_nothing_in_a_comparison_is_markup() -> None:
    plain, hostile = a_side(Outcome.HELD, 1.0), hostile_result(HOSTILE)
    broken = a_side(Outcome.BROKEN, 3.0)
    for old, new in (([plain], [hostile, broken]), ([hostile, broken], [hostile, plain])):
        made = compare(old, new)
        assert html_in(comparison_as_markdown(made)) == set()
        assert not elements_of(comparison_as_html(made), "script", "b")


def test_the_published_schema_is_that_of_the_types() -> None:
    published = files("edgeproof.reporting.comparison") / "comparison.schema.json"
    assert json.loads(published.read_text("utf-8")) == comparison_schema()


@pytest.mark.parametrize("comparison", [WORSE, SAME])
def test_as_json_it_validates_and_reads_back_as_itself(comparison: Comparison) -> None:
    jsonschema.validate(json.loads(as_json(comparison)), comparison_schema())
    assert msgspec.json.decode(msgspec.json.encode(comparison), type=Comparison) == comparison
