"""Actions of several clients at once."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import anyio

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_CLIENTS = 8
"""How many requests are under way at once: one at a time would take a minute far away."""


async def at_once(actions: Sequence[Callable[[], Awaitable[_Result]]]) -> list[_Result]:
    """Start all actions together, and return their results in the order of the actions."""
    results: dict[int, _Result] = {}

    async def run(place: int) -> None:
        results[place] = await actions[place]()

    async with anyio.create_task_group() as clients:
        for place in range(len(actions)):
            clients.start_soon(run, place)
    return [results[place] for place in range(len(actions))]


async def a_few_at_once(
    action: Callable[[_Item], Awaitable[_Result]], items: Sequence[_Item]
) -> list[_Result]:
    """Apply the action to each item, to eight of them at once; returns the results in order."""
    results: dict[int, _Result] = {}

    async def act(first: int) -> None:
        for place in range(first, len(items), _CLIENTS):
            results[place] = await action(items[place])

    await at_once([partial(act, first) for first in range(min(_CLIENTS, len(items)))])
    return [results[place] for place in range(len(items))]
