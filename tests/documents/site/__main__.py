"""Builds the documentation site into `build/site`: `python -m tests.documents.site`.

It fails at the first sign of a fault: a warning of Sphinx, a link that leads nowhere, a page that
would fetch something from elsewhere.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.documents.site.built import faults_of, missing
from tests.documents.site.sources import PROJECT, sources, write_sources

FOLDER: Final = PROJECT / "build" / "site"

_SPHINX: Final = ("-m", "sphinx", "--builder", "html", "--quiet", "--fail-on-warning")


def main() -> int:
    """Build it, say what is wrong with it, and return an exit code."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    pages, html = FOLDER / "pages", FOLDER / "html"
    write_sources(pages)
    code = _sphinx(pages, html)
    if code:
        return code
    faults = [*faults_of(html), *missing(html, sources())]
    print("\n".join(faults or [f"built: {html / 'index.html'}"]))  # noqa: T201  (its report)
    return 1 if faults else 0


def _sphinx(pages: Path, html: Path) -> int:
    configuration = f"--conf-dir={Path(__file__).parent}"
    doctrees = f"--doctree-dir={FOLDER / 'doctrees'}"
    command = [sys.executable, *_SPHINX, configuration, doctrees, str(pages), str(html)]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
