"""Commands and spellings: every kind that the strategies promise is drawn."""

from urllib.parse import unquote_to_bytes

import pytest

from edgeproof.clients import Argument, Command
from edgeproof.strategies.forms import (
    FOLDED,
    PLAIN_IN_PATHS,
    TYPES,
    KeyedCommand,
    PathSegment,
    arguments,
    byte_arguments,
    keyed_commands,
    path_segments,
    query_pairs,
)
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def commands() -> list[KeyedCommand]:
    """Draws of `keyed_commands`."""
    return drawn(keyed_commands(), 1_500)


@pytest.fixture(scope="module")
def segments() -> list[PathSegment]:
    """Draws of `path_segments`."""
    return drawn(path_segments(), 1_000)


@pytest.mark.parametrize(
    ("before", "command"),
    [(before, command) for before, _, commands in TYPES for command in commands],
)
def test_every_command_occurs_on_every_type(
    commands: list[KeyedCommand], before: str, command: str
) -> None:
    assert any(
        is_drawn_from(before, drawn.before) and is_drawn_from(command, drawn.command)
        for drawn in commands
    )


def is_drawn_from(template: str, command: Command) -> bool:
    """Whether a command can come of a template: its name, its length, its kinds of words."""
    names = template.split()
    return len(names) == len(command) and all(map(is_word_of, names, command))


def is_word_of(name: str, word: Argument) -> bool:
    """Whether a word is what its name in a template stands for."""
    if name in {"number", "index", "offset"}:
        return isinstance(word, int)
    return name in {"text", "known"} or word == name


@pytest.mark.parametrize(("name", "place"), [("LREM", 2), ("HGET", 1), ("SISMEMBER", 1)])
def test_commands_name_what_is_there_and_what_is_not(
    commands: list[KeyedCommand], name: str, place: int
) -> None:
    found = {c.command[place] in c.before for c in commands if c.command[0] == name}
    assert found == {True, False}


def test_no_argument_of_a_command_is_lost_in_a_path(commands: list[KeyedCommand]) -> None:
    assert not {word for command in commands for word in command.command} & set(FOLDED)


def test_bytes_are_among_the_new_words_of_a_command_and_never_of_what_is_done_before() -> None:
    commands = drawn(keyed_commands(byte_arguments()), 500)
    assert not [c for c in commands if any(isinstance(word, bytes) for word in c.before)]
    names = {c.command[0] for c in commands if any(isinstance(w, bytes) for w in c.command)}
    assert {"SET", "APPEND", "LPUSH", "HSET", "SADD", "SISMEMBER"} <= names


def test_arguments_of_bytes_are_never_folded_and_have_every_byte() -> None:
    found = drawn(byte_arguments(), 6_000)
    assert not {data.decode("latin-1") for data in found} & set(FOLDED)
    assert {byte for data in found for byte in data} == set(range(256))


def test_the_key_is_the_first_argument() -> None:
    assert KeyedCommand.on("key", ("SET", "value", "NX")) == ("SET", "key", "value", "NX")
    assert KeyedCommand.on("key", ("GET",)) == ("GET", "key")


@pytest.mark.parametrize(
    ("look", "reply", "other"),
    [
        ("HGETALL", ["a", "1", "b", "2"], ["b", "2", "a", "1"]),
        ("SMEMBERS", ["a", "b"], ["b", "a"]),
    ],
)
def test_a_state_has_no_order_where_redis_has_none(
    look: str, reply: list[str], other: list[str]
) -> None:
    command = KeyedCommand(before=(), command=(), look=(look,))
    assert command.state(reply) == command.state(other)


def test_a_state_has_order_where_redis_has_one() -> None:
    command = KeyedCommand(before=(), command=(), look=("LRANGE", 0, -1))
    assert command.state(["a", "b"]) != command.state(["b", "a"])


def test_a_hash_is_not_its_words_in_any_order() -> None:
    command = KeyedCommand(before=(), command=(), look=("HGETALL",))
    assert command.state(["a", "b"]) != command.state(["b", "a"])


def test_a_segment_is_a_spelling_of_its_bytes(segments: list[PathSegment]) -> None:
    assert [unquote_to_bytes(segment.wire) for segment in segments] == [
        segment.data for segment in segments
    ]
    assert not {character for segment in segments for character in segment.wire} & set("/?# ")


@pytest.mark.parametrize(
    "spelling", ["%2f", "%2F", "%0a", "%0D", "%00", "%25", "%3F", "%23", "%20"]
)
def test_what_means_something_in_a_url_occurs_encoded(
    segments: list[PathSegment], spelling: str
) -> None:
    assert any(spelling in segment.wire for segment in segments)


def test_bytes_beyond_ascii_are_encoded_in_either_case(segments: list[PathSegment]) -> None:
    wires = " ".join(segment.wire for segment in segments)
    assert {byte for byte in range(0xA0, 0x100) if f"%{byte:02x}" in wires}
    assert {byte for byte in range(0xA0, 0x100) if f"%{byte:02X}" in wires}


def test_every_byte_that_may_stand_for_itself_does(segments: list[PathSegment]) -> None:
    wires = " ".join(unencoded(segment.wire) for segment in segments)
    assert [chr(byte) for byte in PLAIN_IN_PATHS if chr(byte) not in wires] == []


def unencoded(wire: str) -> str:
    """What is left of a segment without its percent-encoded bytes."""
    first, *others = wire.split("%")
    return "".join([first, *(part[2:] for part in others)])


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Draws of `arguments`."""
    return drawn(arguments(), 2_500)


def test_arguments_are_never_folded(words: list[str]) -> None:
    assert not set(words) & set(FOLDED)


@pytest.mark.parametrize("text", ["a=b&c=d", "%20", "null", "a+b", "a/../b", "?_token="])
def test_arguments_are_awkward(words: list[str], text: str) -> None:
    assert text in words


def test_parameters_are_one_and_more_and_none_is_the_token() -> None:
    queries = drawn(query_pairs(), 300)
    assert {len(pairs) for pairs in queries} == {1, 2, 3, 4}
    assert "_token" not in {name for pairs in queries for name, _ in pairs}
