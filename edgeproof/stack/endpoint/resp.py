"""RESP2: typed replies, and the frames that carry commands and replies.

redis-py's own parsers return a status reply (`+OK`) and a bulk string (`$2 OK`) as the same bytes,
and a null array as a null string. The REST API distinguishes them, so the parser here keeps the
type of every reply.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from collections.abc import Sequence
from typing import Final

from redis._parsers.resp2 import _AsyncRESP2Parser
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import InvalidResponse

Arguments = list[bytes]
"""One command: its name, then its arguments, each exactly as Redis should see it."""

READ_BYTES: Final = 65536
DEEPEST_REPLY: Final = 200
"""How many arrays may be nested. A script can nest thousands, and recursive code that walks such a
reply (this parser, the JSON encoder) would overflow its stack."""


class Status(bytes):
    """A status reply (simple string), such as `OK`, `PONG` or `QUEUED`."""

    __slots__ = ()


class Error(bytes):
    """An error reply: a code word and a sentence, such as `WRONGTYPE Operation against …`."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> "Error":
        """Return the error with this text, made fit for a one-line frame."""
        return cls(" ".join(text.splitlines()).encode("utf-8", "replace"))

    @property
    def text(self) -> str:
        """The error as text; bytes that are not UTF-8 become U+FFFD."""
        return self.decode("utf-8", "replace")


class NullArray:
    """The null array `*-1`, as opposed to the null string `$-1` (that is `None`)."""

    __slots__ = ()


NULL_ARRAY: Final = NullArray()
TOO_DEEP: Final = Error(b"ERR the reply is nested too deeply")

RedisReply = Status | Error | bytes | int | None | NullArray | list["RedisReply"]
"""A reply with its RESP2 type; plain `bytes` is a bulk string, `None` the null bulk string."""


def command_frame(arguments: Sequence[bytes]) -> bytes:
    """Return a command as the array of bulk strings that Redis reads."""
    bulks = [b"$%d\r\n%b\r\n" % (len(argument), argument) for argument in arguments]
    return b"*%d\r\n%b" % (len(bulks), b"".join(bulks))


def reply_frame(reply: RedisReply) -> bytes:  # noqa: PLR0911 - one for each type of reply
    """Return the exact RESP2 frame of a reply: what Redis itself would have sent."""
    match reply:
        case Status():
            return b"+%b\r\n" % reply
        case Error():
            return b"-%b\r\n" % reply
        case bytes():
            return b"$%d\r\n%b\r\n" % (len(reply), reply)
        case int():
            return b":%d\r\n" % reply
        case None:
            return b"$-1\r\n"
        case NullArray():
            return b"*-1\r\n"
        case _:
            return b"*%d\r\n%b" % (len(reply), b"".join(map(reply_frame, reply)))


class TypedReplyParser(_AsyncRESP2Parser):
    """Reads typed replies; for `redis.asyncio.Connection(parser_class=TypedReplyParser)`.

    Errors are returned as `Error`, never raised: they are answers like any other.

    An array that is nested too deeply is replaced by an `Error`.

    Raises `redis.ConnectionError` when the server closes.
    """

    async def read_response(  # type: ignore[override]  # redis-py's may be given more
        self,
        disable_decoding: bool = False,  # noqa: ARG002, FBT001, FBT002 - redis-py's signature
    ) -> RedisReply:
        """Return the next reply, of whatever type."""
        if not self._connected:
            raise RedisConnectionError("not connected")
        reply = await self._reply(DEEPEST_REPLY)
        if self._pos == len(self._buffer):
            self._buffer, self._pos = b"", 0
        return reply

    async def _reply(self, depth_left: int) -> RedisReply:
        line = await self._line()
        kind, rest = line[:1], line[1:]
        if kind == b"$":
            return None if rest == b"-1" else await self._bulk(int(rest))
        if kind == b":":
            return int(rest)
        if kind == b"+":
            return Status(rest)
        if kind == b"-":
            return Error(rest)
        if kind == b"*":
            return await self._array(int(rest), depth_left)
        raise InvalidResponse(f"a reply of kind {kind!r}")

    async def _array(self, length: int, depth_left: int) -> RedisReply:
        if length < 0:
            return NULL_ARRAY
        if depth_left == 0:
            await self._skip(length)
            return TOO_DEEP
        return [await self._reply(depth_left - 1) for _ in range(length)]

    async def _skip(self, replies: int) -> None:
        """Read past that many replies, without recursion, and keep nothing of them."""
        while replies > 0:
            replies -= 1
            line = await self._line()
            if line[:1] == b"*":
                replies += max(int(line[1:]), 0)
            elif line[:1] == b"$" and line != b"$-1":
                await self._bulk(int(line[1:]))

    async def _line(self) -> bytes:
        end = self._buffer.find(b"\r\n", self._pos)
        while end < 0:
            self._keep([self._buffer[self._pos :], await self._received()])
            end = self._buffer.find(b"\r\n")
        line = self._buffer[self._pos : end]
        self._pos = end + 2
        return line

    async def _bulk(self, length: int) -> bytes:
        missing = self._pos + length + 2 - len(self._buffer)
        if missing > 0:
            # Joined once: joining at every read would copy a value of 100 MB a thousand times.
            pieces = [self._buffer[self._pos :]]
            while missing > 0:
                pieces.append(await self._received())
                missing -= len(pieces[-1])
            self._keep(pieces)
        end = self._pos + length
        bulk = self._buffer[self._pos : end]
        self._pos = end + 2
        return bulk

    async def _received(self) -> bytes:
        assert self._stream is not None
        data = await self._stream.read(READ_BYTES)
        if not data:
            raise RedisConnectionError("the server closed the connection")
        return data

    def _keep(self, pieces: list[bytes]) -> None:
        self._buffer, self._pos = b"".join(pieces), 0
