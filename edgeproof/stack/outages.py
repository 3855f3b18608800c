"""A database that can be taken away, and a second stack in which that disturbs nobody."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import anyio
import anyio.to_thread

from edgeproof.deployments import Deployment
from edgeproof.stack import redis_part
from edgeproof.stack.endpoint_part import start_endpoint, wait_for_endpoint
from edgeproof.stack.redis_binary import find_redis
from edgeproof.stack.redis_part import start_redis, wait_for_redis
from edgeproof.stack.supervision import Supervision


class Outage(StrEnum):
    """The ways in which a database can be away."""

    KILLED = "killed"
    """Its connections are cut, and new ones refused."""
    STOPPED = "stopped"
    """It keeps its connections and takes new ones, but answers nothing."""


class Database:
    """The redis-server of a stack; it must have been started so that it keeps its data."""

    def __init__(self, supervision: Supervision, binary: Path, url: str) -> None:
        self._supervision = supervision
        self._binary = binary
        self._url = url

    @asynccontextmanager
    async def away(self, outage: Outage) -> AsyncIterator[None]:
        """Take the database away for the length of a block.

        Afterwards the database answers again, with everything that it had acknowledged.
        """
        await anyio.to_thread.run_sync(self._take_away, outage)
        try:
            yield
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._bring_back, outage)

    def _take_away(self, outage: Outage) -> None:
        if outage is Outage.KILLED:
            self._supervision.kill(redis_part.NAME)
        else:
            self._supervision.pause(redis_part.NAME)

    def _bring_back(self, outage: Outage) -> None:
        if outage is Outage.KILLED:
            start_redis(self._supervision, self._binary, keeps_data=True)
        else:
            self._supervision.resume(redis_part.NAME)
        wait_for_redis(self._url, self._supervision)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStack:
    """A stack beside the run's own: its deployment, and the database to take away from it."""

    deployment: Deployment
    database: Database


@contextmanager
def second_stack(first: Deployment) -> Iterator[SecondStack]:
    """Run a redis-server and an endpoint like those of `first`, for the length of a `with` block.

    `first` must be a stack of the run's own. The tokens are the same, so a mask for those also
    masks these. There is no worker. Raises UnavailableError if a part does not answer.
    """
    assert first.token  # noqa: S101 - for the type checker: a stack of our own has both
    assert first.read_only_token  # noqa: S101  (for the type checker)
    binary = find_redis(first.redis_binary)
    supervision = Supervision()
    try:
        server_url = start_redis(supervision, binary, keeps_data=True)
        start_endpoint(
            supervision,
            redis_server_url=server_url,
            token=first.token,
            read_only_token=first.read_only_token,
            request_log=False,
        )
        wait_for_redis(server_url, supervision)
        yield SecondStack(
            deployment=replace(
                first,
                posts_url=None,
                redis_url=wait_for_endpoint(supervision, first.token),
                redis_server_url=server_url,
            ),
            database=Database(supervision, binary, server_url),
        )
    finally:
        supervision.end()
