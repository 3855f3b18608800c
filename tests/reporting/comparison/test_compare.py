"""What is better and what is worse than before, law by law."""

import msgspec
import pytest

from edgeproof.errors import UnavailableError
from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import Consistency, LawResult, Result
from edgeproof.reporting.comparison import Effect, LawChange, compare
from tests.reporting.results import a_deviation, law_result, result_of

LAW = "posts.create.answers-id"
OTHER = law_result("posts.list.shape")


def a_result(outcome: Outcome | None, *, levels: tuple[str, str] = ("unknown",) * 2) -> Result:
    """A result in which `LAW` has that outcome, or is not there; another law holds."""
    laws = [] if outcome is None else [law_result(LAW, outcome=outcome, reason="seen")]
    consistency = Consistency(posts=levels[0], redis=levels[1])
    return result_of([*laws, OTHER], consistency=consistency)


def change(old: Outcome | None, new: Outcome | None) -> LawChange:
    [found] = compare([a_result(old)], [a_result(new)]).laws
    return found


@pytest.mark.parametrize(
    ("old", "new", "kind", "effect"),
    [
        (Outcome.HELD, Outcome.BROKEN, "newly broken", Effect.WORSE),
        (Outcome.UNSUPPORTED, Outcome.BROKEN, "newly broken", Effect.WORSE),
        (Outcome.HELD, Outcome.UNSUPPORTED, "newly unsupported", Effect.WORSE),
        (Outcome.BROKEN, Outcome.UNSUPPORTED, "newly unsupported", Effect.BETTER),
        (Outcome.BROKEN, Outcome.HELD, "mended", Effect.BETTER),
        (Outcome.UNSUPPORTED, Outcome.HELD, "newly supported", Effect.BETTER),
        (Outcome.UNTESTED, Outcome.HELD, "newly held", Effect.NONE),
        (Outcome.UNTESTED, Outcome.BROKEN, "newly broken", Effect.NONE),
        (Outcome.HELD, Outcome.INCONCLUSIVE, "newly inconclusive", Effect.NONE),
        (Outcome.HELD, Outcome.UNTESTED, "newly untested", Effect.NONE),
        (None, Outcome.BROKEN, "only in the new results", Effect.NONE),
        (Outcome.BROKEN, None, "only in the old results", Effect.NONE),
    ],
)
def test_a_change_has_a_name_and_counts_if_both_sides_judged_it(
    old: Outcome | None, new: Outcome | None, kind: str, effect: Effect
) -> None:
    found = change(old, new)
    assert (found.id, found.kind, found.effect) == (LAW, kind, effect)
    assert compare([a_result(old)], [a_result(new)]).verdict is effect


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_did_not_change_is_not_told(outcome: Outcome) -> None:
    comparison = compare([a_result(outcome)], [a_result(outcome)])
    assert comparison.laws == []
    assert comparison.verdict is Effect.NONE
    assert comparison.laws_compared == 2


def test_a_known_deviation_is_told_and_does_not_count() -> None:
    known = law_result(LAW, outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXCUSED))
    comparison = compare([a_result(Outcome.HELD)], [result_of([known, OTHER])])
    assert [(one.kind, one.is_excused) for one in comparison.laws] == [("newly broken", True)]
    assert comparison.verdict is Effect.NONE


def test_one_thing_that_is_worse_makes_it_worse() -> None:
    old: list[LawResult] = [law_result(LAW, outcome=Outcome.BROKEN), OTHER]
    new = [law_result(LAW), msgspec.structs.replace(OTHER, outcome=Outcome.BROKEN)]
    comparison = compare([result_of(old)], [result_of(new)])
    assert {one.effect for one in comparison.laws} == {Effect.BETTER, Effect.WORSE}
    assert comparison.verdict is Effect.WORSE


def test_of_several_runs_of_a_side_the_one_counts_in_which_the_law_broke() -> None:
    held, broken, untested = map(a_result, (Outcome.HELD, Outcome.BROKEN, Outcome.UNTESTED))
    assert compare([held, held], [untested, broken, held]).verdict is Effect.WORSE
    assert compare([held, untested], [untested, held]).laws == []


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("linearizable", "per-post linearizable", Effect.WORSE),
        ("linearizable", "eventual (settles in 40 ms)", Effect.WORSE),
        ("none", "eventual (settles in 40 ms)", Effect.BETTER),
        ("eventual (settles in 40 ms)", "read-your-writes with token", Effect.BETTER),
        ("linearizable", "unknown", Effect.NONE),
        ("unknown", "none", Effect.NONE),
    ],
)
def test_consistency_is_compared_by_its_strength(old: str, new: str, effect: Effect) -> None:
    comparison = compare(
        [a_result(Outcome.HELD, levels=(old, "none"))],
        [a_result(Outcome.HELD, levels=(new, "none"))],
    )
    assert [(one.interface, one.old, one.new) for one in comparison.consistency] == [
        ("/posts", old, new)
    ]
    assert comparison.verdict is effect


def test_how_long_it_takes_to_settle_is_no_other_level() -> None:
    levels = [("unknown", f"eventual (settles in {ms} ms)") for ms in (40, 41)]
    old, new = (a_result(Outcome.HELD, levels=one) for one in levels)
    assert compare([old], [new]).consistency == []


def test_laws_of_different_targets_are_compared_and_the_targets_named() -> None:
    old = a_result(Outcome.HELD)
    new = a_result(Outcome.BROKEN)
    new = msgspec.structs.replace(new, target=msgspec.structs.replace(new.target, name="pr-12"))
    comparison = compare([old], [new])
    assert comparison.verdict is Effect.WORSE
    [note] = comparison.notes
    assert "pr-12 with blog.example.com" in note


def test_results_without_anything_in_common_cannot_be_compared() -> None:
    with pytest.raises(UnavailableError, match="nothing in common to compare"):
        compare([result_of([law_result(LAW)])], [result_of([OTHER])])
