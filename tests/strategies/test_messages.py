"""Messages: every awkward payload is drawn, of one line or of several as was promised."""

import json
from collections.abc import Callable

import pytest

from edgeproof.strategies import broken_payloads, lines_of, payloads
from edgeproof.strategies.messages import PAYLOADS, SEPARATORS
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def drawn_payloads() -> list[str]:
    """Draws of `payloads`."""
    return drawn(payloads(), draws=4_000)


@pytest.fixture(scope="module")
def drawn_broken() -> list[str]:
    """Draws of `broken_payloads`."""
    return drawn(broken_payloads(), draws=1_500)


def is_object_in_json(text: str) -> bool:
    """Whether a text is a JSON object that is not empty."""
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and bool(value)


CLASSES: dict[str, Callable[[str], bool]] = {
    "empty": lambda text: text == "",
    "comma": lambda text: "," in text,
    "comma first": lambda text: text.startswith(","),
    "two commas": lambda text: text.count(",") > 1,
    "quotes": lambda text: '"' in text,
    "JSON": is_object_in_json,
    "space at both ends": lambda text: len(text) > 2 and text[0] == text[-1] == " ",
    "emoji": lambda text: "\N{GRINNING FACE}" in text,
    "emoji in a family": lambda text: "\N{MAN}\u200d" in text,
    "line separator": lambda text: "\u2028" in text,
    "next line": lambda text: "\x85" in text,
    "like base64": lambda text: text == "T0s=",
    "like an event": lambda text: text.startswith("data: "),
    "long": lambda text: len(text) > 100,
}


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_payload_occurs(drawn_payloads: list[str], name: str) -> None:
    assert any(map(CLASSES[name], drawn_payloads))


@pytest.mark.parametrize("fragment", [*SEPARATORS, *PAYLOADS], ids=ascii)
def test_every_separator_and_example_occurs(drawn_payloads: list[str], fragment: str) -> None:
    assert any(fragment in text for text in drawn_payloads)


def test_a_payload_is_one_line(drawn_payloads: list[str]) -> None:
    assert all(lines_of(text) == [text] for text in drawn_payloads)
    assert all(lines_of(text) == [text] for text in PAYLOADS)


def test_a_broken_payload_is_several_lines(drawn_broken: list[str]) -> None:
    assert all(len(lines_of(text)) > 1 for text in drawn_broken)


BROKEN_CLASSES: dict[str, Callable[[str], bool]] = {
    "line feed": lambda text: "\n" in text and "\r" not in text,
    "carriage return": lambda text: "\r" in text and "\n" not in text,
    "both": lambda text: "\r\n" in text and "\n" not in text.replace("\r\n", ""),
    "a break and no more": lambda text: lines_of(text) == ["", ""],
    "first": lambda text: lines_of(text)[0] == "" and any(lines_of(text)),
    "last": lambda text: lines_of(text)[-1] == "" and any(lines_of(text)),
    "an empty line between": lambda text: (
        "" in lines_of(text)[1:-1] and all((lines_of(text)[0], lines_of(text)[-1]))
    ),
    "a line like an event": lambda text: "data: " in lines_of(text)[1:],
}


@pytest.mark.parametrize("name", BROKEN_CLASSES)
def test_every_class_of_line_break_occurs(drawn_broken: list[str], name: str) -> None:
    assert any(map(BROKEN_CLASSES[name], drawn_broken))


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", [""]), ("a\r\nb", ["a", "b"]), ("a\n\rb", ["a", "", "b"]), ("a\u2028b", ["a\u2028b"])],
    ids=ascii,
)
def test_lines_end_however_a_stream_ends_them(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines
