"""The first part: a redis-server on a Unix socket that only this user can reach."""

import os
import time
from pathlib import Path

from edgeproof.clients import server_name
from edgeproof.errors import UnavailableError
from edgeproof.stack.supervision import Part, PartEndedError, Supervision

NAME = "redis-server"
_START_LIMIT_S = 10.0
_POLL_S = 0.005


def start_redis(supervision: Supervision, binary: Path, *, keeps_data: bool = False) -> str:
    """Start a redis-server in the supervision's folder; return its URL, `unix:///…/redis.sock`.

    It is empty, unless it `keeps_data` and replaces another one that did so: then it has everything
    that the other had acknowledged when it was killed. It may not answer yet (see
    `wait_for_redis`).
    """
    socket = supervision.folder / "redis.sock"
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "yes" if keeps_data else "no",
        # Writing before acknowledging is enough for a process that is killed; only a
        # machine that fails would need more.
        "appendfsync": "no",
        "dir": str(supervision.folder),
        "loglevel": "warning",
    }
    argv = [word for name, value in options.items() for word in (f"--{name}", value)]
    supervision.start(Part(name=NAME, argv=(str(binary), *argv), environment=os.environ))
    return f"unix://{socket}"


def wait_for_redis(url: str, supervision: Supervision) -> None:
    """Return when the supervision's own redis-server answers PING.

    Raises UnavailableError if it ends or does not answer.
    """
    deadline = time.monotonic() + _START_LIMIT_S
    while not answers_ping(url):
        try:
            supervision.raise_if_ended(NAME)
        except PartEndedError as ended:
            raise ended.as_unavailable() from None
        if time.monotonic() > deadline:
            raise UnavailableError(
                f"{NAME} did not answer within {_START_LIMIT_S:.0f} s", "run again"
            )
        time.sleep(_POLL_S)


def require_redis_at(url: str) -> None:
    """Raise UnavailableError unless a Redis that the run did not start answers at the URL."""
    if not answers_ping(url):
        place = url.rpartition("@")[2]  # the part before it may be a password
        raise UnavailableError(f"no Redis answers PING at {place}", "check its URL and password")


def answers_ping(url: str) -> bool:
    """Return whether a Redis answers PING there, now."""
    return bool(_ask(url, "PING"))


def name_of_server(url: str) -> str | None:
    """Return the product and version of the server at the URL, `Valkey 9.1.2`; None if unknown."""
    information = _ask(url, "INFO", "server")
    return server_name(information.decode(errors="replace")) if information else None


def _ask(url: str, *command: str) -> bytes | None:
    """Return the reply to a command that is answered with text; None if there is none."""
    import redis  # noqa: PLC0415 - it takes 0.1 s, in which the parts start already
    from redis.backoff import NoBackoff  # noqa: PLC0415  (the extra `local`)
    from redis.retry import Retry  # noqa: PLC0415  (the extra `local`)

    try:
        with redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_timeout=5) as client:
            connection = client.connection_pool.get_connection()
            connection.send_command(*command)
            reply = connection.read_response(disable_decoding=True)
    except redis.RedisError:
        return None
    return reply if isinstance(reply, bytes) else None
