"""Studies: a failure is played again, made smaller, and asked whether it is only late."""

from collections.abc import Iterator
from itertools import chain, repeat

import pytest

from edgeproof.conformance.at_once.guarantees import LONGEST_LAG_S, Guarantee
from edgeproof.conformance.at_once.replay import REPEATS, FailedRound, Impossible, Study
from edgeproof.conformance.at_once.rounds import Round
from edgeproof.consistency import KEY_BY_KEY, Operation
from edgeproof.laws import Broken, Exchange, SentRequest, Untested
from edgeproof.strategies import ClientPrograms, Words
from tests.conformance.at_once.histories import program

MS = 1_000_000
LINEARIZABLE = Guarantee(model=KEY_BY_KEY)
PROGRAM = program("INCR a, INCR a", "INCR a, GET a")

History = tuple[Operation, ...]


def op(client: int, call: str, result: object, start_ms: int, end_ms: int) -> Operation:
    name, *rest = call.split()
    return Operation(
        client=client,
        call=name,
        arguments=("a", *rest),
        result=result,
        called_ns=start_ms * MS,
        returned_ns=end_ms * MS,
    )


RIGHT = (op(0, "INCR", 1, 1, 2),)
LOST_UPDATE = (op(0, "INCR", 1, 1, 2), op(1, "INCR", 1, 1, 2))


def stale(by_ms: int) -> History:
    """A read misses a write that was answered so long before."""
    return op(0, "SET 1", "OK", 1, 2), op(1, "GET", None, 2 + by_ms, 3 + by_ms)


class Plays:
    """Plays a program as if nothing could be foreseen: the histories are given."""

    def __init__(self, histories: Iterator[History | BaseException]) -> None:
        self.programs: list[ClientPrograms[Words]] = []
        self._histories = histories

    async def __call__(self, played: ClientPrograms[Words]) -> Round[Words]:
        self.programs.append(played)
        history = next(self._histories)
        if isinstance(history, BaseException):
            raise history
        return a_round(played, history, number=len(self.programs))


def a_round(played: ClientPrograms[Words], history: History, *, number: int = 0) -> Round[Words]:
    exchange = Exchange(request=SentRequest(method="POST", url=f"round/{number}"))
    return Round(program=played, history=history, exchanges=((exchange,),))


async def study(first: History, *histories: History | BaseException) -> tuple[Impossible, Plays]:
    """What is said of a failure after which those histories came, and nothing failed any more."""
    window = LINEARIZABLE.window(first)
    assert window is not None
    play = Plays(chain(histories, repeat(RIGHT)))
    found = FailedRound(played=a_round(PROGRAM, first), window=window)
    return await Study(LINEARIZABLE, found, play).conclusion(), play


def shown(found: Impossible) -> str:
    """Which round is shown: 0 is the first that failed."""
    [[exchange]] = found.clients
    return exchange.request.url


async def test_a_failure_says_what_fits_nowhere_and_what_there_was_before() -> None:
    found, _ = await study(stale(50))
    assert found.summary(str) == (
        "what clients at once were answered: received GET a answered null, "
        "expected an answer that some order explains"
    )
    assert [one.call for one in found.window.operations] == ["GET"]
    assert found.state == "the value 1"


async def test_a_program_that_failed_is_played_again_and_its_failures_counted() -> None:
    found, play = await study(LOST_UPDATE, RIGHT, LOST_UPDATE, RIGHT, LOST_UPDATE)
    assert play.programs[:REPEATS] == [PROGRAM] * REPEATS
    assert (found.failed, found.runs) == (2, REPEATS)


@pytest.mark.parametrize(("failures", "tries"), [(5, 1), (2, 2), (1, 3)])
async def test_the_less_often_it_fails_the_more_often_a_smaller_program_is_tried(
    failures: int, tries: int
) -> None:
    _, play = await study(LOST_UPDATE, *[LOST_UPDATE] * failures)
    smaller = play.programs[REPEATS:]
    assert all(smaller.count(one) % tries == 0 for one in smaller)
    assert smaller[:tries] == [PROGRAM[1:]] * tries
    assert smaller[tries] != PROGRAM[1:]


async def test_a_failure_that_does_not_come_back_is_shown_as_it_was() -> None:
    found, play = await study(LOST_UPDATE)
    assert (found.failed, found.runs, shown(found)) == (0, REPEATS, "round/0")
    assert len(play.programs) == REPEATS


async def test_the_smallest_program_that_failed_is_shown() -> None:
    found, play = await study(LOST_UPDATE, *[LOST_UPDATE] * REPEATS, RIGHT, LOST_UPDATE)
    assert shown(found) == f"round/{REPEATS + 2}"
    smallest = play.programs[REPEATS + 1]
    assert all(len(smallest) <= len(one) for one in play.programs[:REPEATS])


async def test_a_round_that_breaks_otherwise_is_no_such_failure() -> None:
    otherwise = Broken("the answer", "1", "2")
    found, _ = await study(LOST_UPDATE, otherwise, LOST_UPDATE, otherwise, otherwise, otherwise)
    assert (found.failed, found.runs) == (1, REPEATS)


SPENT = Untested("the budget is spent")


async def test_what_was_seen_is_shown_also_if_the_budget_ends_while_it_is_played_again() -> None:
    found, play = await study(LOST_UPDATE, RIGHT, LOST_UPDATE, SPENT)
    assert (found.failed, found.runs, shown(found)) == (1, 2, "round/0")
    assert len(play.programs) == 3


async def test_what_was_made_smaller_is_shown_also_if_the_budget_ends_then() -> None:
    found, play = await study(LOST_UPDATE, *[LOST_UPDATE] * REPEATS, LOST_UPDATE, SPENT)
    assert (found.failed, found.runs, shown(found)) == (REPEATS, REPEATS, f"round/{REPEATS + 1}")
    assert len(play.programs) == REPEATS + 2


@pytest.mark.parametrize(
    ("again", "parts"),
    [((), 64), ((stale(20), RIGHT), 64), ((RIGHT, stale(100)), 32), ((stale(4_000),), 1)],
)
async def test_reads_are_as_late_as_in_the_round_in_which_they_are_latest(
    again: tuple[History, ...], parts: int
) -> None:
    found, _ = await study(stale(50), *again)
    assert found.lag_ns == round(LONGEST_LAG_S * 1e9 / parts)


@pytest.mark.parametrize("again", [(LOST_UPDATE,), (RIGHT, stale(6_000)), (stale(20), LOST_UPDATE)])
async def test_what_is_not_late_in_every_round_is_not_late(again: tuple[History, ...]) -> None:
    found, _ = await study(stale(50), *again)
    assert found.lag_ns == 0
