"""Runs commands: alone, as a pipeline, as a transaction."""

from typing import Final

from edgeproof.stack.endpoint.backend import Backend, BackendUnavailableError
from edgeproof.stack.endpoint.commands import Access, CommandTable
from edgeproof.stack.endpoint.information import without_places
from edgeproof.stack.endpoint.resp import Arguments, Error, RedisReply
from edgeproof.stack.endpoint.scripts import ScriptTranslation

MULTI: Final[Arguments] = [b"MULTI"]
EXEC: Final[Arguments] = [b"EXEC"]


class Executor:
    """Sends the commands that may be sent, and counts the requests that may have written.

    `writes` only ever grows, and grows before the request that wrote is answered: it dates what a
    client has seen (see `Upstash-Sync-Token`).
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._scripts = ScriptTranslation()
        self._table: CommandTable | None = None
        self.writes = 0

    async def pipeline(self, commands: list[Arguments], access: Access) -> list[RedisReply]:
        """Run commands in order and return one reply each; a refused one gets its own `Error`.

        Raises `BackendUnavailableError`.
        """
        table = await self._command_table()
        refusals = [table.refusal(command, access) for command in commands]
        if not any(refusals):
            return await self._exchange(commands, table)
        allowed = [c for c, refusal in zip(commands, refusals, strict=True) if refusal is None]
        replies = iter(await self._exchange(allowed, table) if allowed else [])
        return [next(replies) if refusal is None else refusal for refusal in refusals]

    async def transaction(
        self, commands: list[Arguments], access: Access
    ) -> list[RedisReply] | Error:
        """Run commands as MULTI … EXEC; return one reply each, or the error that discarded them.

        A command that is refused here never reaches Redis, not even to be queued. Raises
        `BackendUnavailableError`.
        """
        table = await self._command_table()
        for command in commands:
            if refusal := table.refusal(command, access):
                return refusal if refusal.startswith(b"NOPERM") else _discarded(refusal)
        _, *queued, executed = await self._exchange([MULTI, *commands, EXEC], table)
        if isinstance(executed, list):
            return list(map(self._from_redis, commands, executed))
        # Redis says only that there were "previous errors"; the first of them says which.
        first_error = next((reply for reply in queued if isinstance(reply, Error)), executed)
        return _discarded(first_error if isinstance(first_error, Error) else Error(b""))

    async def _exchange(self, commands: list[Arguments], table: CommandTable) -> list[RedisReply]:
        try:
            replies = await self._backend.exchange(list(map(self._scripts.to_redis, commands)))
        except BackendUnavailableError:
            # Redis may come back in another version; and what was sent may have been executed.
            self._table = None
            self.writes += 1
            raise
        if any(table.may_write(command) for command in commands):
            self.writes += 1
        return list(map(self._from_redis, commands, replies))

    def _from_redis(self, command: Arguments, reply: RedisReply) -> RedisReply:
        return without_places(command, self._scripts.from_redis(command, reply))

    async def _command_table(self) -> CommandTable:
        if self._table is None:
            [reply] = await self._backend.exchange([[b"COMMAND"]])
            if isinstance(reply, Error):  # LOADING, after a restart
                raise BackendUnavailableError
            self._table = CommandTable.from_reply(reply)
        return self._table


def _discarded(cause: Error) -> Error:
    return Error.of(f"EXECABORT Transaction discarded because of previous errors: {cause.text}")
