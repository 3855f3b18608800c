"""Levels of consistency: what was found of laws about clients at once adds up to one word each."""

import pytest

from edgeproof.conformance.at_once.levels import (
    ENOUGH,
    OF_DATABASE,
    PER_POST,
    SNAPSHOT,
    WITH_TOKEN,
    consistency_of,
    posts_level,
    redis_level,
)
from edgeproof.conformance.trials import Trial
from edgeproof.consistency import Overlap
from edgeproof.laws import Outcome, find_law

Found = dict[str, Trial]

REGISTER, ATOMIC, COUNTER = (
    "redis.register.linearizable",
    "rest.transaction.atomic",
    "redis.incr.atomic",
)


def a_trial(
    law: str, outcome: str = "held", *, settle_ms: float = 0.0, overlapping: int = ENOUGH
) -> Trial:
    return Trial(
        law=law,
        outcome=Outcome(outcome),
        reason=None if outcome == "held" else "for a reason",
        settle_ms=settle_ms,
        overlap=Overlap(operations=100, overlapping=overlapping, most_at_once=4),
    )


def found(*laws: str, but: tuple[Trial, ...] = ()) -> Found:
    """All of these held, but for some."""
    return {law: a_trial(law) for law in laws} | {trial.law: trial for trial in but}


def test_the_levels_rest_on_laws_that_there_are() -> None:
    for law in (PER_POST, SNAPSHOT, WITH_TOKEN, *OF_DATABASE):
        assert find_law(law).id == law


@pytest.mark.parametrize(
    ("but", "level", "reason"),
    [
        ((), "linearizable", ""),
        ((a_trial(SNAPSHOT, "broken"),), "per-post linearizable", f"{SNAPSHOT} is broken"),
        (
            (a_trial(SNAPSHOT, "broken", settle_ms=78.1),),
            "per-post linearizable",
            f"{SNAPSHOT} is broken",
        ),
        (
            (a_trial(SNAPSHOT, settle_ms=31.2),),
            "per-post linearizable",
            f"lists lagged behind in {SNAPSHOT}",
        ),
        (
            (a_trial(SNAPSHOT, "inconclusive"),),
            "per-post linearizable",
            f"{SNAPSHOT} was not judged: for a reason",
        ),
        ((a_trial(PER_POST, settle_ms=31.2),), "eventual (settles in 31 ms)", "lists lagged"),
        (
            (a_trial(PER_POST, settle_ms=31.2), a_trial(SNAPSHOT, settle_ms=62.5)),
            "eventual (settles in 62 ms)",
            "lists lagged behind",
        ),
        (
            (a_trial(PER_POST, settle_ms=31.2), a_trial(SNAPSHOT, "broken", settle_ms=5000)),
            "eventual (settles in 31 ms)",
            "lists lagged behind",
        ),
        ((a_trial(PER_POST, "broken"),), "none", f"{PER_POST} is broken"),
        ((a_trial(PER_POST, "broken", settle_ms=78.1),), "none", f"{PER_POST} is broken"),
        ((a_trial(PER_POST, "inconclusive"),), "unknown", f"{PER_POST} was not judged"),
        (
            (a_trial(PER_POST, overlapping=ENOUGH - 1),),
            "unknown",
            f"too few operations overlapped to tell: 49 of 100 in {PER_POST}",
        ),
        (
            (a_trial(SNAPSHOT, overlapping=ENOUGH - 1),),
            "per-post linearizable",
            f"too few operations overlapped to tell: 49 of 100 in {SNAPSHOT}",
        ),
    ],
)
def test_posts_are_as_consistent_as_their_laws_say(
    but: tuple[Trial, ...], level: str, reason: str
) -> None:
    said, why = posts_level(found(PER_POST, SNAPSHOT, but=but))
    assert said == level
    assert why.startswith(reason)
    assert bool(why) == (said != "linearizable")


@pytest.mark.parametrize(
    ("but", "level", "reason"),
    [
        ((), "linearizable", ""),
        (
            (a_trial(ATOMIC, "unsupported"), a_trial("rest.transaction.concurrent", "unsupported")),
            "linearizable",
            "",
        ),
        ((a_trial(REGISTER, "broken"),), "none", f"broken: {REGISTER}"),
        ((a_trial(COUNTER, "broken"),), "none", f"broken: {COUNTER}"),
        (
            (a_trial(REGISTER, "broken", settle_ms=78.1), a_trial(COUNTER, "broken")),
            "none",
            f"broken: {COUNTER}, {REGISTER}",
        ),
        (
            (a_trial(REGISTER, "broken", settle_ms=78.1), a_trial(ATOMIC, settle_ms=156.2)),
            "eventual (settles in 156 ms)",
            f"reads show the past in {REGISTER}, {ATOMIC}",
        ),
        (
            (a_trial(REGISTER, "broken", settle_ms=78.1), a_trial(WITH_TOKEN)),
            "read-your-writes with token",
            f"reads show the past in {REGISTER}",
        ),
        (
            (a_trial(REGISTER, "broken", settle_ms=78.1), a_trial(WITH_TOKEN, "broken")),
            "eventual (settles in 78 ms)",
            f"reads show the past in {REGISTER}",
        ),
        ((a_trial(WITH_TOKEN, "broken"),), "linearizable", ""),
        ((a_trial(ATOMIC, "inconclusive"),), "unknown", f"{ATOMIC} was not judged: for a reason"),
        (
            (a_trial(COUNTER, overlapping=0),),
            "unknown",
            f"too few operations overlapped to tell: 0 of 100 in {COUNTER}",
        ),
    ],
)
def test_a_database_is_as_consistent_as_its_laws_say(
    but: tuple[Trial, ...], level: str, reason: str
) -> None:
    assert redis_level(found(*OF_DATABASE, but=but)) == (level, reason)


@pytest.mark.parametrize("law", [PER_POST, SNAPSHOT])
def test_nothing_is_said_of_what_was_not_tried(law: str) -> None:
    assert posts_level({}) == ("unknown", f"{PER_POST} was not tried")
    assert redis_level({}) == ("unknown", f"{OF_DATABASE[0]} was not tried")
    assert posts_level(found(law))[0] == {PER_POST: "per-post linearizable"}.get(law, "unknown")


def test_the_overlaps_of_an_interface_add_up() -> None:
    consistency = consistency_of(found(PER_POST, SNAPSHOT, COUNTER))
    assert (consistency.posts, consistency.redis) == ("linearizable", "unknown")
    assert consistency.redis_reason == "redis.incr.real-time was not tried"
    assert consistency.posts_overlap == Overlap(operations=200, overlapping=100, most_at_once=4)
    assert consistency.redis_overlap == Overlap(operations=100, overlapping=50, most_at_once=4)
