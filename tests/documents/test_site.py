"""The documentation site: its pages, where their links lead, and what its check would find.

`tox -e docs` builds it; here is all of it that needs no Sphinx.
"""

import re
from pathlib import Path

import pytest

from edgeproof.laws import all_laws
from tests.documents.site.built import faults_of, missing
from tests.documents.site.links import Links
from tests.documents.site.sources import (
    PROJECT,
    page_of,
    pages,
    repository_url,
    sources,
    write_sources,
)

PLACES = {
    "README.md": "index.md",
    "docs/check.md": "docs/check.md",
    "docs/decisions/README.md": "docs/decisions/README.md",
}
LINKS = Links(PROJECT, PLACES, "https://example.com/repository")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[a](../README.md)", "[a](../index.md)"),
        ("[a](../README.md#two-commands)", "[a](../index.md#two-commands)"),
        ("[a](decisions)", "[a](decisions/README.md)"),
        ("[a](#options)", "[a](#options)"),
        ("[a](../tox.ini)", "[a](https://example.com/repository/blob/main/tox.ini)"),
        ("[a](../suites)", "[a](https://example.com/repository/tree/main/suites)"),
        ("[`a`](../tox.ini)", "[`a`](https://example.com/repository/blob/main/tox.ini)"),
        ("[a](https://example.com/b)", "[a](https://example.com/b)"),
        ("`[a](../tox.ini)`", "`[a](../tox.ini)`"),
        ("```md\n[a](../tox.ini)\n```", "```md\n[a](../tox.ini)\n```"),
    ],
)
def test_a_link_leads_on_the_site_where_it_leads_on_github(link: str, expected: str) -> None:
    renewed = LINKS.renewed(f"Before\n{link}\nafter.", "docs/check.md")
    assert renewed == f"Before\n{expected}\nafter."


def test_a_link_to_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"docs/check\.md links to nowhere\.md"):
        LINKS.renewed("[a](nowhere.md)", "docs/check.md")


def test_all_pages_of_the_repository_and_of_the_laws_are_on_the_site(tmp_path: Path) -> None:
    found = sources()
    assert {"index.md", "CHANGELOG.md", "ARCHITECTURE.md", "docs/recipes/worker.md"} <= set(found)
    assert set(found) >= {*pages().values(), *map(page_of, all_laws())}
    contents = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    entries = "".join(one for text in found.values() for one in contents.findall(text))
    listed = re.findall(r"^/(\S+)$", entries, re.MULTILINE)
    places = [f"{entry}.md" for entry in listed]
    assert len(places) == len(set(places))
    assert {*places, "index.md", "docs/README.md"} == set(found)
    write_sources(tmp_path)
    assert len(list(tmp_path.rglob("*.md"))) == len(found)


def test_the_page_of_a_law_links_to_the_faulty_deployment() -> None:
    text = sources()[page_of("posts.list.complete")]
    assert f"]({repository_url()}/blob/main/tests/faulty/workers/" in text
    assert "[`posts.list.complete`](../laws/posts.list.complete.md)" in sources()["docs/laws.md"]


GOOD = """<link rel="stylesheet" href="style.css"><h1 id="top">A</h1>
<a href="https://example.com">web</a> <a href="#top">up</a> <a href="other.html#b%20c">other</a>
<img src="data:image/png;base64,AAAA"><img src="style.css">
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "style.css").write_text("a { color: red; background: url('style.css') }")
    (tmp_path / "other.html").write_text('<h1 id="b c">B</h1>')
    (tmp_path / "index.html").write_text(GOOD)
    return tmp_path


def test_a_site_that_is_whole_has_no_fault(site: Path) -> None:
    assert faults_of(site) == []
    assert missing(site, ["index.md", "other.md"]) == []


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ('<a href="gone.html">', "gone.html leads nowhere"),
        ('<a href="../index.html">', "../index.html leads nowhere"),
        ('<a href="other.html#c">', "other.html#c leads to no heading"),
        ('<a href="#bottom">', "#bottom leads to no heading"),
        ('<img src="gone.png">', "gone.png is fetched and is not there"),
        ('<img src="https://a.example">', "https://a.example is fetched from elsewhere"),
        ('<script src="//a.example/b.js">', "//a.example/b.js is fetched from elsewhere"),
        ('<link href="http://a.example/">', "http://a.example/ is fetched from elsewhere"),
        ('<p style="background: url(//a.example/b)">', "//a.example/b is fetched from elsewhere"),
        ("<style>@import '//a.example/b'</style>", "//a.example/b is fetched from elsewhere"),
    ],
)
def test_each_fault_of_a_page_is_found(site: Path, added: str, fault: str) -> None:
    (site / "index.html").write_text(GOOD + added)
    assert faults_of(site) == [f"index.html: {fault}"]


def test_what_a_style_sheet_fetches_is_found(site: Path) -> None:
    (site / "style.css").write_text('@font-face { src: url("https://a.example/b.woff2") }')
    assert faults_of(site) == ["style.css: https://a.example/b.woff2 is fetched from elsewhere"]


def test_a_page_that_was_not_built_is_found(site: Path) -> None:
    assert missing(site, ["index.md", "docs/a.md"]) == ["docs/a.html: is missing"]
