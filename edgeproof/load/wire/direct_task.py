"""Coroutines that resume as soon as their answer is read, not one turn of the loop later.

A future's result reaches the task that awaits it by way of the loop: that, and creating the future,
is a tenth of the cost of a request. A direct task also has an ordinary asyncio task, which rests
meanwhile: whatever else its coroutine awaits goes through that task, and `asyncio.current_task`,
`timeout` and `cancel` work as in any task.
"""

import asyncio
from asyncio import _enter_task, _leave_task  # for task implementations: asyncio-extending
from collections.abc import Callable, Coroutine, Generator
from contextvars import copy_context
from functools import partial
from types import coroutine
from typing import Any, NoReturn

Goes = Callable[[], Any]
"""Resumes the coroutine; returns what it awaits next, raises StopIteration at its end."""


class DirectTask:
    """Runs a coroutine, which is created with this object and receives a result where it yields it.

    It may yield it while `is_running`; otherwise code of another task is at work. To its sender it
    is like a future: `done`, `set_result`, `set_exception`.
    """

    __slots__ = ("_coroutine", "_loop", "_rest", "_run", "_send", "done", "is_running", "task")

    def __init__(self, make: Callable[["DirectTask"], Coroutine[Any, Any, None]]) -> None:
        self._loop = asyncio.get_running_loop()
        self._coroutine = make(self)
        self._send = self._coroutine.send
        self._rest: asyncio.Future[Goes] = self._loop.create_future()
        self._rest.cancel()
        self.done = self._rest.done
        self.is_running = False
        context = copy_context()
        self._run = context.run
        self.task: asyncio.Task[None] = self._loop.create_task(self._live(), context=context)

    def set_result(self, result: object) -> None:
        """Resume the coroutine with a result, now; only if it is waiting for one."""
        loop, task = self._loop, self.task
        try:
            _enter_task(loop, task)
        except RuntimeError:  # called by another task, which must not be held up
            self._rest.set_result(partial(self._go_on, self._send, result))
            return
        self.is_running = True
        try:
            awaited = self._run(self._send, result)
            if awaited is not self:
                self._rest.set_result(lambda: awaited)
        except BaseException as error:  # noqa: BLE001 - its task raises it
            self._rest.set_result(partial(_raise, error))
        finally:
            self.is_running = False
            _leave_task(loop, task)

    def set_exception(self, error: BaseException) -> None:
        """Resume the coroutine with an error, soon; only if it is waiting for a result."""
        self._rest.set_result(partial(self._go_on, self._coroutine.throw, error))

    def _go_on(self, act: Callable[[Any], Any], value: object) -> object:
        self.is_running = True
        try:
            return act(value)
        finally:
            self.is_running = False

    @coroutine
    def result(self) -> Generator[Any, Any, Any]:
        """The next result that is handed over: for the coroutine itself to await."""
        return (yield self)

    async def _live(self) -> None:
        await self._mediate()

    @coroutine
    def _mediate(self) -> Generator[Any, Any, None]:
        """The task's own part: it begins, handles everything but results, and ends."""
        goes: Goes = partial(self._go_on, self._send, None)
        while True:
            try:
                awaited = goes()
            except StopIteration:
                return
            try:
                if awaited is self:
                    goes = yield from self._wait()
                else:
                    goes = partial(self._go_on, self._send, (yield awaited))
            except BaseException as error:  # noqa: BLE001 - it is the coroutine's
                goes = partial(self._go_on, self._coroutine.throw, error)

    def _wait(self) -> Generator[Any, Any, Goes]:
        """Rest while the coroutine receives results, until it needs anything else."""
        rest: asyncio.Future[Goes] = self._loop.create_future()
        self._rest = rest
        self.done = rest.done
        try:
            yield from rest
        except asyncio.CancelledError:
            if rest.cancelled():
                raise
            # It had resumed before: if it awaits something now, that is what must be cancelled.
            self.task.uncancel()
            self.task.cancel()
        return rest.result()


def _raise(error: BaseException) -> NoReturn:
    raise error
