"""What scenarios of a Redis REST endpoint share: commands whose replies are checked."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import msgspec

from edgeproof.load.scenarios.scenario import Interface, Scenario
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.failures import wrong

_OK: Final = 200
JSON: Final = {"Content-Type": "application/json"}
KEYS_OF_A_DELETE: Final = 500


class _Reply(msgspec.Struct):
    result: Any


_REPLY: Final = msgspec.json.Decoder(_Reply)
_REPLIES: Final = msgspec.json.Decoder(list[_Reply])
_encoded = msgspec.json.Encoder().encode


class RedisScenario(Scenario):
    """A scenario of the Redis REST endpoint; keys named by `key` are removed at the end."""

    interface: ClassVar[Interface] = "redis"

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self._keys: set[str] = set()

    async def prepare(self, user: User) -> None:
        """Check that the endpoint answers, and accepts the token."""
        await self.command(user, "PING")

    def key(self, name: str) -> str:
        """A key of the run's own."""
        key = f"{self.mark}:{name}"
        self._keys.add(key)
        return key

    async def command(self, user: User, *command: str) -> Any:  # noqa: ANN401  (a JSON value)
        """The result of one command. Raises Failure for an error reply, or anything but a reply."""
        answer = await user.post("/", _encoded(command), headers=JSON)
        try:
            return _REPLY.decode(answer.expect(_OK).body).result
        except msgspec.DecodeError:
            raise wrong("it is not a reply to a command") from None

    async def pipeline(self, user: User, commands: Sequence[Sequence[str]]) -> list[Any]:
        """The result of each command of a pipeline. Raises Failure as `command` does."""
        answer = await user.post("/pipeline", _encoded(commands), headers=JSON)
        try:
            replies = _REPLIES.decode(answer.expect(_OK).body)
        except msgspec.DecodeError:
            raise wrong("it is not a list of replies to a pipeline") from None
        if len(replies) != len(commands):
            raise wrong("a pipeline with a different number of replies than commands")
        return [reply.result for reply in replies]

    async def clean_up(self, user: User) -> None:
        """Remove all keys of the run."""
        keys = sorted(self._keys)
        self.made = len(keys)
        for begin in range(0, len(keys), KEYS_OF_A_DELETE):
            await self.command(user, "DEL", *keys[begin : begin + KEYS_OF_A_DELETE])
