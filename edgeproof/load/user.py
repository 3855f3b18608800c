"""One virtual user, and the requests that it makes."""

import random
from collections.abc import Coroutine, Mapping
from time import monotonic_ns
from typing import Any, Final

from edgeproof.load.answer import Answer
from edgeproof.load.failures import Failure, FailureKind
from edgeproof.load.pool import Pool
from edgeproof.load.recorder import Recorder
from edgeproof.load.requests import SAFE, Requests

Asked = Coroutine[Any, Any, Answer]
"""A request on its way: `await` it for its answer. (One coroutine fewer to run through.)"""

TEXT: Final = {"Content-Type": "text/plain;charset=UTF-8"}


class User:
    """One of many users: its number, its luck, and `state`, which is its scenario's to fill.

    It does one thing at a time. Whether an answer was right is known when its step asks for the
    next or ends, so that is when it is recorded.
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
        self._pool = pool
        self._requests = requests
        self._recorder = recorder
        self._step_name = ""
        self._name = ""
        self._due_ns = 0
        self._next_due_ns = 0
        self._answer: Answer | None = None

    def get(self, target: str = "", *, name: str | None = None) -> Asked:
        """GET what is at `target` below the interface's URL. Raises Failure, as all of these."""
        return self.send(self._requests.without_body("GET", target), name=name, is_safe=True)

    def delete(self, target: str, *, name: str | None = None) -> Asked:
        """DELETE what is there."""
        return self.send(self._requests.without_body("DELETE", target), name=name)

    def post(
        self,
        target: str,
        body: bytes,
        *,
        headers: Mapping[str, str] = TEXT,
        name: str | None = None,
    ) -> Asked:
        """POST a body."""
        request = self._requests.with_body("POST", target, body, headers)
        return self.send(request, name=name)

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
        return self.send(request, name=name, is_safe=method in SAFE)

    async def send(
        self, request: bytes, *, name: str | None = None, is_safe: bool = False
    ) -> Answer:
        """Send the bytes of a whole request; `name` is what it is counted under."""
        if self._answer is not None:
            self._settle(self._answer)
        self._name = name or self._step_name
        due_ns, self._next_due_ns = self._next_due_ns, 0
        pool = self._pool
        if pool.idle:
            connection = pool.idle.pop()
        else:
            self._due_ns = due_ns = due_ns or monotonic_ns()
            connection = await pool.acquire()
        waiting = connection.send(request)
        self._due_ns = due_ns or connection.sent_ns
        try:
            self._answer = answer = await waiting
        except BaseException as error:  # noqa: BLE001  (another connection may mend it, or it raises)
            self._answer = answer = await pool.mend(connection, request, error, is_safe=is_safe)
        return answer

    def begin(self, step_name: str, due_ns: int = 0) -> None:
        """A step begins; its first request was due then, or is as soon as it is made."""
        self._step_name = step_name
        self._name = ""
        self._next_due_ns = due_ns
        self._answer = None

    def succeed(self) -> None:
        """The step is over, and its last answer was right."""
        answer = self._answer
        if answer is not None:
            self._recorder.right(
                self._name, self._due_ns, answer.sent_ns, answer.ended_ns, is_last=True
            )

    def fail(self, failure: Failure) -> None:
        """The step is over, and what it did last failed."""
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
