"""A deployment of a test: a real Redis behind a client, with something wrong in between."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import cast

from edgeproof.clients import Argument, Command, Encoding, Form, RedisRestClient, Reply, Transport
from edgeproof.laws import Case, Exchange, SentRequest
from edgeproof.oracle import Oracle

Change = Callable[[Command], Command | Reply]
"""What a deployment makes of a command: another one, or a reply without asking anybody."""


def rightly(command: Command) -> Command:
    """Do what was asked."""
    return command


class Served(RedisRestClient):
    """A client whose commands a real Redis answers, each request as one exchange of the case."""

    def __init__(self, redis: Oracle, change: Change = rightly) -> None:
        self.redis = redis
        self.change = change
        self.case = Case()
        self.transport = cast("Transport", SimpleNamespace(case=self.case))
        self.made = 0

    def fresh_key(self, label: str = "key") -> str:
        self.made += 1
        return f"{label}:{self.made}"

    def fresh_keys_ending(self, endings: Sequence[str]) -> list[str]:
        above = self.fresh_key()
        return [f"{above}:{ending}" for ending in endings]

    async def reply(
        self, *command: Argument, form: Form | None = None, encoding: Encoding = Encoding.JSON
    ) -> Reply:
        assert (form, encoding) == (None, Encoding.JSON)
        return (await self.sequence(command))[0]

    async def sequence(self, *commands: Command, encoding: Encoding = Encoding.JSON) -> list[Reply]:
        assert encoding is Encoding.JSON
        body = repr(commands).encode()
        self.case.record(Exchange(request=SentRequest(method="POST", url="", body=body)))
        return [await self._answer(command) for command in commands]

    async def side_by_side(self, series: Sequence[Sequence[Command]]) -> list[list[Reply]]:
        replies = iter(await self.sequence(*[command for part in series for command in part]))
        return [[next(replies) for _ in part] for part in series]

    async def _answer(self, command: Command) -> Reply:
        changed = self.change(command)
        return changed if isinstance(changed, Reply) else await self.redis.reply(*changed)
