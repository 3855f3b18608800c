"""Links of Markdown pages, which lead on the site where they lead on GitHub.

A link to a page leads to that page of the site; a link to any other file of the repository leads to
the file on GitHub.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

_CODE = re.compile(
    r"(^(?P<fence>```+).*?^(?P=fence)$|(?P<ticks>`+)[^`\n]+(?P=ticks))", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:)([^()\s#]*)(#[^()\s]*)?(?=\))")


class Links:
    """Renews the links of pages.

    `places` maps each page, by its path in the repository, to its path on the site; `repository`
    is the URL at which other files are found.
    """

    def __init__(self, project: Path, places: Mapping[str, str], repository: str) -> None:
        self._project = project
        self._places = places
        self._repository = repository

    def renewed(self, text: str, page: str) -> str:
        """The text of a page, with its links as the site needs them; code stays as it is."""

        def target(found: re.Match[str]) -> str:
            path, anchor = found[1], found[2] or ""
            return anchor if not path else self._target(page, path) + anchor

        return _outside_code(text, lambda prose: _LINK.sub(target, prose))

    def _target(self, page: str, path: str) -> str:
        wanted = os.path.normpath(PurePosixPath(page).parent / path)
        place = self._project / wanted
        if not place.exists():
            raise ValueError(f"{page} links to {path}, which is not there")
        index = f"{wanted}/README.md"
        for known in (wanted, index):
            if known in self._places:
                start = PurePosixPath(self._places[page]).parent
                return os.path.relpath(self._places[known], start)
        kind = "tree" if place.is_dir() else "blob"
        return f"{self._repository}/{kind}/main/{wanted}"


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    pieces = []
    end = 0
    for found in _CODE.finditer(text):
        pieces += [change(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, change(text[end:])])
