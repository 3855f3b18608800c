"""Coroutines that go on where their answer is read: whatever else they await works as in a task."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable

import pytest

from edgeproof.load.wire.direct_task import DirectTask

Act = Callable[["Steps"], Awaitable[object]]


class Steps:
    """What a direct task does, and where it waits for a result."""

    def __init__(self, act: Act) -> None:
        self.seen: list[object] = []
        self.direct = DirectTask(lambda _: self._run(act))

    async def _run(self, act: Act) -> None:
        self.seen.append(await act(self))

    def result(self) -> Awaitable[object]:
        """Wait for a result."""
        assert self.direct.is_running
        return self.direct.result()

    async def waiting(self) -> None:
        """Let it go on until it waits for a result."""
        while self.direct.done():  # noqa: ASYNC110 - turns of the loop, not time
            await asyncio.sleep(0)

    async def answer(self, *results: object) -> None:
        """Hand results over, once it waits, as a connection does: from the loop, in no task."""

        def hand_over() -> None:
            for one in results:
                assert not self.direct.done()
                self.direct.set_result(one)
            handed_over.set()

        handed_over = asyncio.Event()
        await self.waiting()
        asyncio.get_running_loop().call_soon(hand_over)
        await handed_over.wait()


async def test_results_follow_one_another_without_a_turn_of_the_loop() -> None:
    async def act(steps: Steps) -> object:
        return [await steps.result(), await steps.result(), await steps.result()]

    steps = Steps(act)
    await steps.answer(1, 2, 3)
    await steps.direct.task
    assert steps.seen == [[1, 2, 3]]
    assert steps.direct.task.done()
    assert steps.direct.done()


async def test_other_awaitables_may_come_between() -> None:
    async def act(steps: Steps) -> object:
        first = await steps.result()
        await asyncio.sleep(0.001)
        await asyncio.sleep(0)
        return [first, *await asyncio.gather(asyncio.sleep(0, "gathered")), await steps.result()]

    steps = Steps(act)
    await steps.answer("first")
    await steps.answer("last")
    await steps.direct.task
    assert steps.seen == [["first", "gathered", "last"]]


async def test_the_current_task_is_its_own_and_variables_stay_with_it() -> None:
    variable = contextvars.ContextVar("variable", default="outer")

    async def act(steps: Steps) -> object:
        variable.set("inner")
        await steps.result()
        found = [asyncio.current_task() is steps.direct.task, variable.get()]
        await asyncio.sleep(0)
        return [*found, variable.get()]

    steps = Steps(act)
    await steps.answer(None)
    await steps.direct.task
    assert steps.seen == [[True, "inner", "inner"]]
    assert variable.get() == "outer"


async def test_a_time_limit_ends_the_wait_for_a_result() -> None:
    is_late = asyncio.Event()

    async def act(steps: Steps) -> object:
        await steps.result()
        try:
            async with asyncio.timeout(0.001):
                await steps.result()
        except TimeoutError:
            is_late.set()
            return await steps.result()
        return "no limit"

    steps = Steps(act)
    await steps.answer(None)
    await is_late.wait()
    await steps.answer("after the limit")
    await steps.direct.task
    assert steps.seen == ["after the limit"]


async def test_a_failure_is_raised_where_the_result_was_awaited() -> None:
    async def act(steps: Steps) -> object:
        try:
            return await steps.result()
        except ValueError as error:
            return error

    steps, failure = Steps(act), ValueError("it failed")
    await steps.waiting()
    steps.direct.set_exception(failure)
    assert steps.direct.done()
    await steps.direct.task
    assert steps.seen == [failure]


async def test_what_the_coroutine_raises_is_its_tasks() -> None:
    async def act(steps: Steps) -> object:
        await steps.result()
        raise LookupError("its own")

    steps = Steps(act)
    await steps.answer(None)
    with pytest.raises(LookupError, match="its own"):
        await steps.direct.task


async def test_a_result_that_another_task_hands_over_arrives_too() -> None:
    async def act(steps: Steps) -> object:
        return [await steps.result(), asyncio.current_task() is steps.direct.task]

    steps = Steps(act)
    await steps.waiting()
    steps.direct.set_result("by the test's own task")
    await steps.direct.task
    assert steps.seen == [["by the test's own task", True]]


@pytest.mark.parametrize("is_waiting", [True, False], ids=["while it waits", "as it goes on"])
async def test_it_is_cancelled_like_any_task(*, is_waiting: bool) -> None:
    endless: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    async def act(steps: Steps) -> object:
        try:
            await steps.result()
            return await endless
        finally:
            steps.seen.append("cleaned up")

    steps = Steps(act)
    await steps.waiting()
    if not is_waiting:
        asyncio.get_running_loop().call_soon(steps.direct.set_result, None)
    asyncio.get_running_loop().call_soon(steps.direct.task.cancel)
    with pytest.raises(asyncio.CancelledError):
        await steps.direct.task
    assert steps.seen == ["cleaned up"]
    assert endless.cancelled() is not is_waiting


async def test_an_end_that_is_cancelled_too_late_stays_one() -> None:
    async def act(steps: Steps) -> object:
        return await steps.result()

    steps = Steps(act)
    await steps.waiting()
    asyncio.get_running_loop().call_soon(steps.direct.set_result, "result")
    asyncio.get_running_loop().call_soon(steps.direct.task.cancel)
    await asyncio.wait([steps.direct.task])
    assert steps.seen == ["result"]
