"""Wrong answers become violations: each once, with how the first began."""

from edgeproof.deployments import Secret
from edgeproof.load.measuring.recorder import Recorder
from edgeproof.load.measuring.wrong_answers import MOST, OTHERS, WrongAnswers
from edgeproof.load.wire.failures import Failure, wrong
from edgeproof.reporting import LoadViolation

DUPLICATED = LoadViolation(kind="duplicated", subject="post:3", seen="given by 2 adds")


def beginning_with(text: str, failure: Failure) -> Failure:
    failure.beginning = text
    return failure


def test_they_are_counted_by_step_and_reason_and_the_first_is_shown() -> None:
    answers = WrongAnswers()
    answers.add("list", beginning_with("200 'a'", wrong("no list")))
    answers.add("list", beginning_with("200 'b'", wrong("no list")))
    answers.add("create", wrong("no id"))
    first, second = answers.violations([])
    assert (first.kind, first.subject, first.seen) == ("wrong answer", "list", "no list")
    assert (first.count, first.operations) == (2, ["the first answer: 200 'a'"])
    assert (second.subject, second.count, second.operations) == ("create", 1, [])


def test_what_the_history_tells_is_not_told_again_and_what_it_does_not_tell_is() -> None:
    answers = WrongAnswers()
    answers.add("create", wrong("an id given before", found_as="duplicated"))
    assert answers.violations([DUPLICATED]) == []
    assert [one.seen for one in answers.violations([])] == ["an id given before"]


def test_an_answer_that_repeats_the_token_is_shown_without_it() -> None:
    answers = WrongAnswers()
    answers.add("list", beginning_with("200 'Bearer s3cret'", wrong("no list")))
    (violation,) = answers.violations([], Secret("s3cret"))
    assert violation.operations == ["the first answer: 200 'Bearer …'"]


def test_of_very_many_reasons_the_rest_are_counted_together() -> None:
    answers = WrongAnswers()
    for number in range(MOST + 7):
        answers.add("list", wrong(f"{number}"))
    violations = answers.violations([])
    assert len(violations) == MOST + 1
    assert (violations[-1].seen, violations[-1].count) == (OTHERS, 7)


def test_those_of_the_warm_up_count_although_it_is_not_measured() -> None:
    recorder = Recorder(from_ns=100)
    recorder.failed("list", wrong("no list"), 50, 60)
    assert recorder.take() == []
    assert len(recorder.wrong_answers.violations([])) == 1
