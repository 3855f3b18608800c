"""What a terminal shows: evidence to paste, reasons, and a verdict that says why."""

import io
from collections.abc import Sequence

from rich.console import Console

from edgeproof.consistency import Overlap
from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import Consistency, Evidence, LawResult
from edgeproof.reporting.document import LEFT_OUT
from edgeproof.reporting.progress import LiveProgress
from edgeproof.reporting.terminal import print_result
from tests.reporting.results import a_deviation, law_result, result_of
from tests.reporting.timeline.histories import LOST_WRITE

LONG_COMMAND = "curl -sS -X POST --data-raw " + "x" * 300 + " https://blog.example.com/posts"


def printed(*laws: LawResult, is_strict: bool = False, lacking: Sequence[str] = ()) -> str:
    shown = io.StringIO()
    result = result_of(list(laws), is_strict=is_strict, lacking=lacking)
    print_result(result, Console(file=shown, width=80))
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


def test_an_impossible_history_is_drawn_before_the_commands() -> None:
    evidence = Evidence(summary="no order", exchanges=[], curl=["curl"], history=LOST_WRITE)
    text = printed(law_result(outcome=Outcome.BROKEN, evidence=evidence))
    assert "what 3 clients did (state before it: a \nabsent). It failed in 4 of 5 runs.\n" in text
    assert "\n  client 1                     ├─ GET a → null ─┤ ✗ fits nowhere\n" in text
    assert text.index("Time is not to scale") < text.index("  curl")


def test_a_console_of_another_encoding_gets_a_picture_in_ascii() -> None:
    evidence = Evidence(summary="no order", exchanges=[], curl=["curl"], history=LOST_WRITE)
    result = result_of([law_result(outcome=Outcome.BROKEN, evidence=evidence)])
    shown = io.BytesIO()
    file = io.TextIOWrapper(shown, encoding="latin-1", errors="replace", write_through=True)
    print_result(result, Console(file=file, width=80))
    assert b"\n  client 0  [- SET a 1 -> OK -]\n" in shown.getvalue()


def test_how_consistent_a_deployment_is_stands_below_the_verdict() -> None:
    overlap = Overlap(operations=90, overlapping=40, most_at_once=8)
    consistency = Consistency(posts="linearizable", posts_overlap=overlap)
    result = result_of([law_result(outcome=Outcome.HELD)], consistency=consistency)
    shown = io.StringIO()
    print_result(result, Console(file=shown, width=80))
    line = "consistency  /posts linearizable  (40 of 90 operations overlapped, 8 at once)"
    assert f"held (1)\n{line}\n" in shown.getvalue()
    assert "consistency" not in printed(law_result(outcome=Outcome.HELD))


def test_what_was_not_judged_is_shown_with_its_reason_once() -> None:
    text = printed(
        law_result(outcome=Outcome.HELD),
        law_result("rest.auth.bearer", outcome=Outcome.UNTESTED, reason="no [access]"),
        law_result("rest.auth.missing", outcome=Outcome.UNTESTED, reason="no [access]"),
        law_result("rest.auth.wrong", outcome=Outcome.UNTESTED, reason=LEFT_OUT),
    )
    assert text.count("no [access]: rest.auth.bearer, rest.auth.missing") == 1
    assert "rest.auth.wrong" not in text
    assert "PASS  every MUST law that was judged held (1); 2 untested" in text


def test_what_of_laws_that_held_was_left_out_is_shown_by_its_reason() -> None:
    text = printed(
        law_result("redis.list.model", left_out=["LMPOP (too new)", "it would harm"]),
        law_result("redis.zset.model", left_out=["ZMPOP (too new)", "it would harm"]),
    )
    assert "left out, too new: LMPOP, ZMPOP\n" in text
    assert "left out, it would harm: redis.list.model, redis.zset.model\n" in text


def test_the_verdict_names_should_laws_that_are_broken() -> None:
    laws = (
        law_result(outcome=Outcome.HELD),
        law_result("posts.create.location", outcome=Outcome.BROKEN),
    )
    assert "held (1); 1 SHOULD law broken" in printed(*laws)
    assert "FAIL  1 law broken" in printed(*laws, is_strict=True)


def test_a_known_deviation_is_listed_without_its_evidence() -> None:
    evidence = Evidence(summary="seen", exchanges=[], curl=["curl"])
    known = a_deviation(DeviationState.EXCUSED)
    text = printed(
        law_result("rest.auth.missing", outcome=Outcome.HELD),
        law_result(outcome=Outcome.BROKEN, evidence=evidence, deviation=known),
        law_result("posts.create.location", outcome=Outcome.BROKEN, deviation=known),
    )
    assert "known deviation posts.create.answers-id MUST, until 2027-03-01\n" in text
    assert "  it [folds]\n  https://x/12\n" in text
    assert "curl" not in text
    assert "PASS  every MUST law that was judged held (1); 2 known deviations\n" in text


def test_a_deviation_that_is_out_of_date_is_a_line_that_says_what_to_do() -> None:
    laws = (
        law_result(outcome=Outcome.HELD, deviation=a_deviation(DeviationState.OBSOLETE)),
        law_result(
            "posts.create.location",
            outcome=Outcome.BROKEN,
            deviation=a_deviation(DeviationState.EXPIRED),
        ),
        law_result(
            "posts.list.shape",
            outcome=Outcome.UNTESTED,
            deviation=a_deviation(DeviationState.UNJUDGED),
        ),
    )
    lines = printed(*laws).splitlines()
    assert "posts.create.answers-id holds again: remove its entry" in "\n".join(lines)
    [line] = [line for line in lines if "posts.create.location expired on 2027-03-01" in line]
    assert line.endswith("renew its entry, or fix the deployment")
    assert "known deviations that this run did not judge: posts.list.shape" in lines
    assert "FAIL  1 law broken; 2 known deviations out of date" in printed(*laws, is_strict=True)


def test_what_is_required_and_lacking_is_named() -> None:
    text = printed(law_result(outcome=Outcome.HELD), lacking=["path", "monitor"])
    assert "lacking path, monitor: required by this run" in text
    assert "FAIL  2 required but lacking" in text


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
        progress.ended("posts.list.shape", Outcome.BROKEN, "as was known", is_excused=True)
    assert shown.getvalue().splitlines() == [
        "Checking blog.example.com",
        "held         posts.create.answers-id",
        "broken       posts.create.location: [red]no Location",
        "broken       posts.list.shape: as was known",
    ]


def test_progress_gives_a_reason_that_many_laws_share_once() -> None:
    shown, reason = io.StringIO(), "the deployment no longer answers"
    with LiveProgress(Console(file=shown, width=80)) as progress:
        progress.begin("blog.example.com", 3, lambda: 5)
        progress.ended("posts.create.answers-id", Outcome.INCONCLUSIVE, reason)
        progress.ended("posts.create.location", Outcome.INCONCLUSIVE, reason)
        progress.ended("posts.list.shape", Outcome.BROKEN, reason)
    assert shown.getvalue().splitlines() == [
        "Checking blog.example.com",
        f"inconclusive posts.create.answers-id: {reason}",
        f"broken       posts.list.shape: {reason}",
    ]
