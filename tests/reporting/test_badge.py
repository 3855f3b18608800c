"""A badge: two words and a title, light, and the same to those who cannot see it."""

import json
import re

import msgspec
import pytest

from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import Result, SloResult
from edgeproof.reporting.badge import COLOURS, as_badge, as_badge_json
from edgeproof.reporting.summary import in_two_words
from tests.reporting.html.documents import a_load
from tests.reporting.results import a_deviation, law_result, load_result, result_of

HELD = law_result()
BROKEN = law_result(outcome=Outcome.BROKEN)
EXCUSED = law_result(outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXCUSED))
MET = SloResult(slo="p99<250ms", seen=9.5, is_met=True)


def load_of(verdict: str, **parts: object) -> Result:
    run = load_result(**parts)  # type: ignore[arg-type]  # of several types
    return msgspec.structs.replace(result_of([], load=[run]), command="load", verdict=verdict)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (result_of([HELD]), "1 law held"),
        (result_of([HELD, HELD, EXCUSED]), "2 laws held"),
        (result_of([HELD, BROKEN, BROKEN, EXCUSED]), "2 broken"),
        (result_of([HELD], lacking=["path"]), "1 lacking"),
        (result_of([]), "inconclusive"),
        (load_of("pass", slo=[MET]), "1 objective met"),
        (load_of("pass"), "passed"),
        (
            load_of("fail", slo=[MET, SloResult(slo="p50<1ms", seen=9.5, is_met=False)]),
            "1 objective missed",
        ),
        (load_of("fail", violations=a_load().violations), "1 violation"),
    ],
)
def test_a_badge_says_what_was_found(result: Result, words: str) -> None:
    assert in_two_words(result) == words
    title, *texts = re.findall(r"<(?:title|text)\b[^>]*>([^<]*)</", as_badge(result))
    assert title == f"edgeproof: {words}"
    assert texts == ["edgeproof", words]
    assert f'role="img" aria-label="{title}"' in as_badge(result)
    assert len(as_badge(result)) < 1_000
    assert json.loads(as_badge_json(result)) == {
        "schemaVersion": 1,
        "label": "edgeproof",
        "message": words,
        "color": COLOURS[result.verdict],
    }


@pytest.mark.parametrize("verdict", ["pass", "fail", "inconclusive"])
def test_verdicts_differ_in_more_than_words(verdict: str) -> None:
    badges = {as_badge(load_of(one)) for one in ("pass", "fail", "inconclusive")}
    assert len(badges) == 3
    assert as_badge(load_of(verdict)) in badges
    colours = {json.loads(as_badge_json(load_of(one)))["color"] for one in COLOURS}
    assert len(colours) == 3
