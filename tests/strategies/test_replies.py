"""Replies: every type, at every depth, and the script that gives each."""

from collections.abc import Iterator

import pytest

from edgeproof.strategies import NestedReply, replies, script_that_replies
from tests.strategies.drawing import drawn


def parts(reply: NestedReply, depth: int = 0) -> Iterator[tuple[int, NestedReply]]:
    """The reply and everything in it, with how many arrays it stands in."""
    yield depth, reply
    if isinstance(reply, list):
        for item in reply:
            yield from parts(item, depth + 1)


@pytest.fixture(scope="module")
def everything() -> list[tuple[int, NestedReply]]:
    """The parts of many replies."""
    return [part for reply in drawn(replies(), draws=1_000) for part in parts(reply)]


@pytest.mark.parametrize("kind", [type(None), int, str, list])
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_every_type_occurs_at_every_depth(
    everything: list[tuple[int, NestedReply]], kind: type, depth: int
) -> None:
    assert any(at == depth and type(part) is kind for at, part in everything)


@pytest.mark.parametrize("text", ["", "1.0", "null", "true", "[]", "OK"])
def test_texts_that_look_like_something_else_occur(
    everything: list[tuple[int, NestedReply]], text: str
) -> None:
    assert any(part == text for _, part in everything)


def test_an_empty_array_occurs(everything: list[tuple[int, NestedReply]]) -> None:
    assert any(part == [] for _, part in everything)


def test_the_script_names_texts_by_their_number() -> None:
    script = script_that_replies([1, "a'b", [None, "c"], -2])
    assert script == ["EVAL", "return {1,ARGV[1],{false,ARGV[2]},-2}", "0", "a'b", "c"]
