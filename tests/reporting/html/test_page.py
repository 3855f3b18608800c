import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import HistoryRecord, Result
from edgeproof.reporting.html import as_html
from edgeproof.reporting.html.page import _STYLE_SHEETS, _asset
from edgeproof.reporting.timeline.colours import STYLE_SHEET
from tests.reporting.html.documents import (
    Element,
    elements_of,
    every_law,
    evidence,
    full_result,
    hostile_result,
)
from tests.reporting.results import a_deviation, law_result, result_of
from tests.reporting.timeline.histories import LOST_WRITE

PAGE = as_html(full_result())
HOSTILE = (
    "</script><script>hacked = 1</script>",
    "</style><img src=x onerror='hacked = 1'>",
    "\"' onmouseover='hacked = 1' x=\"",
    "{{ 7 * 7 }}{% include 'x' %}",
    "<svg onload='hacked = 1'></svg></svg></title><script>hacked = 1</script>",
    "--><script>hacked = 1</script>]]>",
    "javascript:hacked=1",
    "\x00\x1b[31m\u202e\ud7ff`<`",
)


WITHIN = re.compile(r"#(findings|law-\d+)")
"""Links to parts of the page itself."""


def broken(**parts: object) -> Result:
    seen = evidence(**parts)  # type: ignore[arg-type]  # of several types
    return result_of([law_result(outcome=Outcome.BROKEN, reason=seen.summary, evidence=seen)])


def test_nothing_is_fetched_from_anywhere() -> None:
    fetching = {"src", "srcset", "action", "data", "poster", "xlink:href", "background", "ping"}
    for element in elements_of(PAGE):
        assert not fetching & set(element.attributes)
        assert element.tag not in {"link", "iframe", "object", "embed", "base", "img"}
        # The second is a link for the reader to follow, or not.
        href = element.attributes.get("href", "#findings")
        assert href == "https://x/12" or WITHIN.fullmatch(href)
    assert "url(" not in "".join(map(_asset, _STYLE_SHEETS))
    assert "@import" not in PAGE


