"""Words that a native reader would stumble over, and laws that do not stand alone."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from edgeproof.laws import all_laws
from tests.documents.pages import PROJECT

PHRASES: Final = (
    "nothing here gives a URL of",
    "measured in no time",
    "exclude each other",
    "wait for nobody",
    "takes no connection",
    "is no service level objective",
    "is no budget",
    "is no capability",
    "is no duration",
    "is of the schema",
    "no JSON at all",
    "has room for one form",
    "is none in UTC",
    "is of other bytes",
    "does not tell its TIME",
    "nothing has happened yet, but",
    "lacks its folder",
    "became of those before",
    "at even distances",
    "how long is loaded before",
    "doubled until one is missed",
    "requests a second at the most",
    "dare what may harm",
    "in so many processes",
    "does not take that for an answer",
    "nothing could be said",
    "how fast and how right",
    "when everything burns",
    "who wants to know",
    "ring no more",
    "bytes that are none",
    "leave this over",
    "lets the coroutine go on",
    "unless told",
    "so many",
    "but for",
    "at the most",
    "at the least",
)
"""English that is nobody's but ours, each with a plain way to say it."""

ODD: Final = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, PHRASES))}|ends with \d|"
    r"(?:answers|arrivals|commands|GETs|operations|requests|steps) a second\b)",
    re.IGNORECASE,
)
IS_NO: Final = re.compile(r"\b(?<!there )is no\b", re.IGNORECASE)
"""`X is no Y` is not a message; `there is no Y` is."""

POINTS_BACK: Final = re.compile(
    r"\W*(?:it|its|they|their|them|he|she|this|that|these|those|such|so|then|both|neither|either|"
    r"likewise|otherwise|(?:the|an?|any|every) (?:same|other|others|latter|former)|others|"
    r"an? [\w-]+ one|after it|before it|with it|on it|in it)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that needs the one before it."""

FOLDERS: Final = ("edgeproof", "suites", "loadtests", "worker")
SUFFIXES: Final = {".py", ".js", ".j2", ".html", ".css", ".toml", ".yaml", ".ini", ".svg"}
PAGES: Final = ("README.md", "docs/*.md", "docs/recipes/*.md")
TAKE_MESSAGES: Final = {
    *("Broken", "Exit", "Failure", "Undecided", "Unsupported", "Untested"),
    *("echo", "fail", "print", "wrong"),
}
"""Beside classes whose name ends with `Error`."""


def one_line(text: str) -> str:
    """The text with all white space as single spaces, so that no line break hides a phrase."""
    return " ".join(text.split())


def odd_in(text: str) -> list[str]:
    """The phrases that the text should not have."""
    return [found[0] for found in ODD.finditer(one_line(text))]


def texts_in(source: str) -> Iterator[str]:
    """Each string of a Python source (`{}` for what an f-string puts in), and each comment."""
    yield from map(string_of, whole_strings_in(ast.parse(source)))
    yield from comments_in(source)


def whole_strings_in(tree: ast.AST) -> Iterator[ast.AST]:
    """The strings below a node, none of which is a part of another."""
    if isinstance(tree, ast.JoinedStr) or string_of(tree):
        yield tree
    else:
        for child in ast.iter_child_nodes(tree):
            yield from whole_strings_in(child)


def string_of(node: ast.AST) -> str:
    """The text of a literal; empty if the node is something else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(string_of(part) or "{}" for part in node.values)
    return ""


def comments_in(source: str) -> Iterator[str]:
    """The comments of a Python source; one that goes on in the next line is one."""
    lines: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                yield " ".join(lines)
                lines = []
            lines.append(token.string.lstrip("# "))
            last = token.start[0]
    yield " ".join(lines)


def messages_in(source: str) -> Iterator[str]:
    """The strings that a Python source passes to exceptions, `fail` and `echo`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and takes_message(node.func):
            yield from map(string_of, whole_strings_in(node))


def takes_message(called: ast.expr) -> bool:
    """Whether what is called takes a message for a person."""
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name.endswith("Error") or name in TAKE_MESSAGES


def sources(folder: str, suffixes: Collection[str] = SUFFIXES) -> Iterator[Path]:
    """The files of a folder with these suffixes, but none of what npm has installed."""
    files = (PROJECT / folder).rglob("*")
    return (one for one in files if one.suffix in suffixes and "node_modules" not in one.parts)


def found(files: Iterable[Path], find: Callable[[Path], list[str]]) -> dict[str, list[str]]:
    """What is found in each of the files that has any."""
    found = {str(file.relative_to(PROJECT)): find(file) for file in files}
    assert found
    return {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_string_and_no_comment_has_an_odd_phrase(folder: str) -> None:
    def find(file: Path) -> list[str]:
        source = file.read_text("utf-8")
        texts = texts_in(source) if file.suffix == ".py" else [source]
        return [odd for text in texts for odd in odd_in(text)]

    assert found(sources(folder), find) == {}


@pytest.mark.parametrize("pages", PAGES)
def test_no_page_has_an_odd_phrase(pages: str) -> None:
    assert found(PROJECT.glob(pages), lambda page: odd_in(page.read_text("utf-8"))) == {}


def test_a_message_says_is_not_a_instead_of_is_no() -> None:
    def find(file: Path) -> list[str]:
        messages = messages_in(file.read_text("utf-8"))
        return [one for one in messages if IS_NO.search(one_line(one))]

    assert found(sources("edgeproof", {".py"}), find) == {}


def test_no_law_begins_with_a_word_that_points_back() -> None:
    statements = {law.id: law.statement for law in all_laws().values()}
    assert {law: one for law, one in statements.items() if POINTS_BACK.match(one)} == {}


@pytest.mark.parametrize(
    "made_up",
    [
        'fail("the run ends with 3")',
        '"""Bytes,\n\nunless\ntold."""',
        'print(f"{count} of so " f"many")',
        'print("100 requests " "a second")',
        "x = 1  # all of them, but\n# for one",
    ],
)
def test_an_odd_phrase_is_found_wherever_its_line_is_broken(made_up: str) -> None:
    assert [odd for text in texts_in(made_up) for odd in odd_in(text)] != []


def test_a_message_with_is_no_is_found() -> None:
    made_up = 'raise ConfigurationError(f"{text!r} is no duration", "there is no hint")'
    assert [one for one in messages_in(made_up) if IS_NO.search(one)] == ["{} is no duration"]


@pytest.mark.parametrize(
    "statement",
    ["It is `application/json`.", "Such a refusal is 405.", "A larger one keeps all its digits."],
)
def test_a_statement_that_points_back_is_found(statement: str) -> None:
    assert POINTS_BACK.match(statement)
