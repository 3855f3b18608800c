"""RESP2: the frame of a reply, written as Redis writes it, and read strictly.

The reference endpoint has a parser of its own, which deliberately shares nothing with this one: a
mistake in shared code would be made on both sides, and no law would see it. This is not redis-py's
parser (or hiredis's) either, since checking a URL must not need it, and since that one leaves what
follows a frame for later.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

import re

from edgeproof.laws import Broken

ByteReply = int | bytes | list["ByteReply"] | None
"""A reply whose strings are bytes; None is the null string and the null array."""

INTEGER = re.compile(rb"0|-?[1-9][0-9]{0,18}")


class ErrorText(bytes):
    """The text of an error, as opposed to a string."""

    __slots__ = ()


def frame_of(value: ByteReply) -> bytes:
    """The frame in which Redis sends a string, an integer, null or an array of these."""
    match value:
        case None:
            return b"$-1\r\n"
        case int():
            return b":%d\r\n" % value
        case bytes():
            return b"$%d\r\n%b\r\n" % (len(value), value)
        case _:
            return b"*%d\r\n%b" % (len(value), b"".join(map(frame_of, value)))


def parse_frame(frame: bytes) -> ByteReply:
    """The content of a frame: an error as ErrorText, a status reply as a string like any other.

    (The type of a frame is compared byte by byte, where it matters.) Raises Broken for anything but
    exactly one whole frame.
    """
    try:
        value, end = _value(frame, 0)
    except (ValueError, RecursionError):
        end = -1
    if end != len(frame):
        raise Broken("the answer in RESP2", repr(frame), "exactly one frame")
    return value


def _value(frame: bytes, at: int) -> tuple[ByteReply, int]:
    """The value whose frame begins at a place, and the place behind it; ValueError if none does."""
    line, behind = _line(frame, at)
    rest = line[1:]
    match line[:1]:
        case b"+":
            return rest, behind
        case b"-":
            return ErrorText(rest), behind
        case b":":
            return _integer(rest), behind
        case b"$":
            return _string(frame, behind, _integer(rest))
        case b"*":
            return _array(frame, behind, _integer(rest))
    message = "there is no such type"
    raise ValueError(message)


def _line(frame: bytes, at: int) -> tuple[bytes, int]:
    end = frame.index(b"\r\n", at)
    line = frame[at:end]
    if b"\r" in line or b"\n" in line:
        raise ValueError(line)
    return line, end + 2


def _integer(digits: bytes) -> int:
    if INTEGER.fullmatch(digits) is None:
        raise ValueError(digits)
    return int(digits)


def _string(frame: bytes, at: int, length: int) -> tuple[bytes | None, int]:
    if length == -1:
        return None, at
    end = at + length
    if length < 0 or frame[end : end + 2] != b"\r\n":
        raise ValueError(length)
    return frame[at:end], end + 2


def _array(frame: bytes, at: int, length: int) -> tuple[list[ByteReply] | None, int]:
    if length == -1:
        return None, at
    if length < 0:
        raise ValueError(length)
    items: list[ByteReply] = []
    while len(items) < length:
        item, at = _value(frame, at)
        items.append(item)
    return items, at
