"""One virtual user, and the requests that it makes."""

import random
from collections.abc import Awaitable, Generator, Mapping
from time import monotonic_ns
from types import coroutine
from typing import TYPE_CHECKING, Any, Final

from edgeproof.load.measuring.recorder import Recorder
from edgeproof.load.wire.answer import Answer
from edgeproof.load.wire.failures import Failure, FailureKind
from edgeproof.load.wire.pool import Pool
from edgeproof.load.wire.requests import Requests

if TYPE_CHECKING:
    from edgeproof.load.wire.direct_task import DirectTask

Asked = Awaitable[Answer]
"""A request under way: `await` it for its answer. (This saves one coroutine per request.)"""

_TEXT: Final = {"Content-Type": "text/plain;charset=UTF-8"}


class User:
    """One of many users: its number, its luck, and `state`, which belongs to its scenario.

    It does one thing at a time, mostly in its `task`. Whether an answer was right is known when its
    step makes the next request or ends, so that is when it is recorded.
    """

    __slots__ = (
        "_answer",
        "_due_ns",
        "_name",
        "_next_due_ns",
        "_pool",
        "_recorder",
        "_requests",
        "_step_name",
        "is_leaving",
        "luck",
        "number",
        "state",
        "task",
    )

    def __init__(
        self,
        number: int,
        luck: random.Random,
        *,
        pool: Pool,
        requests: Requests,
        recorder: Recorder,
    ) -> None:
        self.number = number
        self.luck = luck
        self.state: Any = None
        self.is_leaving = False
        self.task: DirectTask | None = None
        self._pool = pool
        self._requests = requests
        self._recorder = recorder
        self._step_name = ""
        self._name = ""
        self._due_ns = 0
        self._next_due_ns = 0
        self._answer: Answer | None = None

    def get(self, target: str = "", name: str | None = None) -> Asked:
        """GET what is at `target` below the interface's URL. Raises Failure, like all of these."""
        return self.send(self._requests.gets[target], name)

    def delete(self, target: str, name: str | None = None) -> Asked:
        """DELETE what is there."""
        return self.send(self._requests.deletes[target], name)

    def post(
        self,
        target: str,
        body: bytes,
        *,
        headers: Mapping[str, str] = _TEXT,
        name: str | None = None,
    ) -> Asked:
        """POST a body."""
        request = self._requests.with_body("POST", target, body, headers)
        return self.send(request, name)

    def request(
        self,
        method: str,
        target: str = "",
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        name: str | None = None,
    ) -> Asked:
        """Make any request but HEAD and CONNECT, whose answers are read in another way."""
        request = self._requests.with_body(method, target, body, headers or {})
        return self.send(request, name)

    @coroutine  # not an `async def`, since only a `yield` can hand the answer to its task
    def send(self, request: bytes, name: str | None = None) -> Generator[Any, Answer, Answer]:
        """Send the bytes of a whole request; `name` is the name that it is counted under."""
        if self._answer is not None:
            self._settle(self._answer)
        self._name = name or self._step_name
        due_ns, self._next_due_ns = self._next_due_ns, 0
        pool = self._pool
        if pool.idle:
            connection = pool.idle.pop()
        else:
            self._due_ns = due_ns = due_ns or monotonic_ns()
            connection = yield from pool.acquire()
        task = self.task
        try:
            if task is not None and task.is_running:
                connection.send(request, task)
                self._due_ns = due_ns or connection.sent_ns
                self._answer = answer = yield task
            else:
                future = pool.loop.create_future()
                connection.send(request, future)
                self._due_ns = due_ns or connection.sent_ns
                self._answer = answer = yield from future
        except BaseException as error:  # noqa: BLE001  (another connection may help, or it raises)
            self._answer = answer = yield from pool.mend(connection, request, error)
        return answer

    def begin(self, step_name: str, due_ns: int = 0) -> None:
        """A step begins; its first request was due then, or as soon as it is made."""
        self._step_name = step_name
        self._name = ""
        self._next_due_ns = due_ns
        self._answer = None

    def succeed(self) -> None:
        """The step is over, and its last answer was right."""
        answer = self._answer
        if answer is not None:
            self._settle(answer)
            self._recorder.arrivals += 1

    def fail(self, failure: Failure) -> None:
        """The step is over, and the last thing that it did failed."""
        ended_ns = monotonic_ns() if self._answer is None else self._answer.ended_ns
        if self._answer is not None and failure.kind is FailureKind.WRONG_ANSWER:
            failure.beginning = self._answer.beginning()
        if self._name:
            self._recorder.failed(self._name, failure, self._due_ns, ended_ns)
        else:
            due_ns = self._next_due_ns or ended_ns
            self._recorder.failed(self._step_name, failure, due_ns, ended_ns)
        self._answer = None

    def _settle(self, answer: Answer) -> None:
        self._recorder.right(self._name, self._due_ns, answer.sent_ns, answer.ended_ns)
