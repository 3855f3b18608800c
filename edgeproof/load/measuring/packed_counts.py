"""Counts as a short text, on their way from one process to another."""

import zlib
from array import array
from base64 import b64decode, b64encode
from typing import Final

COUNT_BYTES: Final = 8
"""The size of an item of `array("Q")`."""


def pack(counts: "array[int]") -> str:
    """The counts, an `array("Q")`, as text without spaces; `unpack` reads it on the same machine.

    The lowest byte of each count comes first, then the next byte of each: most are 0, so they
    compress well.
    """
    count_bytes = (max(counts, default=0).bit_length() + 7) // 8 or 1
    raw = counts.tobytes()
    # Of zlib's strategies, run-length encoding takes a third of the time for about the same size.
    packer = zlib.compressobj(strategy=zlib.Z_RLE)
    packed = [packer.compress(raw[byte::COUNT_BYTES]) for byte in range(count_bytes)]
    return f"{count_bytes}:{b64encode(b''.join([*packed, packer.flush()])).decode()}"


def unpack(text: str) -> "array[int]":
    """The counts from a text that `pack` made."""
    count_bytes, packed = text.split(":")
    columns = zlib.decompress(b64decode(packed))
    places = len(columns) // int(count_bytes)
    raw = bytearray(places * COUNT_BYTES)
    for byte in range(int(count_bytes)):
        raw[byte::COUNT_BYTES] = columns[byte * places : (byte + 1) * places]
    return array("Q", bytes(raw))
