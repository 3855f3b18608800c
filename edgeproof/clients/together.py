"""Actions of several clients at once."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import anyio

_Result = TypeVar("_Result")


async def at_once(actions: Sequence[Callable[[], Awaitable[_Result]]]) -> list[_Result]:
    """Start all actions together, and return their results in the order of the actions."""
    results: dict[int, _Result] = {}

    async def run(place: int) -> None:
        results[place] = await actions[place]()

    async with anyio.create_task_group() as clients:
        for place in range(len(actions)):
            clients.start_soon(run, place)
    return [results[place] for place in range(len(actions))]
