"""Reduction: fewer clients and calls that still show a fault that shows only now and then."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TypeVar

from edgeproof.strategies.overlapping import Call, ClientPrograms, Turn

Failing = TypeVar("Failing")

MOST_PLAYS = 60
"""How many times a program may be played to make it smaller."""


async def reductions(
    program: ClientPrograms[Call],
    play: Callable[[ClientPrograms[Call]], Awaitable[Failing | None]],
    *,
    tries: int,
    most_plays: int = MOST_PLAYS,
) -> AsyncIterator[Failing]:
    """The failures of ever smaller programs; the last one is the smallest that was found to fail.

    `play` plays a program once, and returns its failure, if it failed. A smaller program is given
    up if it does not fail within the given number of `tries`.
    """

    def attempts(at: ClientPrograms[Call]) -> Iterator[ClientPrograms[Call]]:
        return (candidate for candidate in smaller(at) for _ in range(tries))

    left = attempts(program)
    for _ in range(most_plays):
        candidate = next(left, None)
        if candidate is None:
            return
        failing = await play(candidate)
        if failing is not None:
            yield failing
            left = attempts(candidate)


def smaller(program: ClientPrograms[Call]) -> Iterator[ClientPrograms[Call]]:
    """Smaller programs, the smallest ones first."""
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
    """The program with different turns for one client."""
    return [*program[:number], turns, *program[number + 1 :]]
