"""The embedded stack as a whole: start it, use it, and leave nothing running."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from edgeproof.content import worker_file
from edgeproof.deployments import Deployment, Secret
from edgeproof.stack.endpoint_part import start_endpoint, wait_for_endpoint
from edgeproof.stack.redis_binary import find_redis
from edgeproof.stack.redis_part import require_redis_at, start_redis, wait_for_redis
from edgeproof.stack.requirements import ENDPOINT_PACKAGES, require_local_packages
from edgeproof.stack.supervision import PartEndedError, Supervision
from edgeproof.stack.workerd_binary import workerd_binary
from edgeproof.stack.workerd_part import require_worker, start_workerd, wait_for_workerd

TOKEN_BYTES = 24
_WAIT_S = 3600.0
"""How long to sleep for the supervisor's next word; its length matters to nobody."""


class RunningStack(AbstractContextManager["RunningStack"]):
    """A stack that answers: its deployment, and whether its parts are still there.

    As a context manager it ends itself. It also ends when the process does, however that happens.
    """

    def __init__(self, supervision: Supervision, deployment: Deployment) -> None:
        self._supervision = supervision
        self.deployment = deployment

    @classmethod
    def start(
        cls,
        *,
        worker: Path | None = None,
        redis_server_url: str | None = None,
        redis_binary: Path | None = None,
        request_log: bool = False,
    ) -> Self:
        """Start a stack and return it once every part answers.

        `worker` is by default the reference worker, `redis_binary` the one that `find_redis` finds.
        With `redis_server_url` no such server is started: the endpoint uses the given one, whose
        data belongs to somebody else. With `request_log` the endpoint logs its requests to standard
        error.

        Raises UnavailableError if a part cannot be obtained or does not answer, ConfigurationError
        if the worker is missing or does not compile.
        """
        worker = worker_file() if worker is None else worker
        means = _check_means(worker, redis_server_url, redis_binary)
        supervision = Supervision()
        try:
            return cls(supervision, _start_parts(supervision, means, request_log=request_log))
        except BaseException:
            supervision.end()
            raise

    def pids(self) -> Mapping[str, int]:
        """Return the process ids of `redis-server`, `endpoint` and `workerd`, if they run."""
        return self._supervision.pids()

    def ended_parts(self) -> tuple[PartEndedError, ...]:
        """Return what is known about parts that ended by themselves; empty if all is well."""
        return self._supervision.ended_parts()

    def wait(self) -> PartEndedError:
        """Wait until a part ends by itself, and return what is known about that."""
        while not (ended := self.ended_parts()):
            self._supervision.hear(timeout_s=_WAIT_S)
        return ended[0]

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End every part and remove every file; safe to call twice."""
        self._supervision.end()


@contextmanager
def embedded_stack(
    worker: Path | None = None,
    redis_server_url: str | None = None,
    redis_binary: Path | None = None,
    request_log: bool = False,  # noqa: FBT001, FBT002 - callers name it
) -> Iterator[Deployment]:
    """Run a stack for the length of a `with` block and yield its deployment.

    For arguments and errors see `RunningStack.start`.
    """
    with RunningStack.start(
        worker=worker,
        redis_server_url=redis_server_url,
        redis_binary=redis_binary,
        request_log=request_log,
    ) as stack:
        yield stack.deployment


@contextmanager
def redis_server(redis_binary: Path | None = None) -> Iterator[str]:
    """Run an empty Redis or Valkey server for the length of a `with` block.

    Yields its `unix://` URL. `redis_binary` is by default the one that `find_redis` finds.
    """
    require_local_packages("redis")
    binary = find_redis(redis_binary)
    supervision = Supervision()
    try:
        url = start_redis(supervision, binary)
        wait_for_redis(url, supervision)
        yield url
    finally:
        supervision.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What a stack consists of: either a Redis to start, or the URL of one that runs."""

    worker: Path
    workerd: Path
    redis_binary: Path | None
    redis_server_url: str | None


def _check_means(worker: Path, redis_server_url: str | None, redis_binary: Path | None) -> _Means:
    """Check everything that can be checked before anything is started."""
    require_worker(worker)
    require_local_packages(*ENDPOINT_PACKAGES)
    if redis_server_url is None:
        redis_binary = find_redis(redis_binary)
    else:
        require_redis_at(redis_server_url)
    return _Means(
        worker=worker,
        workerd=workerd_binary(),
        redis_binary=redis_binary,
        redis_server_url=redis_server_url,
    )


def _start_parts(supervision: Supervision, means: _Means, *, request_log: bool) -> Deployment:
    token, read_only_token = _new_token(), _new_token()
    server_url = means.redis_server_url
    if server_url is None:
        assert means.redis_binary  # noqa: S101 - for the type checker: there is a URL or a binary
        server_url = start_redis(supervision, means.redis_binary)
    start_endpoint(
        supervision,
        redis_server_url=server_url,
        token=token,
        read_only_token=read_only_token,
        request_log=request_log,
    )
    if means.redis_server_url is None:
        wait_for_redis(server_url, supervision)
    endpoint_url = wait_for_endpoint(supervision, token)
    worker_sha256 = start_workerd(
        supervision,
        binary=means.workerd,
        worker=means.worker,
        database_url=endpoint_url,
        token=token,
    )
    return Deployment(
        name="embedded stack",
        posts_url=wait_for_workerd(supervision, means.worker),
        redis_url=endpoint_url,
        token=token,
        read_only_token=read_only_token,
        worker=means.worker,
        worker_sha256=worker_sha256,
        redis_server_url=server_url,
        redis_binary=means.redis_binary,
        is_own=means.redis_server_url is None,
    )


def _new_token() -> Secret:
    return Secret(secrets.token_urlsafe(TOKEN_BYTES))
