"""The pages that Sphinx reads: those of the repository, and one for each law."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from edgeproof.laws import SUITES, Law, all_laws
from edgeproof.laws.faults import all_demonstrations
from edgeproof.reporting.explanation import explanation_as_markdown
from tests.documents.site.links import Links

PROJECT: Final = Path(__file__).parent.parent.parent.parent

START: Final = "README.md"
LIST: Final = "docs/README.md"
LAWS: Final = "docs/laws.md"
DECISIONS: Final = "docs/decisions/README.md"

_COMMENT: Final = re.compile(r"^<!-- .*? -->\n", re.MULTILINE)
_LISTED: Final = re.compile(
    r"^\*\*(?P<part>.+)\*\*$|^- \[.*?\]\((?P<link>[^)#]+\.md)\)", re.MULTILINE
)
_ROW: Final = re.compile(r"^\| `(?P<law>[a-z]+\.[a-z0-9.-]+)` \|", re.MULTILINE)


def pages() -> dict[str, str]:
    """By its path in the repository, where on the site each page is."""
    found = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
    paths = (file.relative_to(PROJECT).as_posix() for file in found)
    return {path: "index.md" if path == START else path for path in paths}


def page_of(law_id: str) -> str:
    """Where on the site the page of a law is."""
    return f"laws/{law_id}.md"


def repository_url() -> str:
    """Where the source is, as the package says."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Source"])


def write_sources(folder: Path) -> None:
    """Write all pages into the folder."""
    for place, text in sources().items():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def sources() -> dict[str, str]:
    """The text of each page, by its path on the site."""
    places = pages()
    links = Links(PROJECT, places, repository_url())
    texts = {}
    for path, place in places.items():
        text = _COMMENT.sub("", (PROJECT / path).read_text("utf-8"))
        texts[place] = links.renewed(text, path)
    texts["index.md"] += "".join(_contents(places, links))
    texts[LAWS] = _ROW.sub(_linked_row, texts[LAWS])
    texts[LAWS] += _toctree([f"/laws/{suite}" for suite in SUITES])
    texts[DECISIONS] += _toctree(_beside(DECISIONS, places))
    return texts | dict(_law_pages())


def _contents(places: dict[str, str], links: Links) -> Iterator[str]:
    """A table of contents for each part of the list of pages."""
    parts: dict[str, list[str]] = {}
    for found in _LISTED.finditer(links.renewed((PROJECT / LIST).read_text("utf-8"), LIST)):
        if found["part"]:
            parts[found["part"]] = []
        else:
            target = (PROJECT / LIST).parent.joinpath(found["link"]).resolve()
            parts[list(parts)[-1]].append(f"/{target.relative_to(PROJECT).as_posix()}")
    listed = {entry for entries in parts.values() for entry in entries}
    left = {f"/{place}" for place in places.values()} - listed - {"/index.md", f"/{LIST}"}
    left = {entry for entry in left if not entry.startswith("/docs/decisions/")}
    if left:
        raise ValueError(f"{LIST} does not list {', '.join(sorted(left))}")
    for caption, entries in parts.items():
        yield _toctree([one for one in entries if one != "/index.md"], caption=caption)
    yield _toctree([f"All pages </{LIST.removesuffix('.md')}>"])


def _beside(index: str, places: dict[str, str]) -> list[str]:
    """The other pages of a folder, the latest first."""
    folder = index.rpartition("/")[0]
    found = (place for place in places.values() if place.startswith(f"{folder}/"))
    return sorted((f"/{place}" for place in found if place != index), reverse=True)


def _toctree(entries: Iterable[str], *, caption: str = "") -> str:
    """A table of contents that stands beside each page, and not in this one."""
    options = [":hidden:", *([f":caption: {caption}"] if caption else [])]
    names = (entry.removesuffix(".md") for entry in entries)
    return "\n".join(["", "```{toctree}", *options, "", *names, "```", ""])


def _linked_row(found: re.Match[str]) -> str:
    return f"| [`{found['law']}`](../{page_of(found['law'])}) |"


def _law_pages() -> Iterator[tuple[str, str]]:
    """A page for each law, and one for each suite that lists them."""
    for suite in SUITES:
        own = [law for law in all_laws().values() if law.suite == suite]
        for law in own:
            yield page_of(law.id), _law_page(law)
        lines = (f"- [`{law.id}`]({law.id}.md), {law.level}: {law.statement}\n" for law in own)
        contents = _toctree([f"/{page_of(law.id)}" for law in own])
        yield f"laws/{suite}.md", f"# Laws of {suite}\n\n{''.join(lines)}{contents}"


def _law_page(law: Law) -> str:
    """What `edgeproof explain` prints, with the file of the faulty deployment as a link."""
    found = all_demonstrations()
    file = found.faults[found.laws[law.id].fault].file
    link = f"[`{file}`]({repository_url()}/blob/main/{file})"
    return explanation_as_markdown(law).replace(f"in `{file}`", f"in {link}")
