"""What a terminal shows: evidence to paste, reasons, and a verdict that says why."""

import io

from rich.console import Console

from edgeproof.laws import Outcome
from edgeproof.reporting import Evidence, LawResult
from edgeproof.reporting.document import LEFT_OUT
from edgeproof.reporting.progress import LiveProgress
from edgeproof.reporting.terminal import print_result
from tests.reporting.results import law_result, result_of

LONG_COMMAND = "curl -sS -X POST --data-raw " + "x" * 300 + " https://blog.example.com/posts"


def printed(*laws: LawResult, is_strict: bool = False) -> str:
    shown = io.StringIO()
    print_result(result_of(list(laws), is_strict=is_strict), Console(file=shown, width=80))
    return shown.getvalue()


def test_a_broken_law_is_shown_with_its_sentence_and_its_commands_in_one_piece() -> None:
    evidence = Evidence(
        summary="the text: received [/b] 'x', expected 'y'", exchanges=[], curl=[LONG_COMMAND]
    )
    text = printed(law_result(outcome=Outcome.BROKEN, evidence=evidence))
    assert "posts.create.answers-id" in text
    assert "the text: received [/b] 'x', expected 'y'" in text
    assert f"  {LONG_COMMAND}\n" in text
    assert "FAIL  1 MUST law broken" in text


def test_what_the_official_clients_will_see_is_shown_with_the_evidence() -> None:
    sentence = "A [/b] pipeline with status 400: one exception."
    evidence = Evidence(summary="400", exchanges=[], curl=["curl"], clients=[sentence])
    text = printed(law_result(outcome=Outcome.BROKEN, evidence=evidence))
    assert f"What your client will see:\n  {sentence}\n" in text
    without = Evidence(summary="400", exchanges=[], curl=["curl"])
    assert "client" not in printed(law_result(outcome=Outcome.BROKEN, evidence=without))


def test_what_was_not_judged_is_shown_with_its_reason_once() -> None:
    text = printed(
        law_result(outcome=Outcome.HELD),
        law_result("rest.auth.bearer", outcome=Outcome.UNTESTED, reason="no [access]"),
        law_result("rest.auth.missing", outcome=Outcome.UNTESTED, reason="no [access]"),
        law_result("rest.auth.wrong", outcome=Outcome.UNTESTED, reason=LEFT_OUT),
    )
    assert text.count("no [access]: rest.auth.bearer, rest.auth.missing") == 1
    assert "rest.auth.wrong" not in text
    assert "PASS  every MUST law that was judged held (1)" in text


def test_the_verdict_names_should_laws_that_are_broken() -> None:
    laws = (
        law_result(outcome=Outcome.HELD),
        law_result("posts.create.location", outcome=Outcome.BROKEN),
    )
    assert "held (1); 1 SHOULD law broken" in printed(*laws)
    assert "FAIL  1 law broken" in printed(*laws, is_strict=True)


def test_an_inconclusive_run_says_what_is_undecided() -> None:
    assert "1 MUST law undecided" in printed(law_result(outcome=Outcome.INCONCLUSIVE))
    assert "no MUST law was judged" in printed()


def test_off_a_terminal_progress_is_a_plain_line_a_law() -> None:
    shown = io.StringIO()
    with LiveProgress(Console(file=shown, width=80)) as progress:
        progress.begin("blog.example.com", 2, lambda: 5)
        progress.running("posts.create.answers-id")
        progress.ended("posts.create.answers-id", Outcome.HELD, None)
        progress.ended("posts.create.location", Outcome.BROKEN, "[red]no Location")
    assert shown.getvalue().splitlines() == [
        "Checking blog.example.com",
        "held         posts.create.answers-id",
        "broken       posts.create.location: [red]no Location",
    ]
