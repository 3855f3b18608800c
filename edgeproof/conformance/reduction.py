"""Reduction: fewer clients and calls that still show a fault which shows only now and then."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from edgeproof.strategies.overlapping import Call, ClientPrograms, Turn

Failing = TypeVar("Failing")

MOST_PLAYS = 60
"""How many times a program may be played to make it smaller."""


async def reduced(
    program: ClientPrograms[Call],
    failing: Failing,
    plays: Callable[[ClientPrograms[Call]], Awaitable[Failing | None]],
    *,
    tries: int,
    most_plays: int = MOST_PLAYS,
) -> Failing:
    """How the smallest program that was found fails: `failing`, if no smaller one did.

    `plays` plays a program once, and says how it failed if it did. A smaller program is given up
    when it did not fail in so many `tries`.
    """
    candidates = smaller(program)
    while (candidate := next(candidates, None)) is not None:
        for _ in range(tries):
            if most_plays == 0:
                return failing
            most_plays -= 1
            again = await plays(candidate)
            if again is not None:
                failing, candidates = again, smaller(candidate)
                break
    return failing


def smaller(program: ClientPrograms[Call]) -> Iterator[ClientPrograms[Call]]:
    """Programs with less in them, those that lack most first."""
    for number, turns in enumerate(program):
        if len(program) > 1:
            yield [*program[:number], *program[number + 1 :]]
        if len(turns) > 1:
            half = len(turns) // 2
            yield _with(program, number, turns[:half])
            yield _with(program, number, turns[half:])
    for number, turns in enumerate(program):
        for place, turn in enumerate(turns):
            if len(turns) > 1:
                yield _with(program, number, [*turns[:place], *turns[place + 1 :]])
            if turn.pause_ms:
                at_once = Turn(0, turn.call)
                yield _with(program, number, [*turns[:place], at_once, *turns[place + 1 :]])


def _with(
    program: ClientPrograms[Call], number: int, turns: list[Turn[Call]]
) -> ClientPrograms[Call]:
    """The program with other turns of one client."""
    return [*program[:number], turns, *program[number + 1 :]]
