"""The deployment under test, and the secrets that go with it."""

from dataclasses import dataclass
from pathlib import Path


class Secret:
    """A token that shows itself only when asked to.

    Its `repr` and `str` are a mask, so that no log, traceback or report contains it by accident.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the token itself, to be sent over the wire and for nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """The deployment under test.

    `posts_url` is the collection's URL (`https://blog.example.com/posts`), `redis_url` the root of
    the Redis REST API. If either is missing, its laws are untested. `redis_server_url` (a
    `redis://` or `unix://` URL) is known only for the run's own stack.
    """

    name: str
    posts_url: str | None = None
    redis_url: str | None = None
    token: Secret | None = None
    read_only_token: Secret | None = None
    worker: Path | None = None
    worker_sha256: str | None = None
    """Hexadecimal SHA-256 of the bytes that its own stack runs, even if the file has changed
    since."""
    redis_server_url: str | None = None
    redis_binary: Path | None = None
    """The Redis or Valkey server that its own stack started."""
    is_own: bool = False
    """Whether this run started it: it holds nobody else's data, and nothing in it is precious."""
    settle_s: float = 0.0
    """How long a read may lag behind a write (a CDN, a replica) before a law calls the write
    lost."""
