"""Scripts that declare Upstash's key locking, adapted to run on a plain Redis.

`#!lua flags=allow-key-locking` asks a host for more concurrency and changes nothing that a script
can see. Upstash's own rate limiter sends it. Redis 6.2 treats the line as a syntax error, and 7.0
does not know the flag. So the flag is removed from the source on its way to Redis. If nothing else
is on the line, it becomes a comment, which preserves the numbers of the other lines.

The source that Redis then holds has a different SHA-1 from the one that the client computes, so
`EVALSHA` and `SCRIPT EXISTS` are translated, using the digests that this process has seen. An
unknown digest goes to Redis as it is, is answered with `NOSCRIPT`, and makes every client send the
source again.

Source: https://upstash.com/docs/redis/features/key-locking
"""

import re
from hashlib import sha1
from typing import Final

from edgeproof.stack.endpoint.resp import Arguments, Error, RedisReply

KEY_LOCKING: Final = b"allow-key-locking"
MOST_REMEMBERED: Final = 10_000
SHEBANG: Final = re.compile(rb"#!\s*lua[ \t]+flags=([\w,-]*)[ \t]*(?=\r?\n|$)")
WITH_SOURCE: Final = frozenset({b"eval", b"eval_ro"})
WITH_DIGEST: Final = frozenset({b"evalsha", b"evalsha_ro"})


class ScriptTranslation:
    """Keeps EVAL, EVALSHA and SCRIPT consistent for scripts that had to be rewritten."""

    def __init__(self) -> None:
        self._digests: dict[bytes, bytes] = {}

    def to_redis(self, arguments: Arguments) -> Arguments:
        """Return the command as Redis can run it; any other command unchanged."""
        name, *rest = arguments
        word = name.lower()
        if not rest or not (word.startswith(b"eval") or word == b"script"):
            return arguments
        if word in WITH_SOURCE:
            return [name, self._source(rest[0]), *rest[1:]]
        if word in WITH_DIGEST:
            return [name, self._digest(rest[0]), *rest[1:]]
        if rest[0].lower() == b"load":
            return [name, rest[0], *map(self._source, rest[1:])]
        if rest[0].lower() == b"exists":
            return [name, rest[0], *map(self._digest, rest[1:])]
        return arguments

    def from_redis(self, arguments: Arguments, reply: RedisReply) -> RedisReply:
        """Return the reply that the client expects: the digest of SCRIPT LOAD is its source's."""
        is_load = [word.lower() for word in arguments[:2]] == [b"script", b"load"]
        return reply if not is_load or isinstance(reply, Error) else _sha1(arguments[2])

    def _source(self, source: bytes) -> bytes:
        runnable = without_key_locking(source)
        if runnable != source:
            if (
                len(self._digests) >= MOST_REMEMBERED
            ):  # the oldest is dropped; its client gets NOSCRIPT
                del self._digests[next(iter(self._digests))]
            self._digests[_sha1(source)] = _sha1(runnable)
        return runnable

    def _digest(self, digest: bytes) -> bytes:
        return self._digests.get(digest.lower(), digest)


def without_key_locking(source: bytes) -> bytes:
    """Return a script without the flag `allow-key-locking`; its other flags stay."""
    shebang = SHEBANG.match(source)
    if shebang is None:
        return source
    flags = shebang[1].split(b",")
    if KEY_LOCKING not in flags:
        return source
    others = [flag for flag in flags if flag != KEY_LOCKING]
    line = b"#!lua flags=" + b",".join(others) if others else b"--"
    return line + source[shebang.end() :]


def _sha1(source: bytes) -> bytes:
    return sha1(source, usedforsecurity=False).hexdigest().encode()
