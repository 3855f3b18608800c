"""Replies: every type, at every depth, and the script that gives each."""

from collections.abc import Iterator

import pytest

from edgeproof.clients import ByteReply
from edgeproof.strategies import NestedReply, byte_replies, replies, script_that_replies
from tests.strategies.drawing import drawn

AnyReply = NestedReply | ByteReply
Part = tuple[int, AnyReply]
"""How many arrays it stands in, and what it is."""


def parts(reply: AnyReply, depth: int = 0) -> Iterator[Part]:
    """The reply and everything in it, with how many arrays it stands in."""
    yield depth, reply
    if isinstance(reply, list):
        for item in reply:
            yield from parts(item, depth + 1)


@pytest.fixture(scope="module")
def everything() -> list[Part]:
    """The parts of many replies."""
    return [part for reply in drawn(replies(), draws=1_000) for part in parts(reply)]


@pytest.fixture(scope="module")
def everything_in_bytes() -> list[Part]:
    """The parts of many replies of bytes."""
    return [part for reply in drawn(byte_replies(), draws=1_000) for part in parts(reply)]


@pytest.mark.parametrize("kind", [type(None), int, str, list])
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_every_type_occurs_at_every_depth(everything: list[Part], kind: type, depth: int) -> None:
    assert any(at == depth and type(part) is kind for at, part in everything)


@pytest.mark.parametrize("kind", [type(None), int, bytes, list])
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_every_type_occurs_at_every_depth_among_replies_of_bytes(
    everything_in_bytes: list[Part], kind: type, depth: int
) -> None:
    assert any(at == depth and type(part) is kind for at, part in everything_in_bytes)


def test_bytes_are_and_are_not_texts_and_no_text_is_among_them(
    everything_in_bytes: list[Part],
) -> None:
    strings = [part for _, part in everything_in_bytes if isinstance(part, bytes)]
    assert {is_utf8(string) for string in strings} == {True, False}
    assert {b"", b"OK", b"null"} <= set(strings)
    assert {0, 10, 13, 127, 128, 255} <= {byte for string in strings for byte in string}
    assert not [part for _, part in everything_in_bytes if isinstance(part, str)]


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("text", ["", "1.0", "null", "true", "[]", "OK"])
def test_texts_that_look_like_something_else_occur(everything: list[Part], text: str) -> None:
    assert any(part == text for _, part in everything)


def test_an_empty_array_occurs(everything: list[Part]) -> None:
    assert any(part == [] for _, part in everything)


def test_the_script_names_texts_by_their_number() -> None:
    reply: NestedReply = [1, "a'b", [None, "c"], -2]
    script = script_that_replies(reply)
    assert script == ["EVAL", "return {1,ARGV[1],{false,ARGV[2]},-2}", "0", "a'b", "c"]


def test_the_script_makes_bytes_of_hexadecimal_digits() -> None:
    reply: ByteReply = [b"\xff\0", [b""], 1]
    _, script, _, *arguments = script_that_replies(reply)
    assert script.endswith("return {bytes(ARGV[1]),{bytes(ARGV[2])},1}")
    assert arguments == ["ff00", ""]
