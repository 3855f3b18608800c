"""What the end of a test says about its law."""

from contextlib import suppress

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import Mask
from edgeproof.conformance.judging import judge
from edgeproof.conformance.trials import Trial, law_result, merged
from edgeproof.consistency import Overlap
from edgeproof.deployments import Secret
from edgeproof.laws import (
    Broken,
    Case,
    Exchange,
    Outcome,
    ReceivedResponse,
    SentRequest,
    Undecided,
    Unsupported,
    Untested,
    find_law,
    root_cause,
)
from edgeproof.reporting import Evidence

BROKEN = Broken("the answer", "1", "2")
EXCHANGE = Exchange(
    request=SentRequest(method="GET", url="http://h/get/k"),
    response=ReceivedResponse(status=200, body=b"\xff"),
)


def ended(error: BaseException | None, case: Case | None = None) -> Trial:
    """The trial of a test that sent and compared something and ended so."""
    case = case or Case(examples=1, requests=1, comparisons=1)
    mask = Mask.of(Secret("a-long-token"), None)
    return judge("redis.incr.counts", case, error, seconds=1.23456, mask=mask, base_urls={})


def failed(case: Case, error: BaseException, exchange: Exchange = EXCHANGE) -> None:
    """An example that ends with an error."""
    with suppress(type(error)), case.example():
        case.record(exchange)
        raise error


def test_a_test_that_passed_says_that_the_law_is_held() -> None:
    trial = ended(None, Case(examples=3, requests=5, comparisons=7, settle_ns=1_500_000))
    assert trial.outcome is Outcome.HELD
    assert trial.reason is None
    assert trial.evidence is None
    assert (trial.examples, trial.requests, trial.seconds, trial.settle_ms) == (3, 5, 1.235, 1.5)


@pytest.mark.parametrize(("requests", "comparisons"), [(0, 0), (1, 0), (0, 1)])
def test_a_test_that_sent_or_compared_nothing_says_nothing(requests: int, comparisons: int) -> None:
    trial = ended(None, Case(examples=1, requests=requests, comparisons=comparisons))
    assert (trial.outcome, trial.reason) == (Outcome.INCONCLUSIVE, "nothing was compared")


def test_evidence_says_what_the_official_clients_make_of_the_answers() -> None:
    case = Case()
    no_envelope = Exchange(
        request=SentRequest(method="POST", url="http://h/", body=b'["GET","k"]'),
        response=ReceivedResponse(status=200, body=b"{}"),
    )
    failed(case, BROKEN, no_envelope)
    evidence = ended(BROKEN, case).evidence
    assert evidence is not None
    [sentence] = evidence.clients
    assert sentence.startswith("Neither `result` nor `error`:")


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (Undecided("no answer"), Outcome.INCONCLUSIVE, "no answer"),
        (Untested("no means"), Outcome.UNTESTED, "no means"),
        (Unsupported("no path"), Outcome.UNSUPPORTED, "no path"),
        (KeyError("k"), Outcome.INCONCLUSIVE, "the law itself failed: KeyError: 'k'"),
        (BROKEN, Outcome.BROKEN, "the answer: received 1, expected 2"),
    ],
)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_an_error_is_judged_by_its_root(
    error: BaseException, outcome: Outcome, reason: str, depth: int
) -> None:
    for _ in range(depth):
        error = BaseExceptionGroup("of a task group", [error])
    trial = ended(error)
    assert (trial.outcome, trial.reason) == (outcome, reason)


def test_of_several_errors_the_gravest_is_told() -> None:
    timeout: BaseException = Undecided("no answer")
    mistake: BaseException = KeyError("k")
    assert ended(BaseExceptionGroup("", [timeout, mistake, BROKEN])).outcome is Outcome.BROKEN
    assert root_cause(BaseExceptionGroup("", [timeout, mistake])) is mistake
    assert root_cause(BaseExceptionGroup("", [timeout, timeout])) is timeout


def test_the_last_failing_example_is_the_evidence() -> None:
    case = Case()
    smallest = Exchange(request=SentRequest(method="GET", url="http://h/smallest"))
    failed(case, Broken("the answer", "10", "2"))
    failed(case, BROKEN, smallest)
    evidence = ended(BROKEN, case).evidence
    assert evidence is not None
    assert evidence.summary == "the answer: received 1, expected 2"
    assert [exchange.request.url for exchange in evidence.exchanges] == ["http://h/smallest"]
    assert evidence.curl == ["curl -sS --path-as-is -g -i -X GET http://h/smallest"]
    assert not evidence.is_intermittent


@pytest.mark.parametrize("error", [Untested("the budget is spent"), Undecided("late"), KeyError()])
def test_what_was_seen_to_break_stays_broken_however_the_test_ends(error: BaseException) -> None:
    case = Case()
    failed(case, BROKEN)
    failed(case, error)
    trial = ended(error, case)
    assert trial.outcome is Outcome.BROKEN
    assert trial.evidence is not None


