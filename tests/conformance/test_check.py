"""What watches a session: a law's end is told once, whatever canaries say in between."""

import json
from io import StringIO
from unittest.mock import Mock

import pytest
from rich.console import Console

from edgeproof.conformance.trials import Trial, merged, put_in
from edgeproof.conformance.watching import Watcher
from edgeproof.laws import Outcome
from edgeproof.reporting.progress import LiveProgress
from edgeproof.reporting.summary import left_out_by_reason
from tests.command_line import RunCli
from tests.reporting.results import law_result
from tests.stand_in import Seen, answer, stand_in

LAW = "rest.service.survives"


def told(*trials: Trial) -> list[Outcome]:
    """The outcomes of which the listener is told, in that order."""
    listener = Mock()
    watcher = Watcher(Mock(), listener)
    for trial in trials:
        report = Mock(spec=pytest.TestReport, user_properties=[])
        put_in(report, trial)
        watcher.pytest_runtest_logreport(report)
    return [call.args[0].outcome for call in listener.law_ended.call_args_list]


def canary(outcome: Outcome = Outcome.HELD) -> Trial:
    """What a canary said, after a test of another law."""
    return Trial(law=LAW, tests=0, outcome=outcome)


def own(outcome: Outcome = Outcome.HELD) -> Trial:
    """What one of the law's own two tests said."""
    return Trial(law=LAW, tests=2, outcome=outcome)


def test_a_law_ends_with_its_last_test() -> None:
    assert told(canary(), own(), canary(), own(), canary()) == [Outcome.HELD]


def test_a_silent_canary_breaks_the_law_at_once() -> None:
    broken = canary(Outcome.BROKEN)
    assert told(canary(), broken, own(Outcome.INCONCLUSIVE), broken) == [Outcome.BROKEN]
    assert told(own(), own(), broken) == [Outcome.HELD, Outcome.BROKEN]


@pytest.mark.parametrize("words", [["-x"], ["--max-findings", "1", "--jobs", "2"]])
def test_a_run_ends_after_as_many_findings_as_asked_for(run_cli: RunCli, words: list[str]) -> None:
    def wrong(seen: Seen) -> bytes:
        bodies = {"GET": b"[]", "HEAD": b""}
        return answer(200, bodies.get(seen.method, b'{"created":{"id":"post:7"}}'))

    with stand_in(wrong) as server:
        target = ["--posts", f"{server.url}/posts", "--profile", "quick", "--skip", "*.framing"]
        code, output, _ = run_cli("check", *target, *words, "--json")
    result = json.loads(output)
    reasons = [law.get("reason") for law in result["laws"] if law["suite"] == "posts"]
    assert code == 1
    assert len(result["findings"]) >= 1
    assert reasons.count("the run ended after 1 finding") > len(reasons) / 2


def test_a_law_that_held_says_how_much_of_it_was_not_tried() -> None:
    untried = Trial(law=LAW, tests=3, outcome=Outcome.UNTESTED, reason="it may harm (allow it)")
    law = merged([own(), untried, untried, canary()])
    assert law.outcome is Outcome.HELD
    assert law.left_out == ["2 of 3 tests (it may harm (allow it))"]
    result = law_result(LAW, left_out=law.left_out)
    assert left_out_by_reason([result]) == {"it may harm (allow it)": [LAW]}
    output = StringIO()
    progress = LiveProgress(Console(file=output, width=100))
    progress.ended(law.law, law.outcome, law.reason, left_out=law.left_out)
    assert output.getvalue() == f"held         {LAW}; not tried: 2 of 3 tests\n"
