"""What is wrong with a built site: dead links, and what its pages fetch from elsewhere."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_ELSEWHERE: Final = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_FETCHED_BY_STYLE: Final = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE
)
_FETCHING: Final = ("src", "srcset", "poster", "data")


class _Page(HTMLParser):
    """The anchors of a page, where its links lead, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self._is_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag has to say of each."""
        self._is_style = tag == "style"
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag, name) == ("a", "name"):
                self.anchors.add(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)
            elif name in _FETCHING or (tag, name) == ("link", "href"):
                self.fetched.append(value)
            elif name == "style":
                self.fetched += _FETCHED_BY_STYLE.findall(value)

    def handle_endtag(self, tag: str) -> None:
        """Note where a style ends."""
        self._is_style = self._is_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Note what a style within the page fetches."""
        if self._is_style:
            self.fetched += _FETCHED_BY_STYLE.findall(data)


def faults_of(folder: Path) -> list[str]:
    """A line for each fault of the site in the folder."""
    pages = {file: _Page(file.read_text("utf-8")) for file in sorted(folder.rglob("*.html"))}
    faults = [
        f"{file.relative_to(folder)}: {fault}"
        for file, page in pages.items()
        for fault in (*_dead_links(file, page, pages, folder), *_fetched(file, page.fetched))
    ]
    for file in sorted(folder.rglob("*.css")):
        found = _FETCHED_BY_STYLE.findall(file.read_text("utf-8"))
        faults += [f"{file.relative_to(folder)}: {fault}" for fault in _fetched(file, found)]
    return faults


def missing(folder: Path, expected: Iterable[str]) -> list[str]:
    """A line for each page (by its path as Markdown) that was not built."""
    files = (Path(place).with_suffix(".html") for place in expected)
    return [f"{file}: is missing" for file in files if not (folder / file).is_file()]


def _dead_links(file: Path, page: _Page, pages: dict[Path, _Page], folder: Path) -> Iterator[str]:
    for link in page.links:
        if re.match(r"[a-z]+:|//", link):
            continue
        parts = urlsplit(link)
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if not target.is_file() or not target.is_relative_to(folder):
            yield f"{link} leads nowhere"
        elif parts.fragment and not _has_anchor(pages.get(target), parts.fragment):
            yield f"{link} leads to no heading"


def _has_anchor(page: _Page | None, fragment: str) -> bool:
    return page is not None and unquote(fragment) in page.anchors


def _fetched(file: Path, fetched: Iterable[str]) -> Iterator[str]:
    for address in fetched:
        if _ELSEWHERE.match(address):
            yield f"{address} is fetched from elsewhere"
        elif not address.startswith(("data:", "#")):
            target = file.parent / unquote(urlsplit(address).path)
            if not target.is_file():
                yield f"{address} is fetched and is not there"