def test_a_failure_that_does_not_come_back_keeps_the_first_evidence() -> None:
    case = Case()

    @hypothesis.settings(database=None, deadline=None)
    @given(st.integers())
    def breaks_once(number: int) -> None:
        with case.example():
            url = f"http://h/{case.examples}"
            case.record(Exchange(request=SentRequest(method="GET", url=url)))
            if case.examples == 3:
                raise BROKEN

    with pytest.raises(hypothesis.errors.Flaky) as raised:
        breaks_once()
    trial = ended(raised.value, case)
    assert trial.outcome is Outcome.BROKEN
    assert trial.evidence is not None
    assert trial.evidence.is_intermittent
    assert [exchange.request.url for exchange in trial.evidence.exchanges] == ["http://h/3"]


def test_examples_that_are_given_up_are_no_failures() -> None:
    case = Case()

    @hypothesis.settings(database=None, deadline=None)
    @given(st.integers())
    def assumes(number: int) -> None:
        with case.example():
            hypothesis.assume(number % 2)

    assumes()
    assert case.first_failure is None


def test_no_reason_and_no_evidence_shows_a_token() -> None:
    token = "a-long-token"
    for received in (token, "x" * 195 + token + "x" * 500):
        trial = ended(Broken(f"about {token}", received, token))
        assert trial.evidence is not None
        for part in (token, token[:6], token[-6:]):
            assert part not in repr(trial)
    assert token not in repr(ended(ValueError(token)))
    assert token not in repr(ended(Undecided(token)))
    assert token not in f"{Broken('the answer', token, '')}"


def test_a_long_value_is_cut_in_the_middle() -> None:
    summary = Broken("the answer", "a" * 500 + "b" * 500, "less").summary(str)
    assert f"received {'a' * 200} … {'b' * 200} (1000 characters), expected less" in summary


def a_trial(outcome: Outcome, **more: object) -> Trial:
    return Trial(law="redis.incr.counts", outcome=outcome, **more)  # type: ignore[arg-type]  # of several types


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        ("held broken inconclusive", Outcome.BROKEN),
        ("held inconclusive untested", Outcome.INCONCLUSIVE),
        ("unsupported held untested", Outcome.HELD),
        ("untested unsupported", Outcome.UNSUPPORTED),
        ("untested", Outcome.UNTESTED),
    ],
)
def test_the_gravest_outcome_of_its_tests_is_the_law_s(outcomes: str, together: Outcome) -> None:
    trials = [a_trial(Outcome(word)) for word in outcomes.split()]
    assert merged(trials).outcome is together
    assert merged(reversed(trials)).outcome is together


def test_trials_add_up() -> None:
    evidence = Evidence(summary="seen", exchanges=[], curl=[])
    first = a_trial(Outcome.HELD, examples=2, requests=3, seconds=0.5, settle_ms=9.0)
    second = a_trial(
        Outcome.BROKEN, reason="seen", evidence=evidence, examples=1, requests=4, seconds=0.25
    )
    both = merged([first, second])
    assert (both.examples, both.requests, both.seconds, both.settle_ms) == (3, 7, 0.75, 9.0)
    assert (both.reason, both.evidence) == ("seen", evidence)


def test_what_overlapped_adds_up_also_between_processes() -> None:
    case = Case(requests=3, comparisons=3)
    case.overlap = Overlap(operations=3, overlapping=2, most_at_once=2)
    more = a_trial(Outcome.HELD, overlap=Overlap(operations=9, overlapping=9, most_at_once=4))
    travelled = [
        msgspec.json.decode(msgspec.json.encode(trial), type=Trial)
        for trial in (ended(None, case), more, a_trial(Outcome.HELD))
    ]
    assert merged(travelled).overlap == Overlap(operations=12, overlapping=11, most_at_once=4)


def test_what_of_a_law_that_held_was_not_tried_is_said() -> None:
    held = a_trial(Outcome.HELD, left_out=["LMPOP (the deployment lacks it)"])
    untested = a_trial(Outcome.UNTESTED, reason="--probe-isolation")
    assert merged([untested, held]).left_out == [
        "1 of 2 tests (--probe-isolation)",
        "LMPOP (the deployment lacks it)",
    ]
    assert merged([untested, untested]).left_out == []


def test_a_law_without_a_trial_is_untested_for_a_reason() -> None:
    law = find_law("redis.incr.counts")
    result = law_result(law, [], reason_if_none="left out")
    assert (result.outcome, result.reason, result.requests) == (Outcome.UNTESTED, "left out", 0)
    assert (result.id, result.suite, result.statement) == (law.id, "redis", law.statement)
