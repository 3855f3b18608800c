"""A result as JUnit XML: red exactly when the verdict is no pass, and always valid."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml, TestCase

from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import LawResult, Result
from edgeproof.reporting.junit import as_junit
from tests.reporting.html.documents import a_load, evidence, full_result, hostile_result
from tests.reporting.results import a_deviation, law_result, load_result, result_of
from tests.reporting.test_document import (
    BROKEN,
    BROKEN_SHOULD,
    EXCUSED,
    EXPIRED,
    HELD,
    OBSOLETE_SHOULD,
    UNDECIDED,
    UNJUDGED,
    UNTESTED,
)

UNDECIDED_SHOULD = law_result("posts.create.location", outcome=Outcome.INCONCLUSIVE)


def cases_of(result: Result) -> dict[str, TestCase]:
    document = JUnitXml.fromstring(as_junit(result))
    return {case.name: case for suite in document for case in suite}


def is_red(result: Result) -> bool:
    return any(case.is_failure or case.is_error for case in cases_of(result).values())


def test_a_suite_is_a_suite_and_a_law_a_case() -> None:
    laws = [HELD, law_result("rest.auth.missing")]
    [posts, rest] = JUnitXml.fromstring(as_junit(result_of(laws)))
    assert (posts.name, rest.name) == ("posts", "rest")
    assert posts.timestamp == "2026-01-02T03:04:05"
    assert ("target", "blog.example.com") in {(one.name, one.value) for one in posts.properties()}
    [case] = posts
    assert (case.name, case.classname, case.time) == (
        "posts.create.answers-id",
        "suites.posts.create",
        0.25,
    )
    assert case.is_passed


def test_a_broken_law_fails_with_its_evidence() -> None:
    law = law_result(outcome=Outcome.BROKEN, evidence=evidence())
    [case] = cases_of(result_of([law])).values()
    [failure] = case.result
    assert case.is_failure
    assert failure.message == "the status of GET: received 500, expected 200"
    assert failure.type == "MUST"
    assert "ID1=$(curl -sS -X POST" in failure.text
    assert "source: the /posts contract" in failure.text


@pytest.mark.parametrize(
    ("law", "message"),
    [
        (
            law_result(outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXCUSED)),
            "known deviation until 2027-03-01: it [folds] (https://x/12)",
        ),
        (
            law_result(outcome=Outcome.UNSUPPORTED, reason="no\npipeline"),
            "unsupported: no pipeline",
        ),
        (law_result(outcome=Outcome.UNTESTED, reason="no token"), "untested: no token"),
        (
            law_result("posts.create.location", outcome=Outcome.BROKEN, reason="none"),
            "broken, but decides only with --strict: none",
        ),
        (UNDECIDED_SHOULD, "inconclusive: no reason given"),
    ],
)
def test_what_does_not_decide_the_verdict_is_skipped_and_says_why(
    law: LawResult, message: str
) -> None:
    case = cases_of(result_of([HELD, law]))[law.id]
    assert case.is_skipped
    assert [end.message for end in case.result] == [message]


def test_what_could_not_be_told_is_an_error() -> None:
    law = law_result(outcome=Outcome.INCONCLUSIVE, reason="no answer in time")
    [case] = cases_of(result_of([law])).values()
    assert case.is_error
    assert [end.message for end in case.result] == ["no answer in time"]


@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize(
    "laws",
    [
        [],
        [HELD],
        [HELD, BROKEN_SHOULD],
        [BROKEN, UNDECIDED],
        [HELD, UNDECIDED],
        [HELD, UNDECIDED_SHOULD],
        [UNTESTED],
        [BROKEN_SHOULD],
        [EXCUSED],
        [HELD, EXPIRED],
        [HELD, OBSOLETE_SHOULD],
        [HELD, UNJUDGED],
    ],
)
@pytest.mark.parametrize("lacking", [[], ["pipeline"]])
def test_it_is_red_exactly_when_the_verdict_is_no_pass(
    laws: list[LawResult], *, is_strict: bool, lacking: list[str]
) -> None:
    result = result_of(laws, is_strict=is_strict, lacking=lacking)
    assert is_red(result) is (result.verdict != "pass")


def test_what_is_lacking_is_named_where_no_law_is_broken() -> None:
    case = cases_of(result_of([HELD], lacking=["pipeline", "base64"]))["verdict"]
    assert [(end.message, end.text) for end in case.result] == [
        ("2 required but lacking", "lacking: pipeline, base64")
    ]


def test_each_objective_and_each_violation_of_a_load_is_a_case() -> None:
    cases = cases_of(result_of([], load=[a_load()]))
    assert cases["p99<250ms"].is_passed
    assert cases["p99<250ms"].classname == "load.readers-and-writers"
    assert [end.message for end in cases["errors<0.1%"].result] == ["missed: nothing was seen"]
    [violated] = cases["lost post post:1"].result
    assert (violated.message, violated.text) == ("gone (3 of this kind)", "gone\nGET lists none")


def test_a_load_that_found_nothing_has_a_case_that_says_so() -> None:
    run = msgspec.structs.replace(
        result_of([], load=[load_result()]), command="load", verdict="pass"
    )
    assert [case.name for case in cases_of(run).values()] == ["no violation"]
    assert not is_red(run)


@settings(deadline=None, max_examples=50)
@given(text=st.text())
def test_it_is_valid_whatever_stands_in_the_result(text: str) -> None:
    document = JUnitXml.fromstring(as_junit(hostile_result(text)))
    assert document.tests == sum(suite.tests for suite in document) > 100


def test_control_characters_are_shown() -> None:
    law = law_result(outcome=Outcome.BROKEN, reason="a\x00b\x1b[31m")
    [case] = cases_of(result_of([law])).values()
    assert [end.message for end in case.result] == ["a\\u0000b\\u001b[31m"]


def test_everything_in_a_full_result_adds_up() -> None:
    document = JUnitXml.fromstring(as_junit(full_result()))
    assert [suite.name for suite in document] == [
        "posts",
        "rest",
        "redis",
        "load.readers-and-writers",
    ]
    assert document.failures == sum(case.is_failure for suite in document for case in suite)
