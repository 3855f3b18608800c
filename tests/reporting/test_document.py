"""The result document: its verdict, and its published schema."""

import json
from importlib.resources import files

import jsonschema
import msgspec
import pytest

from edgeproof.consistency import Overlap
from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import (
    Consistency,
    Evidence,
    LawResult,
    Result,
    as_json,
    json_schema,
    verdict_on,
)
from tests.reporting.results import a_deviation, law_result, load_result, result_of
from tests.reporting.timeline.histories import LOST_WRITE


def test_the_published_schema_is_that_of_the_types() -> None:
    published = (files("edgeproof.reporting") / "result.schema.json").read_text("utf-8")
    assert json.loads(published) == json_schema()


def test_a_document_validates_and_reads_back_as_itself() -> None:
    laws = [law_result(outcome=outcome) for outcome in Outcome]
    laws += [
        law_result(outcome=Outcome.BROKEN, deviation=a_deviation(state)) for state in DeviationState
    ]
    evidence = Evidence(summary="seen", exchanges=[], curl=[], history=LOST_WRITE)
    laws.append(law_result(outcome=Outcome.BROKEN, evidence=evidence))
    overlap = Overlap(operations=9, overlapping=4, most_at_once=2)
    consistency = Consistency(posts="linearizable", posts_overlap=overlap)
    load = [load_result(), load_result(target_rate=None)]
    result = result_of(laws, lacking=["path"], consistency=consistency, load=load)
    jsonschema.validate(json.loads(as_json(result)), json_schema())
    assert msgspec.json.decode(as_json(result), type=Result) == result


def test_a_document_with_an_unknown_outcome_does_not_validate() -> None:
    document = json.loads(as_json(result_of([law_result(outcome=Outcome.HELD)])))
    document["laws"][0]["outcome"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json_schema())


HELD = law_result(outcome=Outcome.HELD)
BROKEN = law_result(outcome=Outcome.BROKEN)
BROKEN_SHOULD = law_result("posts.create.location", outcome=Outcome.BROKEN)
EXCUSED = law_result(outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXCUSED))
EXCUSED_SHOULD = law_result(
    "posts.create.location",
    outcome=Outcome.BROKEN,
    deviation=a_deviation(DeviationState.EXCUSED),
)
EXPIRED = law_result(outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXPIRED))
OBSOLETE_SHOULD = law_result(
    "posts.create.location", outcome=Outcome.HELD, deviation=a_deviation(DeviationState.OBSOLETE)
)
UNJUDGED = law_result(outcome=Outcome.UNTESTED, deviation=a_deviation(DeviationState.UNJUDGED))
UNTESTED = law_result(outcome=Outcome.UNTESTED)
UNDECIDED = law_result(outcome=Outcome.INCONCLUSIVE)


@pytest.mark.parametrize(
    ("laws", "lenient", "strict"),
    [
        ([HELD], "pass", "pass"),
        ([HELD, BROKEN], "fail", "fail"),
        ([HELD, BROKEN_SHOULD], "pass", "fail"),
        ([HELD, UNTESTED], "pass", "pass"),
        ([HELD, UNDECIDED], "inconclusive", "inconclusive"),
        ([BROKEN, UNDECIDED], "fail", "fail"),
        ([UNTESTED], "inconclusive", "inconclusive"),
        ([BROKEN_SHOULD], "inconclusive", "fail"),
        ([], "inconclusive", "inconclusive"),
        ([HELD, EXCUSED], "pass", "pass"),
        ([HELD, EXCUSED_SHOULD], "pass", "pass"),
        ([EXCUSED], "pass", "pass"),
        ([EXCUSED, BROKEN_SHOULD], "pass", "fail"),
        ([EXCUSED, UNDECIDED], "inconclusive", "inconclusive"),
        ([HELD, EXPIRED], "fail", "fail"),
        ([HELD, OBSOLETE_SHOULD], "pass", "fail"),
        ([HELD, UNJUDGED], "pass", "pass"),
    ],
)
def test_the_verdict_is_by_the_laws_that_count(
    laws: list[LawResult], lenient: str, strict: str
) -> None:
    assert verdict_on(laws, is_strict=False) == lenient
    assert verdict_on(laws, is_strict=True) == strict


def test_what_is_required_and_lacking_fails_a_run_in_which_all_laws_hold() -> None:
    assert verdict_on([HELD], is_strict=False, lacking=["sync-token"]) == "fail"
