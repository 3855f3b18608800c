"""Whether what would be published works without a checkout: `python -m benchmarks.package`.

It builds the package, and prints a line for each thing that it tries with it, from an empty folder:

- `twine check --strict` accepts the files;
- the wheel made from the sdist has the same files, byte for byte, as the wheel made from the tree;
- the README in the metadata renders, and none of its links is relative;
- pipx and uvx install the wheel, and its `edgeproof laws` are the laws of this checkout;
- its core checks a deployment by its URL: the embedded stack, which this process runs.

The first that fails ends it, with its output and exit code 1. pip and uv need an index.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from edgeproof.laws import all_laws
from edgeproof.stack import embedded_stack

CHECKOUT: Final = Path(__file__).parent.parent
NOT_PASSED_ON: Final = ("EDGEPROOF_", "UPSTASH_", "KV_REST_", "PYTEST_", "PYTHONPATH", "PIPX_")
QUICK_CHECK: Final = ("--profile", "quick", "--law", "posts.create.*")


class Built(NamedTuple):
    """What was built, and an empty folder to try it from."""

    sdist: Path
    wheel: Path
    wheel_of_tree: Path
    folder: Path


def build(folder: Path) -> Built:
    """Build the sdist, the wheel from it, and a wheel straight from the tree."""
    through_sdist, from_tree, empty = (folder / name for name in ("dist", "tree", "empty"))
    empty.mkdir()
    python("-m", "build", "--outdir", str(through_sdist), folder=CHECKOUT)
    python("-m", "build", "--wheel", "--outdir", str(from_tree), folder=CHECKOUT)
    [sdist], [wheel] = through_sdist.glob("*.tar.gz"), through_sdist.glob("*.whl")
    [wheel_of_tree] = from_tree.glob("*.whl")
    return Built(sdist, wheel, wheel_of_tree, empty)


def twine_accepts(built: Built) -> str:
    """`twine check --strict` says nothing against any file."""
    python("-m", "twine", "check", "--strict", *map(str, built[:3]), folder=built.folder)
    return "twine check --strict accepts the sdist and both wheels"


def wheels_are_the_same(built: Built) -> str:
    """The wheel from the sdist has all files of that from the tree, and no others."""
    files, expected = contents(built.wheel), contents(built.wheel_of_tree)
    names = sorted(files.keys() | expected.keys())
    different = [name for name in names if files.get(name) != expected.get(name)]
    if different:
        raise SystemExit(f"the two wheels differ in {', '.join(different)}")
    return f"the wheel from the sdist is that from the tree: {len(files)} files, byte for byte"


def contents(wheel: Path) -> dict[str, bytes]:
    """The bytes of each file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def readme_renders(built: Built) -> str:
    """The README becomes HTML as an index makes it, and its links lead somewhere from there."""
    readme = built.folder / "README.md"
    readme.write_bytes(readme_in(built.wheel))
    html = python("-m", "readme_renderer", readme.name, folder=built.folder)
    return f"the README in the metadata renders, with {count_of_links(html)} links, all absolute"


def readme_in(wheel: Path) -> bytes:
    """The README of a wheel: what comes after the headers of its metadata."""
    files = contents(wheel)
    [metadata] = (name for name in files if name.endswith(".dist-info/METADATA"))
    return files[metadata].partition(b"\n\n")[2]


def count_of_links(html: str) -> int:
    """How many links a page has. Raises SystemExit if one is relative, or if there are none."""
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    relative = [link for link in links if not re.match(r"https?://|#", link)]
    if relative or not links:
        raise SystemExit(f"of {len(links)} links in the README these are relative: {relative}")
    return len(links)


def pipx_runs_it(built: Built) -> str:
    """`pipx run --spec WHEEL edgeproof laws` lists the laws."""
    pipx = ("-m", "pipx", "run", "--no-cache", "--python", sys.executable, "--spec")
    listed = python(*pipx, str(built.wheel), "edgeproof", "laws", "--json", folder=built.folder)
    return f"pipx run --spec WHEEL edgeproof laws lists {count_of_laws(listed)} laws"


def uvx_runs_it(built: Built) -> str:
    """`uvx --from WHEEL edgeproof laws` lists the laws."""
    listed = python(*uvx(built), "laws", "--json", folder=built.folder)
    return f"uvx --from WHEEL edgeproof laws lists {count_of_laws(listed)} laws"


def count_of_laws(listed: str) -> int:
    """How many laws a list has. Raises SystemExit unless they are those of this checkout."""
    ids = [law["id"] for law in json.loads(listed)]
    if ids != list(all_laws()):
        raise SystemExit(f"the laws that it lists are not those of this checkout: {ids}")
    return len(ids)


def uvx_checks_a_url(built: Built) -> str:
    """`uvx --from WHEEL edgeproof check --posts URL` passes, with nothing but the core."""
    with embedded_stack() as deployment:
        asked = ("check", "--posts", str(deployment.posts_url), *QUICK_CHECK)
        printed = python(*uvx(built), *asked, folder=built.folder)
    [verdict] = re.findall(r"^PASS .*", printed, re.MULTILINE)
    return f"uvx --from WHEEL edgeproof check --posts URL {' '.join(QUICK_CHECK)}: {verdict}"


def uvx(built: Built) -> Sequence[str]:
    """The words that start the wheel's `edgeproof`, as `uvx --from WHEEL edgeproof` does."""
    options = ("--no-config", "--isolated", "--python", sys.executable, "--from", str(built.wheel))
    return ("-m", "uv", "tool", "run", *options, "edgeproof")


def python(*words: str, folder: Path) -> str:
    """What a Python program prints. Raises SystemExit with all of it if it fails."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(NOT_PASSED_ON)}
    ended = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=kept | {"NO_COLOR": "1", "PIPX_HOME": str(folder / "pipx")},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(words)}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


STEPS: Final[Sequence[Callable[[Built], str]]] = (
    twine_accepts,
    wheels_are_the_same,
    readme_renders,
    pipx_runs_it,
    uvx_runs_it,
    uvx_checks_a_url,
)


def main() -> None:
    """Build, and try everything."""
    with tempfile.TemporaryDirectory(prefix="edgeproof-package-") as folder:
        built = build(Path(folder))
        print(f"built {built.sdist.name} and {built.wheel.name}", flush=True)
        for step in STEPS:
            print(step(built), flush=True)


if __name__ == "__main__":
    main()
