"""Links between the project's own pages lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.documents.pages import PROJECT

PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])

LINK = re.compile(r"\]\(([^()\s]+)\)")


def prose(page: Path) -> str:
    """A page without its code, in which brackets are no links."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", lambda found: found[0].replace("](", "]"), text)


def own_links(page: Path) -> list[str]:
    return [link for link in LINK.findall(prose(page)) if not re.match(r"\w+:", link)]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


LINKS = [(page, link) for page in PAGES for link in own_links(page)]


def named(value: object) -> str:
    return str(value.relative_to(PROJECT)) if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("page", "link"), LINKS, ids=named)
def test_a_link_leads_to_a_file_and_a_heading(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    place = (page.parent / path).resolve() if path else page
    assert place.is_relative_to(PROJECT)
    assert place.exists(), f"there is no {path}"
    assert not anchor or anchor in anchors(place)


def test_each_page_is_in_the_list_of_pages() -> None:
    index = PROJECT / "docs" / "README.md"
    listed = {(index.parent / link.partition("#")[0]).resolve() for link in own_links(index)}
    pages = [page for page in PAGES if page.is_relative_to(index.parent) and page != index]
    assert {page for page in pages if page.parent.name != "decisions"} <= listed
