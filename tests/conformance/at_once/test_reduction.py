"""Programs are made smaller while they still fail."""

from collections.abc import Callable
from functools import partial

import anyio
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.conformance.at_once.reduction import MOST_PLAYS, reductions, smaller
from edgeproof.strategies import ClientPrograms, Turn

Program = ClientPrograms[int]

turns = st.builds(Turn, st.sampled_from((0, 3)), st.integers(0, 9))
programs = st.lists(st.lists(turns, min_size=1, max_size=4), min_size=1, max_size=4)


def size(program: Program) -> tuple[int, int]:
    """How many turns there are, and how many pauses."""
    taken = [turn for client in program for turn in client]
    return len(taken), sum(turn.pause_ms > 0 for turn in taken)


def calls_of(program: Program) -> list[int]:
    return [turn.call for client in program for turn in client]


async def reduced(
    program: Program, is_failing: Callable[[Program], bool], *, tries: int = 1, most: int = 10_000
) -> list[Program]:
    """All smaller programs that failed, the last one the smallest."""

    async def play(candidate: Program) -> Program | None:
        return candidate if is_failing(candidate) else None

    return [found async for found in reductions(program, play, tries=tries, most_plays=most)]


@given(program=programs)
def test_a_smaller_program_has_fewer_turns_or_fewer_pauses(program: Program) -> None:
    for candidate in smaller(program):
        assert size(candidate) < size(program)


@given(program=programs)
def test_no_program_and_no_client_becomes_empty(program: Program) -> None:
    for candidate in smaller(program):
        assert candidate
        assert all(candidate)


@given(program=programs)
def test_every_client_every_turn_and_every_pause_is_left_out_once(program: Program) -> None:
    candidates = list(smaller(program))
    for number, client in enumerate(program):
        others = [*program[:number], *program[number + 1 :]]
        assert others in candidates or not others
        for place in range(len(client)):
            rest = [*client[:place], *client[place + 1 :]]
            assert [*program[:number], rest, *program[number + 1 :]] in candidates or not rest


def test_a_single_turn_without_a_pause_is_as_small_as_it_gets() -> None:
    assert list(smaller([[Turn(0, 1)]])) == []
    assert list(smaller([[Turn(3, 1)]])) == [[[Turn(0, 1)]]]


@given(program=programs, data=st.data())
def test_what_is_left_is_all_that_is_needed(program: Program, data: st.DataObject) -> None:
    needed = data.draw(st.sets(st.sampled_from(calls_of(program)), min_size=1))

    def is_failing(candidate: Program) -> bool:
        return needed <= set(calls_of(candidate))

    found = anyio.run(partial(reduced, program, is_failing))
    smallest = [program, *found][-1]
    assert sorted(calls_of(smallest)) == sorted(needed)
    assert size(smallest)[1] == 0


@given(program=programs)
def test_each_one_found_is_smaller_than_the_last(program: Program) -> None:
    found = anyio.run(partial(reduced, program, lambda candidate: len(candidate) > 1))
    sizes = [size(one) for one in [program, *found]]
    assert sizes == sorted(set(sizes), reverse=True)


async def test_a_failure_that_does_not_come_back_is_not_made_smaller() -> None:
    assert await reduced([[Turn(3, 1)] * 4] * 3, lambda _: False) == []


async def test_a_smaller_program_is_given_up_after_so_many_tries() -> None:
    played: list[Program] = []

    def is_failing(candidate: Program) -> bool:
        played.append(candidate)
        return False

    program = [[Turn(0, 1)], [Turn(0, 2)]]
    await reduced(program, is_failing, tries=3)
    assert played == [[[Turn(0, 2)]]] * 3 + [[[Turn(0, 1)]]] * 3


async def test_what_fails_now_and_then_is_found_within_the_tries() -> None:
    plays = iter([False, True])
    assert await reduced([[Turn(0, 1)], [Turn(0, 2)]], lambda _: next(plays), tries=2) == [
        [[Turn(0, 2)]]
    ]


async def test_no_more_is_played_than_allowed() -> None:
    played: list[Program] = []
    program = [[Turn(3, 1)] * 9] * 8

    def is_failing(candidate: Program) -> bool:
        played.append(candidate)
        return len(played) == 2

    found = await reduced(program, is_failing, tries=2, most=5)
    assert (len(played), len(found)) == (5, 1)
    played.clear()
    await reduced(program, is_failing, tries=2, most=MOST_PLAYS)
    assert len(played) == MOST_PLAYS
