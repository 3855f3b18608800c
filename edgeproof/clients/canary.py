"""The canary: requests that a deployment answered before, sent again to see whether it lives."""

import time
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import anyio

from edgeproof.clients.attempts import NoAnswer, attempt
from edgeproof.clients.notation.forms import Form
from edgeproof.clients.notation.response import Response
from edgeproof.clients.posts import PostsClient, lifecycle_of_a_post
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.laws import Case, Exchange

PATIENCE_S: Final = 15.0
"""How long a deployment may take to come back to itself: a command that waits does so for 8 s."""

ANSWER_S: Final = 5.0
"""How long all of a canary's answers may take together."""

ALIVE: Final = "alive"
_ENCODED: Final = b64encode(ALIVE.encode()).decode()
PERCH_ASKED: Final = 4
PAUSE_S: Final = 0.5
SHOWN: Final = 120
"""How much of a wrong answer is shown."""


class Ending(StrEnum):
    """How a service ends."""

    CRASH = "it refuses connections or closes them without an answer"
    HANG = "it no longer answers"
    POISONED = "it gives other answers than before"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfService:
    """A canary that was not answered as before: how, what came instead, the requests that show."""

    ending: Ending
    seen: str
    exchanges: tuple[Exchange, ...]


class Canary(ABC):
    """Asks an interface for what it answered before; `usual` is what that was."""

    def __init__(self, usual: Sequence[str]) -> None:
        self.usual = list(usual)

    @abstractmethod
    async def song(self, case: Case) -> list[str]:
        """The answers to its requests, in a form that is the same each time.

        Raises Broken or Undecided if there is none.
        """

    async def silence(self, *, patience_s: float = PATIENCE_S) -> EndOfService | None:
        """None once it is answered as usual; how it is not, if that does not come in time."""
        deadline = time.monotonic() + patience_s
        while True:
            case = Case()
            answers = await attempt(self.song(case), patience_s=ANSWER_S)
            if answers == self.usual:
                return None
            if time.monotonic() >= deadline:
                return _silence(answers, self.usual, case)
            await anyio.sleep(PAUSE_S)


class RedisCanary(Canary):
    """SET, GET and DEL of one key, and GET of the `perch`, which was set when the run began.

    The perch is asked for a few times: a server may keep several connections to its database.
    """

    def __init__(
        self, redis: RedisRestClient, form: Form, perch: str, usual: Sequence[str] = ()
    ) -> None:
        super().__init__(usual)
        self._redis = redis
        self._form = form
        self._perch = perch

    async def song(self, case: Case) -> list[str]:
        """Status and body of each answer."""
        redis = self._redis.recording(case)
        key = redis.key_of("canary")
        own = (("SET", key, ALIVE), ("GET", key), ("DEL", key))
        commands = [*own, *[("GET", self._perch)] * PERCH_ASKED]
        return [_shown(await redis.send(command, self._form)) for command in commands]


class PostsCanary(Canary):
    """A post that is created, listed and deleted."""

    def __init__(self, posts: PostsClient, usual: Sequence[str] = ()) -> None:
        super().__init__(usual)
        self._posts = posts

    async def song(self, case: Case) -> list[str]:
        """The three statuses; the bodies differ each time."""
        return (await lifecycle_of_a_post(self._posts.recording(case))).statuses


async def working_form(redis: RedisRestClient, perch: str) -> tuple[Form, list[str]] | None:
    """The first form in which a key can be set, read and removed, and what came; None if none.

    It sets the perch.
    """
    for form in Form:
        canary = RedisCanary(redis, form, perch)
        await attempt(redis.send(("SET", perch, ALIVE), form), patience_s=ANSWER_S)
        answers = await attempt(canary.song(Case()), patience_s=PATIENCE_S)
        if isinstance(answers, list) and all(_is_alive(answers[place]) for place in (1, 3)):
            return form, answers
    return None


def speaks_base64(song: Sequence[str]) -> bool:
    """Whether the answer to GET in a canary's song is in base64, which nobody asked for."""
    return ALIVE not in song[1] and _ENCODED in song[1]


def _is_alive(answer: str) -> bool:
    return answer.startswith("2") and (ALIVE in answer or _ENCODED in answer)


def _shown(response: Response) -> str:
    return f"{response.status} {response.text[:SHOWN]}"


def _silence(answers: list[str] | NoAnswer, usual: list[str], case: Case) -> EndOfService:
    exchanges = tuple(case.exchanges)
    if isinstance(answers, list):
        pairs = zip(answers, usual, strict=False)
        seen = next((f"{new} instead of {old}" for new, old in pairs if new != old), "nothing")
        return EndOfService(ending=Ending.POISONED, seen=seen, exchanges=exchanges)
    ending = Ending.HANG if answers.is_late else Ending.CRASH
    return EndOfService(ending=ending, seen=answers.reason, exchanges=exchanges)