def test_the_policy_admits_the_pages_own_style_and_script_alone() -> None:
    policy = next(
        element.attributes["content"]
        for element in elements_of(PAGE, "meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


def test_no_element_has_a_style_or_a_script_of_its_own() -> None:
    for element in elements_of(PAGE):
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "style" not in element.attributes


def test_every_law_is_there_broken_ones_first() -> None:
    laws = [
        element.attributes["data-outcome"]
        for element in elements_of(PAGE, "details")
        if "data-outcome" in element.attributes
    ]
    assert sorted(laws) == sorted(law.outcome for law in every_law())
    assert laws[0] == Outcome.BROKEN
    for law in every_law():
        assert f"<code>{law.id}</code>" in PAGE


def test_headings_are_in_order_and_there_is_one_of_the_first_rank() -> None:
    ranks = [int(one.tag[1]) for one in elements_of(PAGE, "h1", "h2", "h3", "h4", "h5", "h6")]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_no_two_elements_have_one_id() -> None:
    ids = [one.attributes["id"] for one in elements_of(PAGE) if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_what_is_named_by_an_id_is_there() -> None:
    elements = elements_of(PAGE)
    ids = {one.attributes.get("id") for one in elements}
    for name in ("aria-labelledby", "aria-describedby", "for"):
        assert {one.attributes[name] for one in elements if name in one.attributes} <= ids


def test_the_same_result_makes_the_same_page() -> None:
    assert as_html(full_result()) == PAGE


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_document_adds_no_element_and_no_attribute(text: str) -> None:
    harmless = {shape(one) for one in elements_of(as_html(hostile_result("x")))}
    page = as_html(hostile_result(text))
    assert {shape(one) for one in elements_of(page)} <= harmless
    assert len(elements_of(page, "script")) == len(elements_of(page, "style")) == 1
    assert all(WITHIN.fullmatch(one.attributes["href"] or "") for one in elements_of(page, "a"))


def shape(element: Element) -> tuple[str, frozenset[str]]:
    # Classes tell how long a text is.
    return element.tag, frozenset(element.attributes) - {"class"}


@settings(max_examples=25, deadline=None)
@given(text=st.text())
def test_any_text_can_be_shown(text: str) -> None:
    as_html(hostile_result(text)).encode()


def test_the_picture_of_the_document_is_not_trusted() -> None:
    forged = msgspec.structs.replace(LOST_WRITE, svg="<svg><script>hacked = 1</script></svg>")
    page = as_html(broken(history=forged))
    assert "hacked" not in page
    assert 'class="edgeproof-timeline"' in page


def test_places_that_are_no_operations_are_passed_over() -> None:
    forged = msgspec.structs.replace(LOST_WRITE, impossible=[99, 1, -1], order=[0, 7])
    assert "fits nowhere" in as_html(broken(history=forged))


def test_a_history_without_operations_is_not_drawn() -> None:
    page = as_html(broken(history=HistoryRecord(operations=[], impossible=[0])))
    assert 'class="edgeproof-timeline"' not in page


def test_a_timeline_has_the_pages_colours_for_all_its_parts() -> None:
    parts = set(re.findall(r"\.t-\w+", STYLE_SHEET))
    assert parts == set(re.findall(r"\.t-\w+", _asset("pictures.css")))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https:", "//x/y"])
def test_only_a_web_address_becomes_a_link(link: str) -> None:
    deviation = msgspec.structs.replace(a_deviation(DeviationState.EXCUSED), link=link)
    page = as_html(result_of([law_result(outcome=Outcome.BROKEN, deviation=deviation)]))
    assert f"({link})" in page
    assert all(WITHIN.fullmatch(one.attributes["href"] or "") for one in elements_of(page, "a"))


def test_a_known_deviation_comes_with_its_reason_date_and_link() -> None:
    deviation = a_deviation(DeviationState.EXCUSED)
    page = as_html(result_of([law_result(outcome=Outcome.BROKEN, deviation=deviation)]))
    assert "it [folds]" in page
    assert "2027-03-01" in page
    assert 'href="https://x/12"' in page


def test_a_long_body_is_cut_and_a_long_command_is_not() -> None:
    page = as_html(broken(text="b" * 5_000, curl=["c" * 5_000]))
    assert "b" * 4_001 not in page.replace("b" * 5_000, "")
    assert "the first 4,000 of 5,000 characters" in page
    assert "c" * 5_000 in page


def test_signs_that_turn_or_hide_text_are_shown() -> None:
    page = as_html(broken(text="a\u202eb\x1b"))
    assert "a\\u202eb\\u001b" in page
    assert "\u202e" not in page


def test_a_carriage_return_is_kept_in_a_command() -> None:
    assert "'a&#13;\nb'" in as_html(broken(curl=["printf 'a\r\nb'"])).replace("&#39;", "'")


def test_what_is_lacking_and_what_was_left_is_on_the_page() -> None:
    result = result_of([law_result()], lacking=["monitor"])
    totals = msgspec.structs.replace(result.totals, posts_left=1)
    page = as_html(msgspec.structs.replace(result, totals=totals))
    assert "monitor (required)" in page
    assert "2, 1 left" in page


LIGHT_DARK = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in LIGHT_DARK.findall(_asset("style.css"))}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", ["paper", "page", "raised"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "good", "bad", "warn", "doubt", "link"])
def test_text_has_the_contrast_of_level_aa(ink: str, surface: str, theme: int) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[surface][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["good", "bad", "warn", "doubt"])
def test_so_has_text_on_a_ground_of_its_own_tone(tone: str, theme: int) -> None:
    ground = COLOURS[f"{tone}-soft"][theme]
    for ink in (tone, "ink", "quiet"):
        assert contrast(COLOURS[ink][theme], ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
