"""Attempts: requests that may stay without an answer, where the law judges that."""

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import anyio

from edgeproof.clients.notation.forms import Command, Form
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.clients.transport import TooLate, Unanswered
from edgeproof.laws import Broken

_Result = TypeVar("_Result")

HEAD_START_S = 0.5
HEAD_START_OF_EACH_S = 0.05
"""How long a request that is not answered may take to arrive and begin to wait."""

BRIEFLY_S = 2.0
"""How long to wait for an answer that does not matter."""

POLL_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """What comes instead of an answer: why there is none, in words, and whether it is only late."""

    reason: str
    is_late: bool = False


async def attempt(asking: Awaitable[_Result], *, patience_s: float) -> _Result | NoAnswer:
    """The result of a request, or why there is none.

    There is none if the answer is late, the request could not be sent, its connection was closed,
    or the answer could not be read as expected. What ends a whole run (the budget, an interruption)
    is raised as usual.
    """
    try:
        with anyio.fail_after(patience_s):
            return await asking
    except TimeoutError:
        return NoAnswer(reason=f"no answer within {patience_s:g} s", is_late=True)
    except Unanswered as unanswered:
        return NoAnswer(reason=unanswered.reason, is_late=isinstance(unanswered, TooLate))
    except Broken as broken:
        return NoAnswer(reason=broken.received)


async def try_in_forms(
    redis: RedisRestClient, commands: Sequence[Command], forms: Sequence[Form]
) -> None:
    """Send each command by itself in each of the forms, whether or not it is answered.

    The batches come first: if `/multi-exec` sends MULTI, these commands and EXEC, it would end what
    the commands have begun in other forms.
    """
    batches_first = sorted(forms, key=[*reversed(Form)].index)
    for form in batches_first:
        for command in commands:
            await attempt(redis.send(command, form), patience_s=BRIEFLY_S)


async def ask_until_answered(
    ask: Callable[[], Awaitable[_Result]], *, within_s: float
) -> _Result | NoAnswer:
    """The first result, asking again and again; if none comes in that time, the reason."""
    deadline = time.monotonic() + within_s
    while True:
        answer = await attempt(ask(), patience_s=max(deadline - time.monotonic(), POLL_S))
        if not isinstance(answer, NoAnswer) or time.monotonic() >= deadline:
            return answer
        await anyio.sleep(POLL_S)


@asynccontextmanager
async def pending(asking: Sequence[Callable[[], Awaitable[object]]]) -> AsyncIterator[None]:
    """Requests that may have to wait, open for the length of a block and then given up.

    The block begins once they have been answered, or have had time to begin to wait.
    """
    waiting = anyio.Semaphore(0)

    async def send(ask: Callable[[], Awaitable[object]]) -> None:
        await attempt(ask(), patience_s=math.inf)
        waiting.release()

    async with anyio.create_task_group() as clients:
        for ask in asking:
            clients.start_soon(send, ask)
        with anyio.move_on_after(HEAD_START_S + HEAD_START_OF_EACH_S * len(asking)):
            for _ in asking:
                await waiting.acquire()
        yield
        clients.cancel_scope.cancel()
