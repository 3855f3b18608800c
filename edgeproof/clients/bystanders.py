"""Bystanders: other clients, who ask questions with known answers while somebody misbehaves."""

import time
from dataclasses import dataclass
from functools import partial
from typing import Self

from edgeproof.clients.attempts import NoAnswer, attempt
from edgeproof.clients.notation.forms import Command, Form
from edgeproof.clients.notation.response import Response
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.clients.together import at_once
from edgeproof.laws import Case, Undecided, as_shown, same

CROWD = 24
"""Enough at once to use all connections that an endpoint keeps to its database: most pools have at
most ten, and all of them hand out first either the connection that came back last or the one that
has waited longest."""

PATIENCE_S = 5.0
USUAL_S = PATIENCE_S / 10
"""A deployment that is slower than this while nobody disturbs it may be late for its own
reasons."""

TOO_MANY_REQUESTS = 429

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A command and its only correct result, which no other question has."""

    command: tuple[str, ...]
    result: object


def question(key: str, number: int) -> _Question:
    """A read for an even number; for an odd one, a write that changes nothing.

    Each is answered differently in another database, in a transaction that somebody opened, under
    the third version of Redis's protocol, and on a connection that is out of step.
    """
    member = member_of(number)
    if number % 2:
        return _Question(command=("ZINCRBY", key, "0", member), result=str(number))
    command = ("ZRANGE", key, str(number), str(number), "WITHSCORES")
    return _Question(command=command, result=[member, str(number)])


def member_of(number: int) -> str:
    """The member that has this score."""
    return f"member {number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one client heard: its exchanges, and what is odd about its answer, in words."""

    record: Case
    oddity: str
    is_late: bool = False


class Bystanders:
    """Clients that all ask at once, over as many connections; made by `gathered`.

    Their requests are counted but are not evidence, except for the first request that gets a wrong
    answer.
    """

    def __init__(
        self, redis: RedisRestClient, questions: list[_Question], *, usual_s: float
    ) -> None:
        self._redis = redis
        self._questions = questions
        self._usual_s = usual_s

    @classmethod
    async def gathered(cls, redis: RedisRestClient, count: int = CROWD) -> Self:
        """That many clients, with the data that they ask about in place.

        Raises Undecided if the deployment gives them wrong answers even before the test begins.
        """
        key = redis.fresh_key("bystanders")
        scores = [word for number in range(count) for word in (str(number), member_of(number))]
        await redis("ZADD", key, *scores)
        questions = [question(key, number) for number in range(count)]
        started_s = time.perf_counter()
        first = cls(redis, questions[:1], usual_s=0)
        noticed = await first.notice()
        if noticed:
            raise Undecided(f"even before the test began, {noticed[0]}")
        return cls(redis, questions, usual_s=time.perf_counter() - started_s)

    async def notice(self, form: Form | None = None, *, remedy: Command | None = None) -> list[str]:
        """Let all ask at once; the first few wrong answers, in words.

        If there were any, all send `remedy` afterwards, so that no later law suffers. Raises
        Undecided if nothing can be concluded: the deployment limits the rate of requests, or is
        slow by itself.
        """
        form = form or self._redis.form
        answers = await at_once([partial(self._ask, asked, form) for asked in self._questions])
        case = self._redis.transport.case
        case.requests += sum(answer.record.requests for answer in answers)
        case.commands += sum(answer.record.commands for answer in answers)
        odd = [answer for answer in answers if answer.oddity]
        odd.sort(key=lambda answer: answer.is_late)
        if odd:
            case.exchanges += odd[0].record.exchanges
            if remedy is not None:
                await self._cure(remedy)
            if odd[0].is_late and self._usual_s > USUAL_S:
                raise Undecided(f"even undisturbed an answer takes {self._usual_s:.1f} s")
        return [*dict.fromkeys(answer.oddity for answer in odd)][:SHOWN]

    async def _ask(self, asked: _Question, form: Form) -> Heard:
        record = Case()
        redis = self._redis.recording(record)
        answer = await attempt(_oddity(redis, asked, form), patience_s=PATIENCE_S)
        if isinstance(answer, NoAnswer):
            oddity = f"{asked.command[0]}: {answer.reason}"
            return Heard(record=record, oddity=oddity, is_late=answer.is_late)
        return Heard(record=record, oddity=answer)

    async def _cure(self, remedy: Command) -> None:
        record = Case()
        redis = self._redis.recording(record)
        await at_once([partial(_send, redis, remedy) for _ in self._questions])
        self._redis.transport.case.requests += record.requests
        self._redis.transport.case.commands += record.commands


async def _oddity(redis: RedisRestClient, asked: _Question, form: Form) -> str:
    """What is odd about the answer to a question, in words; empty if it is right."""
    response = await redis.send(asked.command, form)
    if response.status == TOO_MANY_REQUESTS:
        raise Undecided("the deployment limits the rate of requests")
    received = redis.read(response, form)
    if received.error is None and same(received.result, asked.result):
        return ""
    return f"{asked.command[0]}: {as_shown(response.json())} instead of {as_shown(asked.result)}"


async def _send(redis: RedisRestClient, command: Command) -> Response | NoAnswer:
    return await attempt(redis.send(command), patience_s=PATIENCE_S)
