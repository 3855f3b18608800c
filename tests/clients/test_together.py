"""Actions at once: all are started, and their results keep the order of the actions."""

import anyio
import pytest

from edgeproof.clients import at_once


async def test_results_come_in_the_order_of_the_actions() -> None:
    last_is_done = anyio.Event()

    async def first() -> int:
        await last_is_done.wait()
        return 1

    async def last() -> int:
        last_is_done.set()
        return 2

    assert await at_once([first, last]) == [1, 2]


async def test_an_error_of_one_ends_all() -> None:
    async def fails() -> None:
        raise ValueError("one of them")

    async def waits() -> None:
        await anyio.sleep_forever()

    with pytest.raises(ExceptionGroup) as raised:
        await at_once([waits, fails])
    assert raised.group_contains(ValueError, match="one of them")
