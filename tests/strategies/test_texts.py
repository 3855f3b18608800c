"""Texts: every awkward class of them is drawn, and none that cannot be sent."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given

from edgeproof.strategies import binary, command_like_texts, invalid_utf8, texts
from edgeproof.strategies.texts import LITERALS, OPTIONS, PATHS, QUERIES
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def drawn_texts() -> list[str]:
    """Draws of `texts`."""
    return drawn(texts())


@pytest.fixture(scope="module")
def drawn_commands() -> list[str]:
    """Draws of `command_like_texts`."""
    return drawn(command_like_texts())


@pytest.fixture(scope="module")
def drawn_bytes() -> list[bytes]:
    """Draws of `binary`."""
    return drawn(binary(), draws=8_000)


def contains(part: str) -> Callable[[str], bool]:
    """Whether a text has this part."""
    return lambda text: part in text


def has_bidirectional(*classes: str) -> Callable[[str], bool]:
    """Whether a text has a character of one of these bidirectional classes."""
    return lambda text: any(unicodedata.bidirectional(char) in classes for char in text)


CLASSES: dict[str, Callable[[str], bool]] = {
    "empty": lambda text: text == "",
    "plain": lambda text: text.isascii() and text.isalnum(),
    "line feed": contains("\n"),
    "carriage return": lambda text: "\r" in text and "\r\n" not in text,
    "both": contains("\r\n"),
    "line separator": contains("\u2028"),
    "paragraph separator": contains("\u2029"),
    "next line": contains("\x85"),
    "NUL": contains("\0"),
    "byte order mark first": lambda text: text.startswith("\ufeff"),
    "byte order mark within": lambda text: "\ufeff" in text[1:],
    "combining": lambda text: any(unicodedata.combining(char) for char in text),
    "changed by NFC": lambda text: not unicodedata.is_normalized("NFC", text),
    "astral": lambda text: any(ord(char) > 0xFFFF for char in text),
    "right to left": has_bidirectional("R", "AL"),
    "right to left override": has_bidirectional("RLO"),
    "leading space": lambda text: text != text.lstrip(" "),
    "trailing space": lambda text: text != text.rstrip(" "),
    "over a hundred characters": lambda text: len(text) > 100,
    **{f"has {char!r}": contains(char) for char in "/?#%&+\"'\\"},
    **{f"is {text!r}": text.__eq__ for text in ("1e5", "007", "-0", "null", "[]", "{}")},
}


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_text_occurs(drawn_texts: list[str], name: str) -> None:
    assert any(map(CLASSES[name], drawn_texts))


@pytest.mark.parametrize("literal", LITERALS)
def test_every_literal_occurs(drawn_texts: list[str], literal: str) -> None:
    assert literal in drawn_texts


@given(text=texts(max_size=5))
def test_a_text_is_encodable_and_not_longer_than_asked(text: str) -> None:
    assert len(text) <= 5
    assert text.encode().decode() == text


@pytest.mark.parametrize("shape", [*OPTIONS, *PATHS, *QUERIES])
def test_every_command_like_shape_occurs(drawn_commands: list[str], shape: str) -> None:
    assert shape in drawn_commands


def test_no_shape_smuggles_in_a_command_that_harms() -> None:
    harmful = ("FLUSH", '"DEL', "DEL/", "SET/", "CONFIG", "SHUTDOWN", "RENAME")
    shapes = [shape.upper() for shape in (*OPTIONS, *PATHS, *QUERIES)]
    assert not [shape for shape in shapes if any(word in shape for word in harmful)]


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are a text."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(data=invalid_utf8())
def test_invalid_utf8_is_invalid(data: bytes) -> None:
    assert not is_utf8(data)


def test_every_byte_occurs(drawn_bytes: list[bytes]) -> None:
    assert set(b"".join(drawn_bytes)) == set(range(256))


@pytest.mark.parametrize("is_text", [True, False])
def test_bytes_are_sometimes_text_and_sometimes_not(
    drawn_bytes: list[bytes], *, is_text: bool
) -> None:
    assert any(data and is_utf8(data) is is_text for data in drawn_bytes)
